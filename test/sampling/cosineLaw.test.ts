/**
 * The law of t = μ·x: each test has a fixed seed, a statistic whose law is known and the threshold 1e-6. A million
 * draws at each point are in validation/SAMPLING.md.
 */
import { describe, expect, it } from 'vitest';
import { seededRandom } from 'von-mises-fisher';
import { CosineLaw } from '../../src/cosine/CosineLaw.ts';
import { sampleComplements } from '../../src/sampling/sampleComplements.ts';
import { chiSquareSurvival } from '../support/chiSquareSurvival.ts';
import { chiSquareTest } from '../support/chiSquareTest.ts';
import { kolmogorovSmirnov } from '../support/kolmogorovSmirnov.ts';

const DIMENSIONS = [2, 3, 4, 5, 8, 64, 256, 1024];
const CONCENTRATIONS = [0, 1e-10, 0.1, 1, 10, 100, 1e4, 1e10, 1e30];
const N = 10_000;

const points = DIMENSIONS.flatMap((p) => CONCENTRATIONS.map((kappa): [number, number] => [p, kappa]));
const seedOf = (p: number, kappa: number): number => 1000 * p + points.findIndex((at) => at[1] === kappa);
const angleOf = (complement: number): number => 2 * Math.asin(Math.min(1, Math.sqrt(complement / 2)));

describe.each(points)('p = %d, κ = %d', (p, kappa) => {
  const law = new CosineLaw(p, kappa);
  const complements = sampleComplements(p, kappa, N, seededRandom(seedOf(p, kappa)));
  const probabilities = complements.map((complement) => law.angleCdf(angleOf(complement)));

  it('t follows its exact law', () => {
    expect(kolmogorovSmirnov(probabilities)).toBeGreaterThan(1e-6);
  });

  it('a draw of t does not depend on the one before', () => {
    const counts = new Float64Array(64);
    for (let i = 1; i < N; i++) {
      counts[Math.floor(probabilities[i] * 8) * 8 + Math.floor(probabilities[i - 1] * 8)]++;
    }
    expect(chiSquareTest(counts)).toBeGreaterThan(1e-6);
  });
});

describe.each(DIMENSIONS)('p = %d, κ beyond what t resolves', (p) => {
  it.each([1e18, 1e30, 1e150, 1e300, Number.MAX_VALUE])(
    '2κ(1 - t) is χ² of p - 1 degrees of freedom: κ = %d',
    (kappa) => {
      const complements = sampleComplements(p, kappa, N, seededRandom(p));
      const probabilities = complements.map((complement) => chiSquareSurvival(complement * kappa * 2, p - 1));
      expect(kolmogorovSmirnov(probabilities)).toBeGreaterThan(1e-6);
    },
  );
});

describe('the fifth power of t', () => {
  it.each(points.filter(([, kappa]) => kappa <= 100))('has its mean: p = %d, κ = %d', (p, kappa) => {
    // E t^k by the periodic trapezoid rule in the angle, exact to rounding here.
    const weight = (theta: number): number =>
      Math.sin(theta) ** (p - 2) * Math.exp(kappa * (Math.cos(theta) - 1));
    const moment = (k: number): number => {
      let sum = 0;
      let mass = 0;
      for (let i = 0; i <= 4000; i++) {
        const theta = (Math.PI * i) / 4000;
        const w = (i % 4000 === 0 ? 0.5 : 1) * weight(theta);
        sum += w * Math.cos(theta) ** k;
        mass += w;
      }
      return sum / mass;
    };
    const fifth =
      sampleComplements(p, kappa, N, seededRandom(77 + p)).reduce((sum, c) => sum + (1 - c) ** 5, 0) / N;
    const error = Math.sqrt((moment(10) - moment(5) ** 2) / N);
    // Within 5 standard errors: normal tails of 6e-7.
    expect(Math.abs(fifth - moment(5))).toBeLessThan(5 * error);
  });
});
