import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  entropy,
  meanResultantLength,
  meanResultantLengthComplement,
  meanResultantLengthDerivative,
  seededRandom,
  VonMisesFisher,
} from 'von-mises-fisher';
import { integrate } from '../support/integrate.ts';

const random = seededRandom(21);
const randomDirection = (p: number): Float64Array => VonMisesFisher.uniform(p).sample(random);

const concentrations = [0, 1e-9, 0.3, 5, 80, 3000];

/** E g(t, log f) under the law of t = cos θ, by quadrature over θ with the density's own values. */
function expectation(d: VonMisesFisher, g: (t: number, logDensity: number) => number): number {
  const x = new Float64Array(d.p);
  // The area of the sphere that the other p - 1 coordinates fill: 2 for p = 2, 2π for p = 3, ...
  const logArea = logAreaOfSphere(d.p - 1);
  return integrate(
    (theta) => {
      x[0] = Math.cos(theta);
      x[1] = Math.sin(theta);
      const logDensity = d.logPdf(x);
      return g(x[0], logDensity) * Math.exp(logDensity + logArea + (d.p - 2) * Math.log(x[1]));
    },
    Math.min(Math.PI, 40 / Math.sqrt(1 + d.kappa)),
  );
}

/** The log of the area of the unit sphere in p dimensions, by Γ(p/2) for integers. */
function logAreaOfSphere(p: number): number {
  let logGamma = p % 2 === 0 ? 0 : 0.5 * Math.log(Math.PI);
  for (let x = p % 2 === 0 ? 1 : 0.5; x < p / 2 - 0.25; x++) logGamma += Math.log(x);
  return Math.LN2 + (p / 2) * Math.log(Math.PI) - logGamma;
}

describe('the density integrates to what the moments say', () => {
  it.each([2, 3, 4, 10, 64])('p = %d', (p) => {
    for (const kappa of concentrations) {
      const d = new VonMisesFisher(new Float64Array(p).fill(1, 0, 1), kappa);
      const { parallel, perpendicular } = d.covarianceEigenvalues();
      const near = (value: number, expected: number, size = expected): void =>
        expect(Math.abs(value - expected), `kappa ${kappa}`).toBeLessThanOrEqual(3e-12 * Math.abs(size));
      const mean = d.meanResultantLength;
      near(
        expectation(d, () => 1),
        1,
      );
      near(
        expectation(d, (t) => t),
        mean,
        1,
      );
      // 1 - t is rounded to 2^-53, which its small moments feel.
      near(
        expectation(d, (t) => (t - mean) ** 2),
        parallel,
        10 * parallel,
      );
      near(expectation(d, (t) => (1 - t) * (1 + t)) / (p - 1), perpendicular, 10 * perpendicular);
      const entropyOfD = d.entropy();
      near(
        expectation(d, (_, logDensity) => -logDensity),
        entropyOfD,
        10 * Math.max(1, Math.abs(entropyOfD)),
      );
    }
  });
});

describe('mean, mode and covariance', () => {
  it('the mean is A mu, mode and mean direction are mu, as copies', () => {
    const mu = [0.6, 0, -0.8];
    const d = new VonMisesFisher(mu, 7);
    const length = meanResultantLength(3, 7);
    expect(d.meanResultantLength).toBe(length);
    expect(d.mean()).toEqual(Float64Array.from(mu, (value) => length * value));
    for (const copy of [d.mode(), d.meanDirection(), d.mu]) {
      expect(copy).toEqual(Float64Array.from(mu));
      copy[0] = 5;
    }
    expect(d.mu).toEqual(Float64Array.from(mu));
    expect(VonMisesFisher.uniform(4).mean()).toEqual(new Float64Array(4));
  });

  it("eigenvalues are A' and A/kappa: 1/p at 0, (p-1)/2 kappa^2 and 1/kappa far out", () => {
    for (const p of [2, 3, 256, 4096]) {
      const mu = randomDirection(p);
      for (const kappa of [1e-3, 1, 50, 1e5]) {
        const { parallel, perpendicular } = new VonMisesFisher(mu, kappa).covarianceEigenvalues();
        expect(parallel).toBe(meanResultantLengthDerivative(p, kappa));
        expect(perpendicular).toBeWithinUlp(meanResultantLength(p, kappa) / kappa, 2);
      }
      for (const kappa of [0, 5e-324, 1e-300]) {
        const { parallel, perpendicular } = new VonMisesFisher(mu, kappa).covarianceEigenvalues();
        expect([parallel, perpendicular]).toBeWithinUlp([1 / p, 1 / p], 1);
      }
      for (const kappa of [1e140, 1e151]) {
        const { parallel, perpendicular } = new VonMisesFisher(mu, kappa).covarianceEigenvalues();
        expect([parallel, perpendicular]).toBeWithinUlp([(p - 1) / 2 / kappa / kappa, 1 / kappa], 2);
      }
    }
  });

  it('the trace is 1 - A^2', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (p, kappa) => {
          const d = new VonMisesFisher(randomDirection(p), kappa);
          const matrix = d.covariance();
          let trace = 0;
          for (let i = 0; i < p; i++) trace += matrix[i * p + i];
          const complement = meanResultantLengthComplement(p, kappa);
          const expected = complement * (1 + meanResultantLength(p, kappa));
          expect(Math.abs(trace / expected - 1)).toBeLessThanOrEqual(2e-14);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('the matrix has those eigenvalues: on mu and on vectors orthogonal to it', () => {
    for (const p of [2, 5, 30]) {
      for (const kappa of [0, 1, 1e3, 1e12]) {
        const mu = randomDirection(p);
        const d = new VonMisesFisher(mu, kappa);
        const matrix = d.covariance();
        const { parallel, perpendicular } = d.covarianceEigenvalues();
        const other = randomDirection(p);
        const along = other.reduce((sum, value, i) => sum + value * mu[i], 0);
        const orthogonal = other.map((value, i) => value - along * mu[i]);
        const times = (v: Float64Array): Float64Array =>
          v.map((_, i) => v.reduce((sum, value, j) => sum + matrix[i * p + j] * value, 0));
        const close = (got: Float64Array, expected: Float64Array): void =>
          got.forEach((value, i) => {
            expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-14 * perpendicular);
          });
        close(
          times(mu),
          mu.map((value) => parallel * value),
        );
        close(
          times(orthogonal),
          orthogonal.map((value) => perpendicular * value),
        );
        for (let i = 0; i < p; i++) {
          for (let j = 0; j < i; j++) expect(matrix[i * p + j]).toBe(matrix[j * p + i]);
        }
      }
    }
  });

  it('the diagonal keeps its accuracy where mu is nearly an axis', () => {
    const small = 1e-9;
    const d = new VonMisesFisher([1, small], 1e30);
    const { parallel, perpendicular } = d.covarianceEigenvalues();
    const matrix = d.covariance();
    expect(matrix[0]).toBeWithinUlp(perpendicular * small * small + parallel, 2);
    expect(matrix[3]).toBeWithinUlp(perpendicular, 2);
  });

  it('samples have them: mean and covariance of 20,000 draws', () => {
    const d = new VonMisesFisher([0.6, 0.8, 0], 4);
    const n = 20_000;
    const draws = d.samples(n, { seed: 9 });
    const mean = d.mean();
    const covariance = d.covariance();
    for (let i = 0; i < 3; i++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += draws[3 * k + i];
      // Five standard deviations: 6e-7 two-sided.
      expect(Math.abs(sum / n - mean[i])).toBeLessThan(5 * Math.sqrt(covariance[4 * i] / n));
    }
  });
});

describe('entropy', () => {
  it('is the log of the area at kappa = 0', () => {
    expect(new VonMisesFisher([1, 0, 0], 0).entropy()).toBeWithinUlp(Math.log(4 * Math.PI), 1);
    expect(entropy(2, 0)).toBeWithinUlp(Math.log(2 * Math.PI), 1);
  });

  it('relative to the uniform measure is minus the divergence from uniform, and surface entropy less the area', () => {
    for (const p of [2, 3, 64]) {
      for (const kappa of [0, 0.1, 10, 1e4]) {
        const d = new VonMisesFisher(randomDirection(p), kappa);
        const relative = d.entropy({ measure: 'uniform' });
        expect(relative).toBe(0 - d.klDivergenceFromUniform());
        const difference = d.entropy() - entropy(p, 0);
        expect(Math.abs(relative - difference)).toBeLessThanOrEqual(1e-13);
      }
    }
  });

  it('falls with kappa, at p = 4096 and kappa = 1e15 too', () => {
    const values = [0, 1, 1e3, 1e6, 1e15, 1e300].map((kappa) => entropy(4096, kappa));
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeLessThan(values[i - 1]);
    // H -> ((p-1)/2) log(2 pi e/kappa)
    expect(values[5]).toBeWithinUlp((4095 / 2) * (Math.log(2 * Math.PI) + 1 - Math.log(1e300)), 4);
  });

  it('is NaN outside the domain', () => {
    for (const [p, kappa] of [
      [1, 1],
      [3, -1],
      [3, Number.POSITIVE_INFINITY],
      [Number.NaN, 1],
    ]) {
      expect(entropy(p, kappa)).toBeNaN();
    }
  });
});
