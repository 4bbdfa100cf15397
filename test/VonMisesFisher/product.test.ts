import { describe, expect, it } from 'vitest';
import { seededRandom, VonMisesFisher } from 'von-mises-fisher';
import { Exact } from '../support/exactVersine.ts';
import { exactDecimal } from '../support/table.ts';

const random = seededRandom(41);
const uniform = (p: number): Float64Array => VonMisesFisher.uniform(p).sample(random);

/** |Σ κᵢ μᵢ| to 60 digits. */
function exactLength(terms: readonly [number, ArrayLike<number>][]): number {
  let square = new Exact(0);
  for (let i = 0; i < terms[0][1].length; i++) {
    let sum = new Exact(0);
    for (const [kappa, mu] of terms) {
      sum = sum.plus(new Exact(exactDecimal(kappa)).times(new Exact(exactDecimal(mu[i]))));
    }
    square = square.plus(sum.times(sum));
  }
  return square.sqrt().toNumber();
}

describe('product', () => {
  it('adds natural parameters', () => {
    const d = new VonMisesFisher([1, 0], 3).product(new VonMisesFisher([0, 1], 4));
    expect(d.kappa).toBe(5);
    expect(d.mu).toBeWithinUlp([0.6, 0.8], 1);
  });

  it('keeps what nearly cancels', () => {
    for (const p of [2, 3, 50]) {
      for (const kappa of [1e-300, 1, 1e15, 1e300]) {
        for (const apart of [5e-5, 1e-10, 1e-14]) {
          const a = new VonMisesFisher(uniform(p), kappa);
          const other = a.mu.map((value, i) => -value + (i === 0 ? apart : 0));
          const b = new VonMisesFisher(other, kappa * (1 + apart));
          const expected = exactLength([
            [a.kappa, a.mu],
            [b.kappa, b.mu],
          ]);
          expect(a.product(b).kappa, `${p}, ${kappa}, ${apart}`).toBeWithinUlp(expected, 4);
        }
      }
    }
  });

  it('is uniform for antipodes of one kappa, the other for a uniform factor', () => {
    const a = new VonMisesFisher([0.6, 0.8], 12);
    const b = new VonMisesFisher([-0.6, -0.8], 12);
    expect(a.product(b).kappa).toBe(0);
    expect(a.product(b).mu).toEqual(a.mu);
    const flat = VonMisesFisher.uniform(2);
    expect(flat.product(a).toJSON()).toEqual(a.toJSON());
    expect(a.product(flat).kappa).toBe(12);
    expect(a.product(flat).mu).toBeWithinUlp(a.mu, 1);
    expect(flat.product(flat).kappa).toBe(0);
  });

  it('refuses a concentration beyond the doubles', () => {
    const a = new VonMisesFisher([1, 0], 1.5e308);
    expect(() => a.product(a)).toThrow(
      new RangeError('product: the concentration of the result must be finite, got Infinity'),
    );
  });
});

describe('conjugateUpdate', () => {
  it('is the product with the likelihood of each row', () => {
    const p = 6;
    const prior = new VonMisesFisher(uniform(p), 2.5);
    const rows = Array.from({ length: 20 }, () => uniform(p));
    const one = prior.conjugateUpdate(rows, 3);
    const steps = rows.reduce((d, x) => d.product(new VonMisesFisher(x, 3)), prior);
    expect(one.kappa).toBeWithinUlp(steps.kappa, 16);
    for (const [i, value] of one.mu.entries())
      expect(Math.abs(value - steps.mu[i])).toBeLessThanOrEqual(1e-15);
    const exact = exactLength([[2.5, prior.mu], ...rows.map((x): [number, Float64Array] => [3, x])]);
    expect(one.kappa).toBeWithinUlp(exact, 4);
  });

  it('takes rows of every kind, and integer weights as repetition', () => {
    const p = 5;
    const n = 40;
    const prior = new VonMisesFisher(uniform(p), 1);
    const flat = new VonMisesFisher(uniform(p), 8).samples(n, { seed: 3 });
    const list = Array.from({ length: n }, (_, i) => flat.subarray(i * p, (i + 1) * p));
    const expected = prior.conjugateUpdate(list, 8);
    const csr = {
      data: flat,
      indices: Array.from({ length: n * p }, (_, k) => k % p),
      indptr: Array.from({ length: n + 1 }, (_, i) => i * p),
      shape: [n, p] as const,
    };
    for (const data of [flat, csr]) {
      const got = prior.conjugateUpdate(data, 8);
      expect(got.kappa).toBeWithinUlp(expected.kappa, 4);
      for (const [i, value] of got.mu.entries()) {
        expect(Math.abs(value - expected.mu[i])).toBeLessThanOrEqual(4e-16);
      }
    }
    const weights = list.map((_, i) => i % 3);
    const repeated = list.flatMap((row, i) => Array.from({ length: weights[i] }, () => row));
    const weighted = prior.conjugateUpdate(flat, 8, { weights });
    expect(weighted.kappa).toBeWithinUlp(prior.conjugateUpdate(repeated, 8).kappa, 4);
    const single = prior.conjugateUpdate(Float32Array.from(flat), 8);
    expect(Math.abs(single.kappa / expected.kappa - 1)).toBeLessThanOrEqual(1e-7);
  });

  it('rows count as directions whatever their exact length', () => {
    const prior = new VonMisesFisher([1, 0], 1);
    const sparse = { data: [1 + 9e-5], indices: [1], indptr: [0, 1], shape: [1, 2] as const };
    for (const long of [[[0, 1 + 9e-5]], [Float32Array.of(0, 1 + 9e-5)], sparse]) {
      expect(prior.conjugateUpdate(long, 4).kappa).toBeWithinUlp(Math.sqrt(17), 2);
    }
  });

  it('rows that cancel leave what does not', () => {
    const p = 7;
    const rows = Array.from({ length: 300 }, () => uniform(p));
    const rest = uniform(p);
    const data = [...rows, rest, ...rows.map((row) => row.map((value) => -value))];
    const posterior = VonMisesFisher.uniform(p).conjugateUpdate(data, 3);
    expect(posterior.kappa).toBeWithinUlp(3, 2);
    expect(posterior.mu).toBeWithinUlp(rest, 2);
  });

  it('without rows, weight or concentration it is the prior', () => {
    const prior = new VonMisesFisher([0.6, 0.8], 2);
    for (const posterior of [
      prior.conjugateUpdate([], 5),
      prior.conjugateUpdate([[1, 0]], 0),
      prior.conjugateUpdate([[1, 0]], 5, { weights: [0] }),
    ]) {
      expect(posterior.kappa).toBe(2);
      expect(posterior.mu).toBeWithinUlp(prior.mu, 1);
    }
    const flat = VonMisesFisher.uniform(2);
    expect(flat.conjugateUpdate([], 5).kappa).toBe(0);
  });

  it('names what it refuses', () => {
    const prior = new VonMisesFisher([0.6, 0.8], 2);
    const refused = (call: () => unknown, error: Error): void => expect(call).toThrow(error);
    refused(
      () =>
        prior.conjugateUpdate(
          [
            [1, 0],
            [0.5, 0],
          ],
          1,
        ),
      new RangeError('conjugateUpdate: data[1] must have unit length, got norm 0.5'),
    );
    refused(
      () => prior.conjugateUpdate([[1, 0, 0]], 1),
      new RangeError('conjugateUpdate: data[0] must have length 2, got 3'),
    );
    refused(
      () => prior.conjugateUpdate({ data: [2], indices: [1], indptr: [0, 1], shape: [1, 2] }, 1),
      new RangeError('conjugateUpdate: data[0] must have unit length, got norm 2'),
    );
    refused(
      () => prior.conjugateUpdate([[1, 0]], -1),
      new RangeError('conjugateUpdate: kappa must be finite and not negative, got -1'),
    );
    refused(
      () => prior.conjugateUpdate([[1, 0]], 1, { weights: [1, 2] }),
      new RangeError('conjugateUpdate: weights must have length 1, one for each row, got 2'),
    );
    refused(
      () => prior.conjugateUpdate([[1, 0]], 1, { weights: [-2] }),
      new RangeError('conjugateUpdate: weights[0] must be finite and not negative, got -2'),
    );
    refused(
      () =>
        prior.conjugateUpdate(
          [
            [1, 0],
            [1, 0],
          ],
          1.5e308,
        ),
      new RangeError('conjugateUpdate: the concentration of the result must be finite, got Infinity'),
    );
  });
});
