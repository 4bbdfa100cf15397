/**
 * Published fits: Hornik & Grün, movMF: An R package for fitting mixtures of von Mises-Fisher distributions,
 * J. Stat. Softw. 58(10), 2014. Their densities are relative to the uniform distribution. The data come under a
 * licence of their own and are not part of this package.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { logNormalizer } from 'von-mises-fisher';
import { fitMixture, type MixtureFitResult } from 'von-mises-fisher/mixture';

const folder = process.env.SHARED_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const path = join(folder, 'household.json');
const present = existsSync(path);
if (!present) console.log(`skipped: the household data are not at ${path}`);

describe.skipIf(!present)('household expenses', () => {
  const rows: number[][] = present ? JSON.parse(readFileSync(path, 'utf8')).rows : [];
  const exact = { tolerance: 1e-14, parameterTolerance: 1e-10, maxIterations: 20_000 };
  const fitted = (k: number) =>
    fitMixture(rows, k, { normalize: true, seed: 1, restarts: 50, polish: 20, ...exact });
  const likelihood = ({ logLikelihood }: MixtureFitResult) => logLikelihood - 40 * logNormalizer(3, 0);
  const bic = (result: MixtureFitResult) => result.df * Math.log(40) - 2 * likelihood(result);
  const byWeight = ({ mixture: { weights, components } }: MixtureFitResult) =>
    Array.from(weights, (weight, k) => ({ weight, kappa: components[k].kappa })).sort(
      (a, b) => a.weight - b.weight,
    );

  it.each([
    { k: 1, published: -169.4291, log: 90.24785164089 },
    { k: 2, published: -200.3364, log: 113.07926762988 },
    { k: 3, published: -211.549, log: 126.06333539205 },
  ])('K = $k: log-likelihood to 11 digits after the point, BIC as published', ({ k, published, log }) => {
    const result = fitted(k);
    expect(result.converged).toBe(true);
    expect(Math.abs(likelihood(result) - log)).toBeLessThan(6e-12);
    expect(Math.abs(bic(result) - published)).toBeLessThan(6e-5);
  });

  it('K = 2: weights, concentrations, and one of forty in the wrong class', () => {
    const result = fitted(2);
    const [women, men] = byWeight(result);
    expect(women.weight.toFixed(8)).toBe('0.46575756');
    expect(men.weight.toFixed(8)).toBe('0.53424244');
    expect(women.kappa.toFixed(5)).toBe('114.71966');
    expect(men.kappa.toFixed(5)).toBe('17.95868');
    const labels = Array.from(result.mixture.predict(rows, { normalize: true }));
    const wrong = labels.filter((label, i) => (label === labels[0]) !== i < 20).length;
    expect(wrong).toBe(1);
  });

  it('K = 3: concentrations', () => {
    expect(byWeight(fitted(3)).map(({ kappa }) => kappa.toFixed(5))).toEqual([
      '181.20802',
      '62.90929',
      '83.25560',
    ]);
  });

  it('K = 4 and 5: better than the published fits, without components of two rows', () => {
    for (const [k, published] of [
      [4, -206.9498],
      [5, -198.5651],
    ]) {
      const result = fitted(k);
      expect(bic(result)).toBeLessThan(published - 0.1);
      expect(result.degenerate).toEqual([]);
      expect(result.spurious).toEqual([]);
      expect(result.removed).toBe(0);
      expect(result.restarts.reached).toBeGreaterThanOrEqual(5);
    }
  });

  it('three components are chosen by BIC, as published', () => {
    const all = [1, 2, 3, 4, 5].map((k) => bic(fitted(k)));
    expect(all.indexOf(Math.min(...all))).toBe(2);
  });
});
