import { describe, expect, it } from 'vitest';
import { fitMixture, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { randomMixture } from './directions.ts';

const p = 5;
const mixture = randomMixture(p, [20, 40], [0.5, 0.5], 3);
const rows = mixture.samples(40, { seed: 4 });
/** Each row times a power of two: nothing is rounded, and every third would overflow or vanish times κ. */
const scaled = rows.map((value, at) => value * 2 ** [1023, 0, -1000][Math.floor(at / p) % 3]);
const sparse = {
  data: scaled,
  indices: scaled.map((_, at) => at % p),
  indptr: Array.from({ length: 41 }, (_, i) => i * p),
  shape: [40, p],
} as const;
/** Of log f: κ(1 - cos) to some roundings. */
const ALLOWED = 40 * 2 ** -49;

describe.each([
  ['flat', scaled],
  ['CSR', sparse],
] as const)('%s rows of any length a number can have', (_, data) => {
  it('have the densities of their directions', () => {
    const want = mixture.logPdf(rows, { out: new Float64Array(40) });
    const got = mixture.logPdf(data, { normalize: true, out: new Float64Array(40) });
    got.forEach((log, i) => {
      expect(Math.abs(log - want[i])).toBeLessThanOrEqual(ALLOWED);
    });
    expect(mixture.predict(data, { normalize: true })).toEqual(mixture.predict(rows));
  });

  it('are fitted as their directions', () => {
    const options = { dimension: p, initialization: mixture, maxIterations: 3 };
    const want = fitMixture(rows, 2, options);
    const got = fitMixture(data, 2, { ...options, normalize: true });
    expect(Math.abs(got.logLikelihood - want.logLikelihood)).toBeLessThanOrEqual(40 * 4 * ALLOWED);
    expect(VonMisesFisherMixture.fromJSON(got.mixture.toJSON()).weights).toEqual(got.mixture.weights);
  });
});
