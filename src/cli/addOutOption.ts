import { type Command, Option } from 'commander';

/** Where the result goes: `-o`, `--out`, or `--output`, which help does not show; the last one given counts. */
export function addOutOption(command: Command, description: string): Command {
  return command
    .option('-o, --out <file>', description)
    .addOption(new Option('--output <file>', 'the same as --out').hideHelp())
    .on('option:output', (file: string) => command.setOptionValue('out', file));
}
