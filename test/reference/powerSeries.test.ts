import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IntervalArithmetic } from '../../src/reference/IntervalArithmetic.ts';
import { powerSeries } from '../../src/reference/powerSeries.ts';
import { seriesPeak, seriesTerms } from '../../src/reference/seriesSize.ts';

const Wide = Decimal.clone({ defaults: true, precision: 120 });

/** Both sums term by term from m = 0, in 120 digits, until the terms no longer count. */
function plainSums(a: Decimal, q: Decimal, peak: number) {
  let term = new Wide(1);
  let atPeak = term;
  let sum = new Wide(0);
  let weighted = new Wide(0);
  for (let m = 0; m <= peak || term.gt(sum.times('1e-110')); m++) {
    if (m === peak) atPeak = term;
    sum = sum.plus(term);
    weighted = weighted.plus(term.div(a.plus(m)));
    term = term.times(q).div(a.plus(m).times(m + 1));
  }
  return { sum: sum.div(atPeak), weighted: weighted.div(atPeak) };
}

describe('the series summed from its largest term', () => {
  const half = fc.integer({ min: 1, max: 300 }).map((p) => p / 2);

  test('holds the plain sums at every precision and from every starting term, and is narrow', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 6, max: 50 }),
        half,
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: -3, max: 3 }),
        (precision, a, eighths, shift) => {
          const x = eighths / 8;
          const peak = Math.max(0, eighths === 0 ? 0 : seriesPeak(a - 1, x) + shift);
          const arithmetic = new IntervalArithmetic(precision);
          // A multiple of 2⁻⁸ below 2¹²: its shortest decimal is exact.
          const q = (x * x) / 4;
          const { sum, weighted } = powerSeries(arithmetic, arithmetic.of(a), arithmetic.of(q), peak);
          const plain = plainSums(new Wide(a), new Wide(q), peak);
          const where = `a = ${a}, x = ${x}, q = ${q}, from term ${peak} at ${precision} digits`;
          expect(sum.lower.lte(plain.sum) && sum.upper.gte(plain.sum), `sum: ${where}`).toBe(true);
          expect(weighted.lower.lte(plain.weighted) && weighted.upper.gte(plain.weighted), where).toBe(true);
          const relativeWidth = sum.upper.minus(sum.lower).div(sum.lower).toNumber();
          expect(relativeWidth, where).toBeLessThan(10 ** (5 - precision));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('leaves out no more than its geometric bound: cut early, so that the tails outweigh all roundings', () => {
    for (let cutoff = 0; cutoff <= 8; cutoff++) {
      for (const [a, x] of [
        [0.5, 30],
        [1, 3],
        [1.5, 100],
        [40, 60],
        [300, 20],
      ] as const) {
        const arithmetic = new IntervalArithmetic(60);
        const q = (x * x) / 4;
        const peak = seriesPeak(a - 1, x);
        const { sum, weighted } = powerSeries(arithmetic, arithmetic.of(a), arithmetic.of(q), peak, cutoff);
        const plain = plainSums(new Wide(a), new Wide(q), peak);
        const where = `a = ${a}, x = ${x}, cut at 10^-${cutoff}`;
        expect(sum.lower.lt(plain.sum) && sum.upper.gt(plain.sum), `sum: ${where}`).toBe(true);
        expect(weighted.lower.lt(plain.weighted) && weighted.upper.gt(plain.weighted), where).toBe(true);
        const relativeWidth = sum.upper.minus(sum.lower).div(sum.lower).toNumber();
        expect(relativeWidth, where).toBeLessThan(100 * 10 ** -cutoff);
      }
    }
  });
});

describe('the estimate of the size of the series', () => {
  test('puts the largest term where its neighbours are smaller', () => {
    for (const [nu, x] of [
      [-0.5, 1],
      [-0.5, 1000],
      [0, 3],
      [127, 20],
      [127, 5000],
      [1e6, 1e5],
    ] as const) {
      const m = seriesPeak(nu, x);
      const ratio = (k: number) => (x * x) / 4 / (k * (k + nu));
      expect(ratio(m + 1)).toBeLessThanOrEqual(1 + 1e-12);
      if (m > 0) expect(ratio(m)).toBeGreaterThanOrEqual(1 - 1e-12);
    }
  });

  test('counts the terms above 10^-digits of the largest to within 1 % and 3 terms on the rising side', () => {
    for (const [nu, x, digits] of [
      [-0.5, 1000, 40],
      [0, 3, 40],
      [127, 500, 60],
      [127, 20, 200],
      [1e6, 1e4, 40],
      [2, 1e-10, 34],
    ] as const) {
      const peak = seriesPeak(nu, x);
      let logTerm = 0;
      let above = 0;
      while (logTerm > -digits * Math.LN10) {
        above++;
        logTerm += Math.log((x * x) / 4 / ((peak + above) * (nu + peak + above)));
      }
      const estimate = seriesTerms(nu, x, digits);
      const least = above + Math.min(above, peak);
      expect(Math.abs(estimate - least), `nu = ${nu}, x = ${x}`).toBeLessThanOrEqual(0.01 * least + 6);
    }
  });
});
