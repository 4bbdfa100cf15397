import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentialSums } from '../../src/kernels/exponentialSums.ts';
import { softmaxRows } from '../../src/kernels/softmaxRows.ts';
import { exactDecimal, expected } from '../support/table.ts';
import { ulpDistance } from '../support/ulp.ts';
import { values } from './matrices.ts';
import { onBothSides } from './onBothSides.ts';

interface Softmax {
  sums: Float64Array;
  shares: Float64Array;
}

/** Softmax of n rows, the same from both sides, its sums those of exponentialSums without shares. */
function softmax(rows: Float64Array, n: number): Softmax {
  const columns = n === 0 ? 3 : rows.length / n;
  const where = `${n} x ${columns}`;
  const both = onBothSides(() => {
    const out = new Float64Array(n + rows.length);
    softmaxRows(rows, columns, out.subarray(0, n), out.subarray(n));
    return out;
  }, where);
  const sums = onBothSides(() => {
    const out = new Float64Array(n);
    exponentialSums(rows, columns, out, undefined);
    return out;
  }, where);
  expect(both.subarray(0, n), where).toEqual(sums);
  const inPlace = onBothSides(() => {
    const copy = rows.slice();
    softmaxRows(copy, columns, new Float64Array(n), copy);
    return copy;
  }, where);
  expect(inPlace, where).toEqual(both.subarray(n));
  return { sums, shares: both.subarray(n) };
}

/** log Σ e^x and the shares by 80 digits. */
function exactly(row: Float64Array) {
  const powers = Array.from(row, (x) => exactDecimal(x).exp());
  const sum = powers.reduce((a, b) => a.plus(b));
  return { sum: expected(sum.ln()), shares: powers.map((power) => expected(power.div(sum))) };
}

describe('softmaxRows and exponentialSums', () => {
  it.each([
    [1, 1, 1],
    [150, 2, 3],
    [5, 3, 40],
    [40, 4, 1e-5],
    [9, 5, 300],
    [130, 6, 5],
    [6, 64, 20],
    [2, 257, 700],
    [1, 1025, 30],
  ])('of %i rows of %i values up to ±%f are those of 80 digits', (n, k, size) => {
    const rows = values(n * k, n + k).map((x) => x * size);
    const { sums, shares } = softmax(rows, n);
    for (let i = 0; i < n; i += Math.ceil(n / 150)) {
      const row = rows.subarray(i * k, (i + 1) * k);
      const exact = exactly(row);
      // The sum of K positive terms strays by about √K roundings; K/2 + 5 are the bound.
      const limit = Math.min(3 + Math.sqrt(k) / 4, k / 2 + 5);
      const largest = Math.max(...row);
      const added = exact.sum.hi - largest;
      const units = Math.abs(exact.sum.hi) + (k / 2 + 6) * added + (added > 0.117 ? 1 : 0);
      const slack = units * 2 ** -53;
      expect(Math.abs(sums[i] - exact.sum.hi - exact.sum.lo)).toBeLessThanOrEqual(slack);
      for (let j = 0; j < k; j += Math.ceil(k / 100)) {
        const { hi, lo } = exact.shares[j];
        if (hi < 2.3e-308) expect(Math.abs(shares[i * k + j] - hi)).toBeLessThanOrEqual(1e-323);
        else expect(ulpDistance(shares[i * k + j], hi, lo)).toBeLessThanOrEqual(limit);
      }
    }
  });

  it('keep a sum near 0 to its last digits', () => {
    for (const small of [-1e-3, -3, -30, -700, -740]) {
      const row = Float64Array.of(0, small, small);
      const { sums } = softmax(row, 1);
      // log(1 + y) by its series, since 80 digits do not hold 1 + y.
      const y = exactDecimal(small).exp().times(2);
      const series = y.minus(y.pow(2).div(2)).plus(y.pow(3).div(3));
      const { hi, lo } = small > -30 ? exactly(row).sum : expected(series);
      expect(ulpDistance(sums[0], hi, lo)).toBeLessThanOrEqual(3);
    }
  });

  it('sum to 1, are shifted by what the values are, and follow their order', () => {
    const shape = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 70 }));
    fc.assert(
      fc.property(shape, fc.integer({ min: -1000, max: 1000 }), ([n, k], shift) => {
        // Multiples of 2^-20, so that the shift is exact.
        const rows = values(n * k, n * k).map((x) => Math.round(x * 2 ** 24) / 2 ** 20);
        const { sums, shares } = softmax(rows, n);
        for (let i = 0; i < n; i++) {
          const sum = shares.subarray(i * k, (i + 1) * k).reduce((a, b) => a + b);
          expect(Math.abs(sum - 1)).toBeLessThanOrEqual((k + 4) * 2 ** -53);
        }
        const moved = softmax(
          rows.map((x) => x + shift),
          n,
        );
        expect(moved.shares).toEqual(shares);
        for (let i = 0; i < n; i++) {
          const slack = (Math.abs(sums[i]) + Math.abs(moved.sums[i])) * 2 ** -53;
          expect(Math.abs(moved.sums[i] - sums[i] - shift)).toBeLessThanOrEqual(slack);
        }
        const turned = softmax(rows.toReversed(), n);
        for (const [j, share] of turned.shares.toReversed().entries()) {
          expect(share).toBeWithinUlp(shares[j], 2 + k / 10);
        }
        for (let i = 0; i < n; i++) {
          const order = Array.from({ length: k }, (_, j) => i * k + j).sort((a, b) => rows[a] - rows[b]);
          for (let j = 1; j < k; j++) {
            expect(shares[order[j]]).toBeGreaterThanOrEqual(shares[order[j - 1]]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of equal values are 1/K and the value plus log K', () => {
    for (const k of [1, 2, 3, 4, 7, 64, 1000]) {
      const { sums, shares } = softmax(new Float64Array(5 * k).fill(-2), 5);
      expect(Array.from(shares)).toEqual(Array(5 * k).fill(1 / k));
      expect(Math.abs(sums[3] - exactly(new Float64Array(k).fill(-2)).sum.hi)).toBeLessThanOrEqual(2 ** -51);
    }
  });

  it('do not overflow and go to 0 below e^-745.2', () => {
    const most = Number.MAX_VALUE;
    const { sums, shares } = softmax(
      Float64Array.of(most, 0, -most, most, -1e308, -1e308, 700, -45.1, -46),
      3,
    );
    expect(Array.from(sums)).toEqual([most, most, 700]);
    expect(Array.from(shares)).toEqual([1, 0, 0, 1, 0, 0, 1, 5e-324, 0]);
  });

  const INF = Number.POSITIVE_INFINITY;
  const NAN = Number.NaN;
  it.each([
    ['an infinity', [1, INF, 2, -INF, 5], INF, [0, 1, 0, 0, 0]],
    ['two infinities', [INF, 1, 2, 3, INF], INF, Array(5).fill(NAN)],
    ['-Infinity beside others', [-INF, 0, -INF, 0, -INF], Math.LN2, [0, 0.5, 0, 0.5, 0]],
    ['-Infinity alone', Array(5).fill(-INF), -INF, Array(5).fill(NAN)],
    ['NaN', [0, 1, 2, 3, NAN], NAN, Array(5).fill(NAN)],
    ['NaN and an infinity', [INF, 1, NAN, 3, 4], NAN, Array(5).fill(NAN)],
    ['NaN and -Infinity', [-INF, NAN, -INF, -INF, -INF], NAN, Array(5).fill(NAN)],
    ['NaN alone', Array(5).fill(NAN), NAN, Array(5).fill(NAN)],
  ])('with %s in a row', (_, row, sum, shares) => {
    const ordinary = values(5, 3);
    const result = softmax(Float64Array.of(...ordinary, ...row, ...ordinary), 3);
    expect(result.sums[1]).toBe(sum);
    expect(Array.from(result.shares.subarray(5, 10))).toEqual(shares);
    const alone = softmax(Float64Array.from(ordinary), 1);
    for (const i of [0, 2]) {
      expect(result.sums[i]).toBe(alone.sums[0]);
      expect(result.shares.subarray(i * 5, i * 5 + 5)).toEqual(alone.shares);
    }
  });

  it('of no rows are none, of no columns -Infinity', () => {
    expect(softmax(new Float64Array(0), 0).sums).toHaveLength(0);
    expect(softmax(new Float64Array(0), 2).sums).toEqual(Float64Array.of(-INF, -INF));
  });
});
