import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixtureBlock } from '../../src/kernels/mixtureBlock.ts';
import type { Precision } from '../../src/kernels/negligibleShare.ts';
import { productTransposed } from '../../src/kernels/productTransposed.ts';
import { softmaxRows } from '../../src/kernels/softmaxRows.ts';
import { type Matrix, values } from './matrices.ts';
import { onBothSides } from './onBothSides.ts';
import { withoutNegligible } from './withoutNegligible.ts';

interface Problem {
  readonly n: number;
  readonly p: number;
  readonly k: number;
  readonly seed: number;
  /** How far log-densities lie apart. */
  readonly scale: number;
}

const given = ({ n, p, k, seed, scale }: Problem) => ({
  rows: values(n * p, seed),
  matrix: values(k * p, seed + 1).map((x) => (scale / Math.sqrt(p)) * x),
  factors: values(n, seed + 2).map((x) => 1 + x / 100),
  offsets: values(k, seed + 3).map((x) => scale * x),
  weights: values(n, seed + 4).map((x) => 2 + x),
  values: values(n, seed + 5),
  totals: values(k, seed + 6),
  sums: values(k * p, seed + 7),
});

/** Everything the kernel writes, one behind the other. */
function everything(problem: Problem, float: boolean, precision: Precision): Float64Array {
  const { rows, matrix, ...arrays } = given(problem);
  const [logs, largest] = [new Float64Array(problem.n), new Float64Array(problem.n)];
  const theRows: Matrix = float ? Float32Array.from(rows) : rows;
  mixtureBlock(theRows, matrix, problem.p, { ...arrays, logs, largest }, precision);
  return Float64Array.of(...logs, ...largest, ...arrays.totals, ...arrays.sums);
}

/** The formulas one after the other, sums over rows in their order. */
function oneByOne(problem: Problem, float: boolean): Float64Array {
  const { n, p, k } = problem;
  const { rows, matrix, factors, offsets, weights, values: scales, totals, sums } = given(problem);
  const theRows: Matrix = float ? Float32Array.from(rows) : rows;
  const densities = withoutNegligible(
    productTransposed(theRows, matrix, p).map((x, at) => x * factors[Math.floor(at / k)] + offsets[at % k]),
    k,
  );
  const [logs, shares] = [new Float64Array(n), new Float64Array(n * k)];
  softmaxRows(densities, k, logs, shares);
  const largest = logs.map((_, i) => Math.max(...shares.subarray(i * k, (i + 1) * k)));
  shares.forEach((share, at) => {
    totals[at % k] += weights[Math.floor(at / k)] * share;
  });
  sums.forEach((begun, at) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += shares[i * k + Math.floor(at / p)] * scales[i] * theRows[i * p + (at % p)];
    }
    sums[at] = begun + sum;
  });
  return Float64Array.of(...logs, ...largest, ...totals, ...sums);
}

const problems = fc.record({
  n: fc.integer({ min: 1, max: 150 }),
  p: fc.integer({ min: 1, max: 40 }),
  k: fc.integer({ min: 1, max: 30 }),
  seed: fc.nat(1000),
  scale: fc.constantFrom(0.1, 10, 1000), // all shares count, some, few
});

describe('mixtureBlock', () => {
  it('is the formulas one after the other, to the bit, on both sides', () => {
    fc.assert(
      fc.property(problems, fc.boolean(), (problem, float) => {
        const together = onBothSides(() => everything(problem, float, 'double'), JSON.stringify(problem));
        expect(together).toEqual(oneByOne(problem, float));
      }),
      { numRuns: 60 },
    );
  });

  it("is the same on both sides in 'single' precision", () => {
    fc.assert(
      fc.property(problems, fc.boolean(), (problem, float) => {
        onBothSides(() => everything(problem, float, 'single'), JSON.stringify(problem));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [700, 130, 9],
    [1500, 3, 5],
    [61, 1030, 70],
    [2, 9001, 3],
  ])('takes %i rows of %i beside %i components, more than are worked on at a time', (n, p, k) => {
    for (const scale of [1, 1000]) {
      const problem = { n, p, k, seed: 3, scale };
      expect(onBothSides(() => everything(problem, false, 'double'))).toEqual(oneByOne(problem, false));
      onBothSides(() => everything(problem, true, 'single'));
    }
  });

  it("keeps to the bounds of 'single' precision", () => {
    const problem = { n: 300, p: 50, k: 7, seed: 5, scale: 8 };
    const [exact, rounded] = [everything(problem, false, 'double'), everything(problem, false, 'single')];
    const { matrix, rows, factors } = given(problem);
    const sizes = productTransposed(rows.map(Math.abs), matrix.map(Math.abs), problem.p);
    const size = sizes.reduce((most, x, at) => Math.max(most, x * factors[Math.floor(at / problem.k)]), 0);
    const bound = (problem.p + 2) * 2 ** -24 * size; // of a log-density, and so of the log of their sum
    const differences = exact.subarray(0, problem.n).map((x, i) => Math.abs(x - rounded[i]));
    expect(Math.max(...differences)).toBeLessThanOrEqual(bound);
    expect(Math.max(...differences)).toBeGreaterThan(0);
  });

  it('columns of weight 0, that is of -Infinity, have no share', () => {
    const problem = { n: 40, p: 6, k: 5, seed: 1, scale: 1 };
    const { rows, matrix, sums, factors, weights, values: scales } = given(problem);
    const offsets = Float64Array.of(0, Number.NEGATIVE_INFINITY, 0, 0, Number.NEGATIVE_INFINITY);
    const [logs, largest] = [new Float64Array(40), new Float64Array(40)];
    const totals = new Float64Array(5);
    mixtureBlock(rows, matrix, 6, { offsets, factors, weights, values: scales, totals, sums, logs, largest });
    expect([totals[1], totals[4]]).toEqual([0, 0]);
    expect(totals.reduce((sum, total) => sum + total, 0)).toBeWithinUlp(
      weights.reduce((sum, weight) => sum + weight, 0),
      64,
    );
  });
});
