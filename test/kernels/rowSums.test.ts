import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RowSumsOptions, rowSums } from '../../src/kernels/rowSums.ts';
import { exactSum } from '../../src/special/exactSum.ts';
import { bothKinds, type Matrix, values } from './matrices.ts';
import { onBothSides } from './onBothSides.ts';

interface Sums {
  high: Float64Array;
  low: Float64Array;
  squares: Float64Array;
}

/** The sums of n rows from zero, the same from both sides. */
function sumsOf(rows: Matrix, n: number, options?: RowSumsOptions): Sums {
  const p = rows.length / n;
  const all = onBothSides(() => {
    const out = new Float64Array(2 * p + n);
    rowSums(rows, out.subarray(0, p), out.subarray(p, 2 * p), out.subarray(2 * p), options);
    return out;
  }, `${rows.constructor.name} ${n} x ${p}`);
  return { high: all.subarray(0, p), low: all.subarray(p, 2 * p), squares: all.subarray(2 * p) };
}

const column = (rows: Matrix, p: number, j: number, factor = (_: number) => 1): number[] =>
  Array.from({ length: rows.length / p }, (_, i) => factor(i) * rows[i * p + j]);

describe('rowSums', () => {
  it.each([
    [1, 1],
    [1, 2],
    [2, 3],
    [3, 1],
    [5, 7],
    [63, 4],
    [64, 5],
    [65, 16],
    [131, 33],
    [200, 256],
    [70, 1023],
    [5, 16_385],
    [7, 40_000],
  ])('adds %i rows of %i to the last bit, weighted and normalised to a rounding of each product', (n, p) => {
    for (const rows of bothKinds(values(n * p, n + p))) {
      const plain = sumsOf(rows, n);
      const weights = values(n, 5).map((w) => w + 2);
      const weighted = sumsOf(rows, n, { weights });
      const directions = sumsOf(rows, n, { weights, normalize: true });
      const lengths = plain.squares.map(Math.sqrt);
      expect(weighted.squares).toEqual(plain.squares);
      expect(directions.squares).toEqual(plain.squares);
      for (let i = 0; i < n; i++) {
        const squares = Array.from(rows.subarray(i * p, (i + 1) * p), (x) => x * x);
        expect(plain.squares[i]).toBeWithinUlp(exactSum(squares), 2 + 2 * Math.sqrt(p));
      }
      for (let j = 0; j < p; j += Math.ceil(p / 50)) {
        expect(plain.high[j] + plain.low[j]).toBe(exactSum(column(rows, p, j)));
        // The terms are rounded as the kernel rounds them; what is left is the error of the addition.
        const terms = column(rows, p, j, (i) => weights[i]);
        const unit = column(rows, p, j, (i) => weights[i] / lengths[i]);
        const slack = rows instanceof Float32Array ? 2 ** -47 : 2 ** -105 * n * n;
        for (const [sums, list] of [
          [weighted, terms],
          [directions, unit],
        ] as const) {
          const size = list.reduce((sum, x) => sum + Math.abs(x), 0);
          const error = exactSum([...list, -sums.high[j], -sums.low[j]]);
          expect(Math.abs(error)).toBeLessThanOrEqual(slack * size);
        }
      }
    }
  });

  it('keeps what cancels', () => {
    const rows = Float64Array.of(1e300, 1, 3, 1, 1e-300, 2 ** -60, -1e300, -1, -3);
    const { high, low } = sumsOf(rows, 3);
    expect(Array.from(high, (h, j) => h + low[j])).toEqual([1, 1e-300, 2 ** -60]);
  });

  it('adds to what is there, in any chunks, to the same sum', () => {
    const rows = values(300 * 6, 3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 299 }), (cut) => {
        for (const kind of bothKinds(rows)) {
          const whole = sumsOf(kind, 300);
          const high = new Float64Array(6);
          const low = new Float64Array(6);
          rowSums(kind.subarray(0, cut * 6), high, low, new Float64Array(cut));
          rowSums(kind.subarray(cut * 6), high, low, new Float64Array(300 - cut));
          for (let j = 0; j < 6; j++) expect(high[j] + low[j]).toBe(whole.high[j] + whole.low[j]);
        }
      }),
    );
  });

  it('takes integer weights as repetition', () => {
    const rows = values(40 * 5, 8);
    const weights = Float64Array.from({ length: 40 }, (_, i) => i % 4);
    const repeated = Float64Array.from(
      Array.from(weights).flatMap((w, i) =>
        Array(w)
          .fill(Array.from(rows.subarray(i * 5, i * 5 + 5)))
          .flat(),
      ),
    );
    for (const [once, often] of bothKinds(rows).map((kind, i) => [kind, bothKinds(repeated)[i]])) {
      const a = sumsOf(once, 40, { weights });
      const b = sumsOf(often, repeated.length / 5);
      for (let j = 0; j < 5; j++) expect(a.high[j] + a.low[j]).toBeWithinUlp(b.high[j] + b.low[j], 1);
    }
  });

  it('does nothing without rows', () => {
    for (const rows of [new Float64Array(0), new Float32Array(0)]) {
      const high = Float64Array.of(1, 2, 3);
      const low = Float64Array.of(4, 5, 6);
      const sums = onBothSides(() => {
        rowSums(rows, high, low, new Float64Array(0));
        return Float64Array.of(...high, ...low);
      });
      expect(Array.from(sums)).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it('shows NaN and infinities in their column and row, and only there', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const rows of bothKinds(values(70 * 9, 2))) {
        rows[66 * 9 + 4] = bad;
        for (const options of [{}, { normalize: true }, { weights: new Float64Array(70).fill(0) }]) {
          const { high, low, squares } = sumsOf(rows, 70, options);
          const finite = Array.from(high, (h, j) => Number.isFinite(h + low[j]));
          expect(finite).toEqual(Array.from({ length: 9 }, (_, j) => j !== 4));
          expect(squares.findIndex((s) => !Number.isFinite(s))).toBe(66);
        }
      }
    }
  });

  it('leaves rows without a length it can trust to the caller, as rows of weight 0', () => {
    const rows = Float64Array.of(0, 0, 1e200, 1e200, 1e-200, 0, 3, 4);
    const { high, low, squares } = sumsOf(rows, 4, { normalize: true });
    expect(Array.from(squares)).toEqual([0, Number.POSITIVE_INFINITY, 0, 25]);
    expect([high[0] + low[0], high[1] + low[1]]).toEqual([(1 / 5) * 3, (1 / 5) * 4]);
  });
});
