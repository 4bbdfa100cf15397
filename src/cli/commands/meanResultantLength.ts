import type { Command } from 'commander';
import { meanResultantLength, meanResultantLengthComplement } from '../../index.ts';
import { integerOption } from '../optionValues.ts';
import { type NumberOptions, printNumbers } from '../printNumbers.ts';

const EPILOGUE = `
Examples:
  vmf mean-resultant-length 256 100                 0.34453932515825647
  vmf mean-resultant-length 3 1e20 --complement     1e-20
  vmf mean-resultant-length 256 100 --digits 50`;

export function meanResultantLengthCommand(program: Command): void {
  program
    .command('mean-resultant-length')
    .summary('A_p(kappa), the length of the mean of the distribution')
    .description(
      'Prints A_p(kappa) = I_{p/2}(kappa)/I_{p/2-1}(kappa), the length of the mean vector: one number per line, to ' +
        'the last bit of a double.',
    )
    .argument('<P>', 'dimension, a real number from 1')
    .argument('<KAPPA...>', 'concentrations, from 0; - reads them from standard input')
    .option('--complement', '1 - A_p(kappa), without cancellation')
    .option('--digits <N>', 'so many significant digits, proven, 1 to 900', integerOption(1, 900))
    .option('--json', 'a JSON object per line')
    .addHelpText('after', EPILOGUE)
    .action(async (p: string, kappas: string[], options: NumberOptions & { complement?: boolean }) => {
      const { complement = false } = options;
      await printNumbers(
        {
          argument: 'KAPPA',
          most: Number.MAX_VALUE,
          number: complement ? meanResultantLengthComplement : meanResultantLength,
          enclosure: async (dimension, kappa, digits) => {
            const reference = await import('../../reference/index.ts');
            const enclose = complement
              ? reference.meanResultantLengthComplement
              : reference.meanResultantLength;
            return enclose(dimension, kappa, { digits });
          },
          names: ['p', 'kappa', complement ? 'meanResultantLengthComplement' : 'meanResultantLength'],
        },
        p,
        kappas,
        options,
      );
    });
}
