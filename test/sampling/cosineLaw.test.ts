/**
 * The law of t = μ·x: each test has a fixed seed, a statistic whose law is known and the threshold 1e-6. A million
 * whole draws at each point are in validation/SAMPLING.md.
 */
import { describe, expect, it } from 'vitest';
import { seededRandom } from 'von-mises-fisher';
import { CosineLaw } from '../../src/cosine/CosineLaw.ts';
import { chiSquareSurvival } from '../support/chiSquareSurvival.ts';
import { chiSquareTest } from '../support/chiSquareTest.ts';
import { kolmogorovSmirnov } from '../support/kolmogorovSmirnov.ts';
import { sampleComplements } from './sampleComplements.ts';

const DIMENSIONS = [2, 3, 4, 5, 8, 64, 256, 1024];
const CONCENTRATIONS = [0, 1e-10, 0.1, 1, 10, 100, 1e4, 1e10, 1e30];
const N = 200_000;
const CELLS = 64;

/** E t^k by the trapezoid rule in the angle. */
function momentOf(p: number, kappa: number, k: number): number {
  let sum = 0;
  let mass = 0;
  for (let i = 0; i <= 4000; i++) {
    const theta = (Math.PI * i) / 4000;
    const end = i % 4000 === 0 ? 0.5 : 1;
    const weight = end * Math.sin(theta) ** (p - 2) * Math.exp(kappa * (Math.cos(theta) - 1));
    sum += weight * Math.cos(theta) ** k;
    mass += weight;
  }
  return sum / mass;
}

const points = DIMENSIONS.flatMap((p, i) =>
  CONCENTRATIONS.map((kappa, j): [number, number, number] => [p, kappa, 100 * i + j]),
);

describe.each(points)('p = %d, κ = %d', (p, kappa, seed) => {
  const complements = sampleComplements(p, kappa, N, seededRandom(seed));
  const law = new CosineLaw(p, kappa);
  // Cells of equal probability in 1 - t = 2 sin²(θ/2).
  const borders = Array.from({ length: CELLS - 1 }, (_, i) => {
    return 2 * Math.sin(law.angleQuantile((i + 1) / CELLS) / 2) ** 2;
  });
  const cells = complements.map((complement) => {
    let [low, high] = [0, CELLS - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (complement > borders[middle]) low = middle + 1;
      else high = middle;
    }
    return low;
  });

  it('t follows its exact law', () => {
    const counts = new Float64Array(CELLS);
    for (const cell of cells) counts[cell]++;
    expect(chiSquareTest(counts)).toBeGreaterThan(1e-6);
  });

  it('a draw of t does not depend on the one before', () => {
    const counts = new Float64Array(256);
    for (let i = 1; i < N; i++) counts[(cells[i] >> 2) * 16 + (cells[i - 1] >> 2)]++;
    expect(chiSquareTest(counts)).toBeGreaterThan(1e-6);
  });

  if (kappa > 100) return; // the powers of t are 1 to rounding, or nearly so
  it.each([1, 2, 5])('t^%d has its mean', (k) => {
    const power = complements.reduce((sum, complement) => sum + (1 - complement) ** k, 0) / N;
    const mean = momentOf(p, kappa, k);
    const error = Math.sqrt((momentOf(p, kappa, 2 * k) - mean ** 2) / N);
    // Within 5 standard errors: normal tails of 6e-7.
    expect(Math.abs(power - mean)).toBeLessThan(5 * error);
  });
});

describe.each(DIMENSIONS)('p = %d, κ beyond what t resolves', (p) => {
  it.each([1e18, 1e30, 1e150, 1e300, Number.MAX_VALUE])(
    '2κ(1 - t) is χ² of p - 1 degrees of freedom: κ = %d',
    (kappa) => {
      const complements = sampleComplements(p, kappa, 10_000, seededRandom(p));
      const probabilities = complements.map((complement) => chiSquareSurvival(complement * kappa * 2, p - 1));
      expect(kolmogorovSmirnov(probabilities)).toBeGreaterThan(1e-6);
    },
  );
});
