import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SparseProducts } from '../../src/kernels/SparseProducts.ts';
import { values } from './matrices.ts';
import { onBothSides } from './onBothSides.ts';

/** n rows of p, about `fill` of the values there; some rows are empty, some columns named twice. */
function sparseRows(n: number, p: number, fill: number, seed: number, float = false) {
  const random = values(n * p, seed);
  const [data, indices, indptr] = [[] as number[], [] as number[], [0]];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      if (i % 7 === 3 || Math.abs(random[i * p + j]) > fill) continue;
      data.push(random[i * p + j]);
      indices.push(j);
      if (j % 11 === 5) {
        data.push(-1.5);
        indices.push(j);
      }
    }
    indptr.push(data.length);
  }
  return {
    data: float ? Float32Array.from(data) : Float64Array.from(data),
    indices: Int32Array.from(indices),
    indptr,
  };
}

/** Shares of which about `zeros` are 0. */
const someShares = (count: number, zeros: number, seed: number): Float64Array =>
  values(count, seed).map((x) => (Math.abs(x) < zeros ? 0 : x));

const joined = (a: Float64Array, b: Float64Array): Float64Array => {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

interface Shape {
  readonly n: number;
  readonly p: number;
  readonly k: number;
  readonly fill: number;
  readonly zeros: number;
  readonly seed: number;
}

function throughKernels({ n, p, k, fill, zeros, seed }: Shape, float: boolean): Float64Array {
  const rows = sparseRows(n, p, fill, seed, float);
  const both = new SparseProducts(values(k * p, seed + 1), p);
  const shares = someShares(n * k, zeros, seed + 2);
  const products = new Float64Array(n * k);
  const half = Math.floor(n / 2);
  both.products(rows, 0, half, products);
  both.addShares(rows, 0, half, shares.subarray(0, half * k));
  both.products(rows, half, n - half, products.subarray(half * k));
  both.addShares(rows, half, n - half, shares.subarray(half * k));
  return joined(products, both.sums());
}

/** The sums as they are written, values of a row and rows in their order. */
function naive({ n, p, k, fill, zeros, seed }: Shape, float: boolean): Float64Array {
  const { data, indices, indptr } = sparseRows(n, p, fill, seed, float);
  const matrix = values(k * p, seed + 1);
  const shares = someShares(n * k, zeros, seed + 2);
  const products = new Float64Array(n * k);
  const sums = new Float64Array(k * p);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      for (let at = indptr[i]; at < indptr[i + 1]; at++) {
        products[i * k + c] += data[at] * matrix[c * p + indices[at]];
        sums[c * p + indices[at]] += shares[i * k + c] * data[at];
      }
    }
  }
  return joined(products, sums);
}

const shapes = fc.record({
  n: fc.integer({ min: 1, max: 30 }),
  p: fc.integer({ min: 1, max: 60 }),
  k: fc.integer({ min: 1, max: 40 }),
  fill: fc.constantFrom(0, 0.1, 1),
  zeros: fc.constantFrom(0, 0.7, 0.95),
  seed: fc.nat(1000),
});

describe('SparseProducts', () => {
  it('is the sums as they are written, to the bit, on both sides', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), (shape, float) => {
        const both = onBothSides(() => throughKernels(shape, float), JSON.stringify(shape));
        expect(both).toEqual(naive(shape, float));
      }),
    );
  });

  it.each([
    [3000, 100, 5],
    [40, 9000, 18],
  ])('takes %i rows of %i columns, more values than fit at a time, beside %i rows', (n, p, k) => {
    const shape = { n, p, k, fill: 0.9, zeros: 0.5, seed: 1 };
    expect(onBothSides(() => throughKernels(shape, false))).toEqual(naive(shape, false));
  });

  it('several at the same time do not disturb each other', () => {
    const rows = sparseRows(20, 30, 0.5, 1);
    const shares = someShares(20 * 9, 0.3, 2);
    const alone = (seed: number): Float64Array => {
      const one = new SparseProducts(values(9 * 30, seed), 30);
      one.addShares(rows, 0, 20, shares);
      return joined(one.sums(), productsOf(one));
    };
    const productsOf = (one: SparseProducts): Float64Array => {
      const out = new Float64Array(20 * 9);
      one.products(rows, 0, 20, out);
      return out;
    };
    const [first, second] = [5, 6].map((seed) => new SparseProducts(values(9 * 30, seed), 30));
    first.addShares(rows, 0, 10, shares);
    second.addShares(rows, 0, 20, shares);
    first.addShares(rows, 10, 10, shares.subarray(90));
    expect(joined(first.sums(), productsOf(first))).toEqual(alone(5));
    expect(joined(second.sums(), productsOf(second))).toEqual(alone(6));
  });

  it('plain arrays serve as well', () => {
    const { data, indices, indptr } = sparseRows(20, 30, 0.5, 1);
    const matrix = values(3 * 30, 4);
    const shares = someShares(60, 0.3, 2);
    const sumsOf = (rows: Parameters<SparseProducts['addShares']>[0]): Float64Array => {
      const both = new SparseProducts(matrix, 30);
      both.addShares(rows, 0, 20, shares);
      return both.sums();
    };
    expect(sumsOf({ data: [...data], indices: [...indices], indptr })).toEqual(
      sumsOf({ data, indices, indptr }),
    );
  });
});
