/** log C_p(κ) by one call a value, p and κ both changing from call to call. */
import { logNormalizer } from 'von-mises-fisher';
import { concentrations, dimensions } from '../points.ts';
import { suite } from '../suite.ts';

const p = dimensions();
const kappa = concentrations();

await suite([
  {
    what: 'log C, call by call, p = 4 to 1600',
    input: { p, kappa },
    values: kappa.length,
    run: (out) => {
      for (let i = 0; i < out.length; i++) out[i] = logNormalizer(p[i], kappa[i]);
    },
    rivals: [
      { name: 'SciPy ive, vectorised', peer: 'python', kernel: 'log-normalizer', target: 1.3 },
      { name: 'GSL', peer: 'gsl', kernel: 'log-normalizer' },
      { name: 'Boost.Math', peer: 'boost', kernel: 'log-normalizer' },
    ],
  },
]);
