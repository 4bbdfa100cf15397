/** log C_p in full accuracy over an array of κ at one p. */
import { logNormalizer } from 'von-mises-fisher';
import { concentrations } from '../points.ts';
import { suite } from '../suite.ts';

const kappa = concentrations();

await suite(
  [256, 64, 1024, 4096].map((p) => ({
    what: `log C, array, p = ${p}`,
    input: { p: Float64Array.of(p), kappa },
    values: kappa.length,
    run: (out) => {
      logNormalizer(p, kappa, { out });
    },
    rivals: [
      {
        name: 'SciPy ive, vectorised',
        peer: 'python',
        kernel: 'log-normalizer',
        target: p === 256 ? 8 : undefined,
      },
      { name: 'GSL', peer: 'gsl', kernel: 'log-normalizer' },
      { name: 'Boost.Math', peer: 'boost', kernel: 'log-normalizer' },
    ],
  })),
);
