import { all, create } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { rankMe } from '../../../../examples/dino-vmf/inspection/rankMe.ts';
import { symmetricEigenvalues } from '../../../../examples/dino-vmf/inspection/symmetricEigenvalues.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';

const { eigs } = create(all as NonNullable<typeof all>);
const random = Random.keyed(1);
const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());

const sorted = (values: ArrayLike<number>) => Array.from(values).sort((a, b) => a - b);

/** Aᵀ A of an [n, n] matrix. */
function squareOf(a: Float64Array, n: number): number[][] {
  const at = (i: number, j: number) => a[i * n + j] as number;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += at(k, i) * at(k, j);
      return sum;
    }),
  );
}

const eigenvalues = (matrix: number[][]) =>
  symmetricEigenvalues(Float64Array.from(matrix.flat()), matrix.length);

describe('symmetricEigenvalues', () => {
  it.each([1, 2, 3, 8, 24])('of a random %d × %d matrix are those of mathjs', (n) => {
    const matrix = squareOf(normals(n * n), n);
    const expected = sorted((eigs(matrix, { eigenvectors: false }).values as number[]).map(Number));
    const scale = Math.max(...expected);
    sorted(eigenvalues(matrix)).forEach((value, i) => {
      expect(Math.abs(value - (expected[i] as number)), `${i}`).toBeLessThan(1e-12 * scale);
    });
  });

  it('of 2 on the diagonal and -1 beside it are 2 - 2 cos(kπ/(n+1))', () => {
    const n = 200;
    const matrix = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    );
    sorted(eigenvalues(matrix)).forEach((value, k) => {
      expect(Math.abs(value - (2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1))))).toBeLessThan(1e-13);
    });
  });

  it('of zeros, of a diagonal, and of equal ones', () => {
    expect(
      sorted(
        eigenvalues([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toEqual([0, 0]);
    expect(
      sorted(
        eigenvalues([
          [3, 0, 0],
          [0, -1, 0],
          [0, 0, 2],
        ]),
      ),
    ).toEqual([-1, 2, 3]);
    const ones = sorted(eigenvalues(Array.from({ length: 40 }, () => Array(40).fill(1))));
    expect(Math.abs((ones.pop() as number) - 40)).toBeLessThan(1e-12);
    for (const value of ones) expect(Math.abs(value)).toBeLessThan(1e-12);
  });
});

describe('rankMe', () => {
  it('is the number of axes that rows of equal weight lie on', () => {
    const rows = new Float32Array(40 * 16);
    for (let i = 0; i < 40; i++) rows[i * 16 + (i % 5)] = i % 2 === 0 ? 3 : -3;
    expect(Math.abs(rankMe(rows, 16) - 5)).toBeLessThan(1e-6);
    expect(Math.abs(rankMe(rows.subarray(0, 5 * 16), 16) - 5)).toBeLessThan(1e-6);
  });

  it('is 1 where all rows are one direction, whether there are more rows or more dimensions', () => {
    for (const [rows, dimension] of [
      [30, 8],
      [8, 30],
    ] as const) {
      const values = Float32Array.from({ length: rows * dimension }, (_, i) => (i % dimension) + 1);
      expect(Math.abs(rankMe(values, dimension) - 1)).toBeLessThan(1e-4);
    }
  });

  it('follows the singular values: 3 and 1 give exp(-¾ ln ¾ - ¼ ln ¼)', () => {
    const expected = Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25));
    expect(Math.abs(rankMe(Float32Array.of(3, 0, 0, 1), 2) - expected)).toBeLessThan(1e-12);
  });

  it('of nothing but zeros is not a number', () => {
    expect(rankMe(new Float32Array(12), 4)).toBeNaN();
  });
});
