import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PosteriorArrays } from '../../src/kernels/PosteriorArrays.ts';
import { posteriorShares } from '../../src/kernels/posteriorShares.ts';
import { softmaxRows } from '../../src/kernels/softmaxRows.ts';
import { values } from './matrices.ts';
import { onBothSides } from './onBothSides.ts';
import { withoutNegligible } from './withoutNegligible.ts';

/** Everything the kernel writes, one behind the other. */
function everything(n: number, columns: number, seed: number): Float64Array {
  const arrays: PosteriorArrays = {
    factors: values(n, seed + 1).map((x) => 1 + x / 100),
    offsets: values(columns, seed + 2).map((x) => 300 * x),
    weights: values(n, seed + 3).map((x) => 2 + x),
    values: values(n, seed + 4),
    logs: new Float64Array(n),
    largest: new Float64Array(n),
    totals: values(columns, seed + 5),
  };
  const rows = values(n * columns, seed).map((x) => 20 * x);
  posteriorShares(rows, columns, arrays);
  return Float64Array.of(...rows, ...arrays.logs, ...arrays.largest, ...arrays.totals);
}

/** The steps of the documentation one after the other, through softmaxRows. */
function oneByOne(n: number, columns: number, seed: number): Float64Array {
  const factors = values(n, seed + 1).map((x) => 1 + x / 100);
  const offsets = values(columns, seed + 2).map((x) => 300 * x);
  const weights = values(n, seed + 3).map((x) => 2 + x);
  const scales = values(n, seed + 4);
  const totals = values(columns, seed + 5);
  const logs = new Float64Array(n);
  const shares = withoutNegligible(
    values(n * columns, seed).map(
      (x, at) => 20 * x * factors[Math.floor(at / columns)] + offsets[at % columns],
    ),
    columns,
  );
  softmaxRows(shares, columns, logs, shares);
  const largest = logs.map((_, i) => Math.max(...shares.subarray(i * columns, (i + 1) * columns)));
  shares.forEach((share, at) => {
    totals[at % columns] += weights[Math.floor(at / columns)] * share;
  });
  const scaled = shares.map((share, at) => share * scales[Math.floor(at / columns)]);
  return Float64Array.of(...scaled, ...logs, ...largest, ...totals);
}

describe('posteriorShares', () => {
  it('is the steps one after the other, to the bit, on both sides', () => {
    const shape = fc.tuple(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 70 }), fc.nat(1000));
    fc.assert(
      fc.property(shape, ([n, columns, seed]) => {
        const together = onBothSides(() => everything(n, columns, seed), `${n} x ${columns}`);
        expect(together).toEqual(oneByOne(n, columns, seed));
      }),
    );
  });

  it.each([
    [3, 5000],
    [2, 4097],
    [1000, 1],
  ])('%i rows of %i, of which few or many fit a chunk', (n, columns) => {
    expect(onBothSides(() => everything(n, columns, 1))).toEqual(oneByOne(n, columns, 1));
  });

  it('columns of weight 0, that is of -Infinity, have no share', () => {
    const rows = values(40 * 5, 1);
    const arrays = {
      factors: new Float64Array(40).fill(1),
      offsets: Float64Array.of(0, Number.NEGATIVE_INFINITY, 0, 0, Number.NEGATIVE_INFINITY),
      weights: new Float64Array(40).fill(1),
      values: new Float64Array(40).fill(1),
      logs: new Float64Array(40),
      largest: new Float64Array(40),
      totals: new Float64Array(5),
    };
    posteriorShares(rows, 5, arrays);
    expect([arrays.totals[1], arrays.totals[4]]).toEqual([0, 0]);
    expect(arrays.totals.reduce((sum, total) => sum + total, 0)).toBeWithinUlp(40, 16);
  });
});
