import type { Command } from 'commander';
import { logNormalizer } from '../../index.ts';
import { usageError } from '../CommandError.ts';
import { integerOption } from '../optionValues.ts';
import { type NumberOptions, printNumbers } from '../printNumbers.ts';

const EPILOGUE = `
Examples:
  vmf log-normalizer 256 100                 326.0486721899298
  vmf log-normalizer 256 20 200 500          one line each
  vmf log-normalizer 256 0.1 --digits 40     proven digits, of 0.1 as written
  vmf log-normalizer 256 100 --terms 0       the approximation of the DINO-vMF paper
  seq 10 10 500 | vmf log-normalizer 256 -   numbers from standard input`;

export function logNormalizerCommand(program: Command): void {
  program
    .command('log-normalizer')
    .summary('log C_p(kappa), the log of the normalizing constant')
    .description(
      'Prints log C_p(kappa), the log of the constant in the density C_p(kappa) exp(kappa mu.x), in nats and with ' +
        'respect to the surface measure of the sphere: one number per line, to the last bit of a double.',
    )
    .argument('<P>', 'dimension, a real number from 1')
    .argument('<KAPPA...>', 'concentrations, from 0; - reads them from standard input')
    .option('--terms <K>', 'the uniform expansion cut after K terms instead, 0 to 20', integerOption(0, 20))
    .option('--digits <N>', 'so many significant digits, proven, 1 to 900', integerOption(1, 900))
    .option('--json', 'a JSON object per line')
    .addHelpText('after', EPILOGUE)
    .action(async (p: string, kappas: string[], options: NumberOptions & { terms?: number }) => {
      const { terms, digits } = options;
      if (terms !== undefined && digits !== undefined)
        throw usageError('--terms and --digits exclude each other');
      if (terms !== undefined && Number(p) < 2)
        throw usageError(`P must be at least 2 with --terms, got "${p}"`);
      await printNumbers(
        {
          argument: 'KAPPA',
          most: Number.MAX_VALUE,
          number: (dimension, kappa) =>
            terms === undefined
              ? logNormalizer(dimension, kappa)
              : logNormalizer(dimension, kappa, { terms }),
          enclosure: async (dimension, kappa, wanted) =>
            (await import('../../reference/index.ts')).logNormalizer(dimension, kappa, { digits: wanted }),
          names: ['p', 'kappa', 'logNormalizer'],
        },
        p,
        kappas,
        options,
      );
    });
}
