import { type Command, Option } from 'commander';
import { type BiasCorrection, type ConcentrationMethod, fit as fitRows, type Measure } from '../../index.ts';
import { CommandError, usageError } from '../CommandError.ts';
import { METHODS } from '../methods.ts';
import { numberOption } from '../optionValues.ts';
import { standardOutput } from '../output/standardOutput.ts';
import { nameOf, readStatistics } from '../readStatistics.ts';
import { addRowOptions, FILE_HELP, type RowOptions } from '../rowOptions.ts';

interface FitCommandOptions extends RowOptions {
  readonly biasCorrection: BiasCorrection;
  readonly confidence: number;
  readonly measure: Measure;
  readonly method: ConcentrationMethod;
  readonly compact?: boolean;
}

const EPILOGUE = `
Examples:
  vmf fit embeddings.npy                              float32 or float64 rows of unit length
  vmf fit --normalize embeddings.parquet              rows of any length
  vmf fit shard-*.npy                                 several files as one
  vmf fit --columns x,y,z --weights w points.csv      named columns
  vmf fit points.npy | jq .distribution.kappa         one number of the result
  zcat points.csv.gz | vmf fit -                      standard input

Files may be larger than memory. Angles are in radians, logarithms natural.`;

export function fitCommand(program: Command): void {
  const command = program
    .command('fit')
    .summary('fit the distribution to the rows of files')
    .description(
      'Fits the von Mises-Fisher distribution to the rows of files by maximum likelihood and prints as JSON the ' +
        'mean direction, kappa, its standard error and confidence interval, the confidence cone of the mean ' +
        'direction, log-likelihood, AIC and BIC.',
    )
    .argument('<FILE...>', `${FILE_HELP}; several are taken together`);
  addRowOptions(command, true)
    .addOption(
      new Option('--bias-correction <name>', 'none, or marginal: the estimate of Schou (1978)')
        .choices(['none', 'marginal'])
        .default('none'),
    )
    .option('--confidence <level>', 'of the interval and the cone', numberOption(0, 1), 0.95)
    .addOption(
      new Option('--measure <name>', 'what the log-likelihood is relative to; uniform is that of R packages')
        .choices(['surface', 'uniform'])
        .default('surface'),
    )
    .addOption(new Option('--method <name>', 'how kappa follows from R').choices(METHODS).default('exact'))
    .option('--compact', 'JSON on one line')
    .addHelpText('after', EPILOGUE)
    .action(async (files: string[], options: FitCommandOptions) => {
      const { biasCorrection, confidence, measure, method } = options;
      if (!(confidence > 0 && confidence < 1)) {
        throw usageError(`--confidence must lie between 0 and 1, got ${confidence}`);
      }
      if (biasCorrection !== 'none' && method !== 'exact') {
        throw usageError(
          `--bias-correction ${biasCorrection} goes with the exact method, got --method ${method}`,
        );
      }
      const statistics = await readStatistics(files, options);
      const result = fitted(files, () =>
        fitRows(statistics, { biasCorrection, confidence, measure, method }),
      );
      const output = standardOutput();
      await output.write(`${JSON.stringify(result, null, options.compact ? 0 : 2)}\n`);
      await output.end();
    });
}

/** What fit finds wrong with the rows as a whole. */
function fitted<T>(files: readonly string[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandError(`${files.map(nameOf).join(', ')}: ${error.message.replace(/^fit: /, '')}`);
  }
}
