import { CommanderError } from 'commander';
import { CommandError } from './CommandError.ts';
import { createProgram } from './createProgram.ts';
import { printable } from './printable.ts';

/** Runs the command line, says on standard error what is wrong with it, and returns the exit status. */
export async function run(args: readonly string[]): Promise<number> {
  let command = 'vmf';
  const program = createProgram();
  program.hook('preSubcommand', (_, subcommand) => {
    command = `vmf ${subcommand.name()}`;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      // Without a command, commander has written the help to standard error.
      if (error.code !== 'commander.help') {
        const why = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
        process.stderr.write(`${command}: ${printable(why)}\nTry '${command} --help'.\n`);
      }
      return 2;
    }
    if (error instanceof CommandError) {
      const hint = error.exitStatus === 2 ? `\nTry '${command} --help'.` : '';
      process.stderr.write(`${command}: ${printable(error.message)}${hint}\n`);
      return error.exitStatus;
    }
    throw error;
  }
}
