import { describe, expect, it } from 'vitest';
import { families, pValues, type Sampling } from '../../validation/pValues.ts';
import { chiSquareTest } from '../support/chiSquareTest.ts';

// validation/NULL_LAWS.md has every test and method over a wider grid, those included that fail somewhere.

const axes = { 2: [0.4, 2, 20], 3: [0.6, 3, 30], 16: [3, 16, 160], 256: [50, 256, 2560] } as const;

/** Counts of p-values in ten cells. */
function deciles(values: Float64Array): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const value of values) counts[Math.min(9, Math.floor(value * 10))]++;
  return counts;
}

function expectUniform(
  family: keyof typeof families,
  names: readonly string[],
  sampling: Sampling,
  count: number,
  seed: number,
): void {
  for (const [i, values] of pValues(families[family], sampling, count, seed, names).entries()) {
    expect(chiSquareTest(deciles(values)), `${names[i]}: ${deciles(values)}`).toBeGreaterThan(1e-6);
  }
}

const grid = Object.entries(axes).flatMap(([p, kappas]) =>
  kappas.map((kappa) => ({ p: Number(p), kappa: kappa as number })),
);

describe('p-values of a true hypothesis are uniform', () => {
  it.each([2, 3, 16, 256])('rayleighTest, p = %i', (p) => {
    const count = p > 100 ? 1000 : 4000;
    expectUniform('rayleighTest', ['modified'], { p, kappa: 0, sizes: [20] }, count, 1);
  });

  it.each([3, 16, 256])('rayleighTest by saddlepoint, p = %i, three rows', (p) => {
    expectUniform('rayleighTest', ['saddlepoint'], { p, kappa: 0, sizes: [3] }, 100, 6);
  });

  it.each(grid)('meanDirectionTest, p = $p, κ = $kappa', ({ p, kappa }) => {
    expectUniform('meanDirectionTest', ['conditional'], { p, kappa, sizes: [8] }, 100, 2);
  });

  it.each(grid)('equalMeanDirectionsTest, p = $p, κ = $kappa', ({ p, kappa }) => {
    const sampling = { p, kappa, sizes: [10, 40] };
    expectUniform('equalMeanDirectionsTest', ['embedding'], sampling, p > 100 ? 100 : 300, 3);
  });

  it.each(grid.filter(({ p, kappa }) => kappa >= p))(
    'equalConcentrationsTest, p = $p, κ = $kappa',
    ({ p, kappa }) => {
      const sampling = { p, kappa, sizes: [20, 40], apart: true };
      expectUniform('equalConcentrationsTest', ['likelihood-ratio'], sampling, p > 100 ? 200 : 400, 4);
    },
  );

  it.each(grid)('goodnessOfFitTest, p = $p, κ = $kappa', ({ p, kappa }) => {
    const names = ['whole', 'dispersion', 'skewness', ...(p > 2 ? ['ellipticity'] : [])];
    expectUniform('goodnessOfFitTest', names, { p, kappa, sizes: [40] }, 100, 5);
  });
});
