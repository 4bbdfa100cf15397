/** Whole draws: on the sphere, their tangents uniform and independent of t and of the draw before. */
import { describe, expect, it } from 'vitest';
import { meanResultantLength, meanResultantLengthDerivative, seededRandom } from 'von-mises-fisher';
import { CosineLaw } from '../../src/cosine/CosineLaw.ts';
import { sampleRows } from '../../src/sampling/sampleRows.ts';
import { chiSquareSurvival } from '../support/chiSquareSurvival.ts';
import { chiSquareTest } from '../support/chiSquareTest.ts';
import { kolmogorovSmirnov } from '../support/kolmogorovSmirnov.ts';
import { unitVector } from '../support/unitVector.ts';

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};
const minus = (a: Float64Array, factor: number, b: Float64Array): Float64Array =>
  a.map((x, i) => x - factor * b[i]);
const normalised = (a: Float64Array): Float64Array => a.map((x) => x / Math.sqrt(dot(a, a)));

const rowsOf = (flat: Float64Array, p: number): Float64Array[] =>
  Array.from({ length: flat.length / p }, (_, i) => flat.subarray(i * p, i * p + p));
const draw = (mu: Float64Array, kappa: number, n: number, seed: number): Float64Array[] =>
  rowsOf(sampleRows(mu, kappa, n, seededRandom(seed), new Float64Array(n * mu.length)), mu.length);

const points = [2, 3, 4, 5, 8, 64, 256].flatMap((p) =>
  [0, 1, 10, 100, 1e4].map((kappa): [number, number] => [p, kappa]),
);

describe.each(points)('p = %d, κ = %d', (p, kappa) => {
  const n = p > 100 ? 4000 : 8000;
  const mu = unitVector(p);
  const rows = draw(mu, kappa, n, 31 * p + kappa);
  const cosines = rows.map((row) => dot(row, mu));
  const tangents = rows.map((row, i) => normalised(minus(row, cosines[i], mu)));
  // A fixed unit vector orthogonal to μ, and the part of each tangent along it.
  const fixed = normalised(
    minus(
      Float64Array.from(mu, (_, i) => Math.cos(i * i)),
      dot(
        mu.map((_, i) => Math.cos(i * i)),
        mu,
      ),
      mu,
    ),
  );
  const parts = tangents.map((tangent) => dot(tangent, fixed));
  /** The law of v·w of two unit vectors orthogonal to μ, one of them uniform. */
  const uniform = p > 2 ? new CosineLaw(p - 1, 0) : undefined;

  it('draws have unit length to rounding', () => {
    expect(rows.map((row) => Math.sqrt(dot(row, row)))).toBeWithinUlp(new Float64Array(n).fill(1), 40);
  });

  it('tangents are uniform', () => {
    if (uniform === undefined) {
      const right = parts.filter((part) => part > 0).length;
      expect(chiSquareTest([right, n - right])).toBeGreaterThan(1e-6);
    } else {
      expect(kolmogorovSmirnov(parts.map((part) => uniform.cdf(part)))).toBeGreaterThan(1e-6);
    }
  });

  it('t and tangent are independent', () => {
    const law = new CosineLaw(p, kappa);
    const columns = uniform === undefined ? 2 : 8;
    const counts = new Float64Array(8 * columns);
    for (let i = 0; i < n; i++) {
      const column =
        uniform === undefined ? Number(parts[i] > 0) : Math.min(7, Math.floor(uniform.cdf(parts[i]) * 8));
      counts[Math.min(7, Math.floor(law.cdf(cosines[i]) * 8)) * columns + column]++;
    }
    expect(chiSquareTest(counts)).toBeGreaterThan(1e-6);
  });

  it('a tangent does not depend on the one before', () => {
    const products = tangents.slice(1).map((tangent, i) => dot(tangent, tangents[i]));
    if (uniform === undefined) {
      const right = products.filter((product) => product > 0).length;
      expect(chiSquareTest([right, n - 1 - right])).toBeGreaterThan(1e-6);
    } else {
      expect(kolmogorovSmirnov(products.map((product) => uniform.cdf(product)))).toBeGreaterThan(1e-6);
    }
  });

  it('the mean is A μ, with the covariance of the law', () => {
    // Σ (mean - A μ)ᵀ V⁻¹ (mean - A μ) n is χ² of p degrees of freedom: V is A' along μ and A/κ across.
    const A = meanResultantLength(p, kappa);
    const along = meanResultantLengthDerivative(p, kappa, 1);
    const across = kappa === 0 ? 1 / p : A / kappa;
    const mean = mu.map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / n);
    const shift = dot(mean, mu) - A;
    const rest = minus(mean, dot(mean, mu), mu);
    const statistic = n * (shift ** 2 / along + dot(rest, rest) / across);
    const tail = chiSquareSurvival(statistic, p);
    expect(Math.min(tail, 1 - tail)).toBeGreaterThan(1e-6);
  });
});

describe('where μ or z are special', () => {
  const axis = (p: number, at: number, sign: number): Float64Array => {
    const mu = new Float64Array(p);
    mu[at] = sign;
    return mu;
  };
  const axes = [2, 3, 4, 7].flatMap((p) =>
    [0, p - 1].flatMap((at) => [1, -1].map((sign) => ({ p, at, sign }))),
  );

  it.each(axes)(
    'p = $p, μ = $sign on axis $at: unit length, every other component symmetric',
    ({ p, at, sign }) => {
      const rows = draw(axis(p, at, sign), 2, 4000, 5);
      expect(rows.map((row) => Math.sqrt(dot(row, row)))).toBeWithinUlp(new Float64Array(4000).fill(1), 40);
      for (let i = 0; i < p; i++) {
        const positive = rows.filter((row) => row[i] * sign > 0).length;
        if (i === at) expect(positive).toBeGreaterThan(2400);
        else expect(chiSquareTest([positive, 4000 - positive])).toBeGreaterThan(1e-6);
      }
    },
  );

  it.each([2, 3, 4, 5, 256])('p = %d, κ = 1e30: 2κ(1 - t), read from the draws themselves, is χ²', (p) => {
    // With μ on an axis the other components hold √(1 - t²) to full precision.
    const n = 4000;
    const rows = draw(axis(p, 0, 1), 1e30, n, 6);
    const tails = rows.map((row) => {
      const across = dot(row.subarray(1), row.subarray(1));
      return chiSquareSurvival((2 * 1e30 * across) / (1 + row[0]), p - 1);
    });
    expect(kolmogorovSmirnov(tails)).toBeGreaterThan(1e-6);
  });

  it.each([2, 3, 4, 1024])('p = %d: every κ from 0 to the largest gives points of the sphere', (p) => {
    const mu = unitVector(p);
    for (const kappa of [
      0,
      5e-324,
      1e-300,
      2 ** -57,
      1e-10,
      1e100,
      1e154,
      1e200,
      8.9e307,
      Number.MAX_VALUE,
    ]) {
      for (const row of draw(mu, kappa, 50, 9)) {
        expect(Math.sqrt(dot(row, row)), `κ = ${kappa}`).toBeWithinUlp(1, 40);
      }
    }
  });
});
