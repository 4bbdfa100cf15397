/** Reparameterised draws: ∂x/∂κ draw by draw, and the expectations it is for. */
import { describe, expect, it } from 'vitest';
import {
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
  meanResultantLengthDerivative,
  seededRandom,
} from 'von-mises-fisher';
import { CosineLaw } from '../../src/cosine/CosineLaw.ts';
import { sampleRowsWithGradient } from '../../src/sampling/sampleRowsWithGradient.ts';
import { unitVector } from '../support/unitVector.ts';

interface Draw {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

function drawsOf(mu: Float64Array, kappa: number, n: number, seed: number): Draw[] {
  const p = mu.length;
  const { samples, gradients } = sampleRowsWithGradient(mu, kappa, n, seededRandom(seed));
  return Array.from({ length: n }, (_, i) => ({
    x: samples.subarray(i * p, i * p + p),
    gradient: gradients.subarray(i * p, i * p + p),
  }));
}

/** (mean - truth) over the standard error of the mean: normal, so within 5 but for 6e-7 of the seeds. */
function standardised(values: readonly number[], truth: number): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return (mean - truth) / Math.sqrt(variance / n);
}

const points = [2, 3, 4, 5, 8, 64, 256].flatMap((p) =>
  [0, 0.1, 1, 2, 10, 100, 1e4].map((kappa): [number, number] => [p, kappa]),
);

describe.each(points)('p = %d, κ = %d', (p, kappa) => {
  const mu = unitVector(p);
  const draws = drawsOf(mu, kappa, 3000, p + 7);

  it('E μ·∂x/∂κ is A′', () => {
    const values = draws.map(({ gradient }) => dot(mu, gradient));
    const truth = kappa === 0 ? 1 / p : meanResultantLengthDerivative(p, kappa, 1);
    expect(Math.abs(standardised(values, truth))).toBeLessThan(5);
  });

  it('E ∇f·∂x/∂κ is d/dκ E f for f = e^(a·x)', () => {
    // E f = C(κ)/C(|κμ + a|), and (log C)′ = -A.
    const a = mu.map((x, i) => 0.7 * x + (i === 1 ? 1.2 : 0));
    const shifted = Math.hypot(...mu.map((x, i) => kappa * x + a[i]));
    const mean = Math.exp(logNormalizer(p, kappa) - logNormalizer(p, shifted));
    const slope =
      (meanResultantLength(p, shifted) * (kappa + dot(a, mu))) / shifted - meanResultantLength(p, kappa);
    const values = draws.map(({ x, gradient }) => Math.exp(dot(a, x)) * dot(a, gradient));
    expect(Math.abs(standardised(values, mean * slope))).toBeLessThan(5);
  });

  it('each gradient is the difference of draws at two κ, the probability of t and the tangent held', () => {
    const h = 1e-3 * Math.max(kappa, 0.01);
    const laws = [kappa + h, kappa + 2 * h].map((k) => new CosineLaw(p, k));
    const law = new CosineLaw(p, kappa);
    for (const { x, gradient } of draws.slice(0, 40)) {
      const t = dot(mu, x);
      const survival = law.survival(t);
      const tangent = x.map((value, i) => value - t * mu[i]);
      const length = Math.sqrt(dot(tangent, tangent));
      const [x1, x2] = laws.map((other) => {
        const s = other.survivalQuantile(survival);
        return tangent.map((value, i) => s * mu[i] + (Math.sqrt((1 - s) * (1 + s)) * value) / length);
      });
      const scale = Math.sqrt(dot(gradient, gradient));
      for (let i = 0; i < p; i++) {
        const difference = (4 * x1[i] - x2[i] - 3 * x[i]) / (2 * h);
        expect(Math.abs(difference - gradient[i])).toBeLessThan(2e-5 * scale + 1e-10 / h);
      }
    }
  });

  it('gradients are tangent to the sphere', () => {
    for (const { x, gradient } of draws) {
      expect(Math.abs(dot(x, gradient))).toBeLessThan(
        1e-15 * (1 + Math.sqrt(p)) * Math.sqrt(dot(gradient, gradient)) + 1e-18,
      );
    }
  });
});

it('at p = 5, κ = 2 the mean is A′ = 0.147388686763073, and not 0.12766', () => {
  const mu = unitVector(5);
  const values = drawsOf(mu, 2, 100_000, 1).map(({ gradient }) => dot(mu, gradient));
  expect(meanResultantLengthDerivative(5, 2, 1)).toBeWithinUlp(0.147388686763073, 32);
  expect(Math.abs(standardised(values, 0.147388686763073))).toBeLessThan(5);
  expect(Math.abs(standardised(values, 0.12766))).toBeGreaterThan(50);
});

describe('where t no longer differs from 1', () => {
  it.each([2, 3, 4, 5, 64])('p = %d, κ = 1e30: the distance from μ shrinks as 1/√κ', (p) => {
    // x - μ is √(1 - t²) v but for terms of 1e-30: its derivative is -(x - μ)/(2κ).
    const mu = new Float64Array(p);
    mu[0] = 1;
    for (const { x, gradient } of drawsOf(mu, 1e30, 200, 3)) {
      expect(gradient.slice(1)).toBeWithinUlp(
        x.slice(1).map((value) => -value / 2e30),
        64,
      );
      // 1 - t = |x - μ|²/2 there, and ∂t/∂κ = (1 - t)/κ.
      expect(gradient[0]).toBeWithinUlp(dot(x.subarray(1), x.subarray(1)) / 2 / 1e30, 64);
    }
    expect(meanResultantLengthComplement(p, 1e30)).toBeWithinUlp((p - 1) / 2e30, 4);
  });
});
