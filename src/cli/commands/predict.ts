import { extname } from 'node:path';
import type { Command } from 'commander';
import { addOutOption } from '../addOutOption.ts';
import { usageError } from '../CommandError.ts';
import { eachModelChunk } from '../eachModelChunk.ts';
import { writeOutput } from '../output/writeOutput.ts';
import { readMixture } from '../readMixture.ts';
import { addRowOptions, FILE_HELP, type RowOptions } from '../rowOptions.ts';

interface PredictOptions extends RowOptions {
  readonly probabilities?: boolean;
  readonly out?: string;
}

const EPILOGUE = `
Examples:
  vmf predict model.json points.npy                            a number a line: 0, 1, ...
  vmf predict model.json points.npy | sort -n | uniq -c        rows of each component
  vmf predict model.json shard-*.npy -o labels.csv
  vmf predict model.json points.npy --probabilities -o shares.csv

Components are numbered from 0 as in the model; in a model with noise the next number stands for it. Files may be
larger than memory.`;

export function predictCommand(program: Command): void {
  const command = program
    .command('predict')
    .summary('the component of each row, by a model of vmf cluster')
    .description(
      'Writes the most probable component of every row, one a line, or with --probabilities how probable each is.',
    )
    .argument('<MODEL>', 'a model that vmf cluster wrote')
    .argument('<FILE...>', `${FILE_HELP}; several are taken one after the other`);
  addRowOptions(command, false).option(
    '--probabilities',
    'a line of probabilities for each row, after a line of names',
  );
  addOutOption(command, 'where to write: .csv, .tsv or .jsonl (default: CSV on standard output)')
    .addHelpText('after', EPILOGUE)
    .action(predict);
}

async function predict(model: string, files: readonly string[], options: PredictOptions): Promise<void> {
  const { normalize = false, probabilities = false } = options;
  const format = formatOf(options.out);
  const mixture = await readMixture(model);
  const columns = mixture.components.length + (mixture.noise === undefined ? 0 : 1);
  const separator = format === '.tsv' ? '\t' : ',';
  await writeOutput(options.out, async (output) => {
    if (probabilities && format !== '.jsonl') await output.write(`${names(columns, mixture, separator)}\n`);
    await eachModelChunk(files, mixture, options, ({ data }) => {
      if (!probabilities) return output.write(`${mixture.predict(data, { normalize }).join('\n')}\n`);
      const shares = mixture.responsibilities(data, { normalize });
      let text = '';
      for (let at = 0; at < shares.length; at += columns) {
        const row = shares.subarray(at, at + columns);
        text += format === '.jsonl' ? `[${row.join(',')}]\n` : `${row.join(separator)}\n`;
      }
      return output.write(text);
    });
  });
}

const names = (columns: number, { noise }: { noise: number | undefined }, separator: string): string =>
  Array.from({ length: columns }, (_, k) =>
    noise !== undefined && k === columns - 1 ? 'noise' : `component${k}`,
  ).join(separator);

function formatOf(output: string | undefined): string {
  const extension = output === undefined ? '' : extname(output).toLowerCase();
  if (['', '.csv', '.tsv', '.jsonl', '.txt'].includes(extension)) return extension;
  throw usageError(`-o ends in ${extension}, which is none of .csv, .tsv, .jsonl, .txt`);
}
