import { UserError } from './UserError.ts';

/** Runs a command to its exit status; of what the user can act on, shows the message alone. */
export async function runCommand(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`error: ${error.message}`);
    process.exitCode = error.exitStatus;
  }
}
