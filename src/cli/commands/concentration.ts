import { type Command, Option } from 'commander';
import { Decimal } from 'decimal.js';
import { type ConcentrationMethod, concentration, concentrationFromComplement } from '../../index.ts';
import { usageError } from '../CommandError.ts';
import { METHODS } from '../methods.ts';
import { integerOption } from '../optionValues.ts';
import { type NumberOptions, printNumbers } from '../printNumbers.ts';

const EPILOGUE = `
Examples:
  vmf concentration 256 0.5                         170.40060262826177
  vmf concentration 3 1e-20 --complement            100000000000000000000, where R = 1 - 1e-20
  vmf concentration 256 0.5 --method banerjee       170.5`;

export function concentrationCommand(program: Command): void {
  program
    .command('concentration')
    .summary('kappa with A_p(kappa) = R: the maximum-likelihood estimate')
    .description(
      'Prints the concentration kappa whose mean resultant length is R, one number per line: what kappa is ' +
        'estimated by when the mean of unit vectors has length R. Infinity at R = 1.',
    )
    .argument('<P>', 'dimension, a real number from 1')
    .argument('<R...>', 'mean resultant lengths from 0 to 1; - reads them from standard input')
    .option('--complement', 'R stands for 1 - R, for lengths near 1')
    .addOption(
      new Option('--method <name>', 'exact, or a published estimator').choices(METHODS).default('exact'),
    )
    .option('--digits <N>', 'so many significant digits, proven, 1 to 900', integerOption(1, 900))
    .option('--json', 'a JSON object per line')
    .addHelpText('after', EPILOGUE)
    .action(
      async (
        p: string,
        lengths: string[],
        options: NumberOptions & { complement?: boolean; method: ConcentrationMethod },
      ) => {
        const { complement = false, method, digits } = options;
        if (digits !== undefined && method !== 'exact') {
          throw usageError(`--digits is for the exact method, got --method ${method}`);
        }
        const inverse = complement ? concentrationFromComplement : concentration;
        await printNumbers(
          {
            argument: 'R',
            most: 1,
            number: (dimension, length) => inverse(dimension, length, { method }),
            enclosure: async (dimension, length, wanted) => {
              const reference = await import('../../reference/index.ts');
              const Exact = Decimal.clone({ defaults: true, precision: 2500 });
              const rBar = complement ? new Exact(1).minus(length) : new Exact(length);
              return reference.concentration(dimension, rBar, { digits: wanted });
            },
            names: ['p', complement ? 'oneMinusRBar' : 'rBar', 'kappa'],
          },
          p,
          lengths,
          options,
        );
      },
    );
}
