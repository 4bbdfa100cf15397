import { type Command, Option } from 'commander';
import type { Measure } from '../../index.ts';
import { addOutOption } from '../addOutOption.ts';
import { CommandError } from '../CommandError.ts';
import { eachModelChunk } from '../eachModelChunk.ts';
import { modelText } from '../output/modelText.ts';
import { writeOutput } from '../output/writeOutput.ts';
import { readMixture } from '../readMixture.ts';
import { nameOf } from '../readStatistics.ts';
import { addRowOptions, FILE_HELP, type RowOptions } from '../rowOptions.ts';

interface ScoreOptions extends RowOptions {
  readonly rows?: boolean;
  readonly measure: Measure;
  readonly out?: string;
  readonly compact?: boolean;
}

const EPILOGUE = `
Examples:
  vmf score model.json held-out.npy                        mean log density and log-likelihood as JSON
  vmf score model.json held-out.npy --compact | jq .mean
  vmf score model.json points.npy --rows -o densities.csv  the log density of each row, one a line

Logarithms are natural. Files may be larger than memory.`;

export function scoreCommand(program: Command): void {
  const command = program
    .command('score')
    .summary('log densities of rows under a model of vmf cluster')
    .description(
      'Prints as JSON the mean log density of rows under a mixture and their log-likelihood, or with --rows the ' +
        'log density of every row.',
    )
    .argument('<MODEL>', 'a model that vmf cluster wrote')
    .argument('<FILE...>', `${FILE_HELP}; several are taken together`);
  addRowOptions(command, true)
    .option('--rows', 'the log density of each row, one a line, in place of the mean')
    .addOption(
      new Option('--measure <name>', 'what densities are relative to; uniform is that of R packages')
        .choices(['surface', 'uniform'])
        .default('surface'),
    );
  addOutOption(command, 'where to write (default: standard output)')
    .option('--compact', 'JSON on one line')
    .addHelpText('after', EPILOGUE)
    .action(score);
}

async function score(model: string, files: readonly string[], options: ScoreOptions): Promise<void> {
  const { normalize = false, rows = false, measure } = options;
  const mixture = await readMixture(model);
  await writeOutput(options.out, async (output) => {
    let n = 0;
    let weight = 0;
    let logLikelihood = 0;
    await eachModelChunk(files, mixture, options, async (chunk) => {
      const out = mixture.logPdf(chunk.data, { normalize, measure, out: new Float64Array(chunk.n) });
      if (rows) return output.write(`${out.join('\n')}\n`);
      const { weights } = chunk;
      out.forEach((log, i) => {
        const w = weights ? weights[i] : 1;
        if (!(w >= 0 && w < Number.POSITIVE_INFINITY)) {
          throw new RangeError(`score: weights[${i}] must be finite and not negative, got ${w}`);
        }
        weight += w;
        if (w > 0) logLikelihood += w * log;
      });
      n += chunk.n;
    });
    if (rows) return;
    if (weight === 0) throw new CommandError(`${files.map(nameOf).join(', ')}: all weights are 0`);
    const result = { n, p: mixture.p, weight, mean: logLikelihood / weight, logLikelihood, measure };
    await output.write(modelText(result, options.compact ?? false));
  });
}
