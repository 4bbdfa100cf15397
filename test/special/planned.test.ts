/**
 * The polynomials of the array forms against the hi + lo values they are interpolated from (which the tables
 * and the reference judge elsewhere), at many points within the intervals.
 */
import { describe, expect, it } from 'vitest';
import {
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
  seededRandom,
} from 'von-mises-fisher';
import type { DoubleDouble } from '../../src/special/doubleDouble.ts';
import { complementPair, ratioPair, timesKappa } from '../../src/special/meanResultantPair.ts';
import { logNormalizerPair } from '../../src/special/scalarLogNormalizer.ts';
import { ulpOf } from '../support/ulp.ts';

const random = seededRandom(20261125);
const low = new Float64Array(1);
const logC = (p: number, kappa: number): DoubleDouble => {
  const hi = logNormalizerPair(p, kappa, low);
  return { hi, lo: low[0] };
};
const length = (p: number, kappa: number): DoubleDouble => timesKappa(ratioPair(p / 2 - 1, kappa), kappa);

/** Where log C_p changes its sign; 0 if it never does. */
function zeroOf(p: number): number {
  let [below, above] = [0, 1e18];
  while (below < above) {
    const middle = below > 1 ? (below + above) / 2 : Math.sqrt(Math.max(below, 1e-3) * above);
    if (middle === below || middle === above) break;
    if (logNormalizer(p, middle) > 0) below = middle;
    else above = middle;
  }
  return below;
}

/** κ over the octaves around p, evenly up to 2p, and around the zero of log C. */
function concentrations(p: number): Float64Array {
  const scale = p / 2 + 1;
  const zero = zeroOf(p);
  return Float64Array.from({ length: 3000 }, (_, i) => {
    if (i < 1000) return scale * 2 ** (14 * random() - 9);
    if (i < 2000) return scale * 4 * random();
    return zero > 0
      ? zero * (1 + (random() - 0.5) * (i % 2 === 0 ? 0.02 : 0.002))
      : scale * 2 ** (60 * random());
  });
}

describe.each([1, 1.3, 2, 3, 8, 17, 19.5, 25, 32, 64, 200, 256, 700, 4096, 1e5, 1e8, 1e15])('p = %d', (p) => {
  const kappa = concentrations(p);

  function expectWithin(
    values: Float64Array,
    truth: (p: number, kappa: number) => DoubleDouble,
    allowed: (value: number, kappa: number) => number,
  ): void {
    for (const [i, value] of values.entries()) {
      const { hi, lo } = truth(p, kappa[i]);
      const error = Math.abs(value - hi - lo);
      expect(error, `kappa = ${kappa[i]}: ${value}, ${hi}`).toBeLessThanOrEqual(allowed(hi, kappa[i]));
    }
  }

  it('log C', () => {
    // Near its zero the scalar form decides, by means of its own that hi + lo cannot judge.
    expectWithin(logNormalizer(p, kappa), logC, (value) =>
      Math.abs(value) > p * 2 ** -11 ? Math.max(0.75 * ulpOf(value), 2 ** -56) : p * 2 ** -62,
    );
  });

  it('log C, fast', () => {
    expectWithin(
      logNormalizer(p, kappa, { accuracy: 'fast' }),
      logC,
      (value, k) => 1e-15 * Math.max(1, Math.abs(value), (p + k) / 64),
    );
  });

  it('A', () => {
    expectWithin(meanResultantLength(p, kappa), length, (value) => 0.75 * ulpOf(value));
    expectWithin(meanResultantLength(p, kappa, { accuracy: 'fast' }), length, () => 4e-16);
  });

  // Below p = 2 the array form of 1 - A is the scalar one.
  if (p >= 2) {
    it('1 - A', () => {
      expectWithin(meanResultantLengthComplement(p, kappa), complementPair, (value) => 0.75 * ulpOf(value));
    });
  }
});
