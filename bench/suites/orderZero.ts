/** The paper's order-0 form over an array, beside the loop one would write for it. */
import { logNormalizer } from 'von-mises-fisher';
import { concentrations } from '../points.ts';
import { suite } from '../suite.ts';

const kappa = concentrations();

/** ν log(ν + r) - r + ½ log r - (p-1)/2 · log 2π with r = √(ν² + κ²). */
function byHand(p: number, kappa: Float64Array, out: Float64Array): void {
  const nu = p / 2 - 1;
  const nu2 = nu * nu;
  const constant = (nu + 0.5) * Math.log(2 * Math.PI);
  for (let i = 0; i < kappa.length; i++) {
    const r = Math.sqrt(nu2 + kappa[i] * kappa[i]);
    out[i] = nu * Math.log(nu + r) - r + 0.5 * Math.log(r) - constant;
  }
}

await suite([
  {
    what: 'order 0, array, p = 256',
    input: { p: Float64Array.of(256), kappa },
    values: kappa.length,
    run: (out) => {
      logNormalizer(256, kappa, { terms: 0, out });
    },
    rivals: [
      { name: 'hand-written Math.log loop', run: (out) => byHand(256, kappa, out), target: 1 },
      { name: 'NumPy, vectorised', peer: 'python', kernel: 'order-0' },
    ],
  },
]);
