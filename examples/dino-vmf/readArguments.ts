import { type Command, CommanderError } from 'commander';
import { UserError } from './UserError.ts';

/** Has `program` read the arguments; false where help was asked for and shown. A UserError (status 2) for what is wrong. */
export function readArguments(program: Command, args: readonly string[]): boolean {
  program
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  try {
    program.parse([...args], { from: 'user' });
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return false;
    const why = error.message.replace(/^error: /, '').replace(/\n/g, ' ');
    throw new UserError(`${why}; --help lists the options`, 2);
  }
}
