/** Mixtures drawn and fitted again: how well the components are found. */
import { describe, expect, it } from 'vitest';
import { VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, standardErrors, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { adjustedRandIndex, randomMixture } from './directions.ts';

/** For each true component the fitted one that most of its rows went to. */
function matches(truth: Int32Array, found: Int32Array, k: number): number[] {
  return Array.from({ length: k }, (_, c) => {
    const counts = new Map<number, number>();
    truth.forEach((label, i) => {
      if (label === c) counts.set(found[i], (counts.get(found[i]) ?? 0) + 1);
    });
    return [...counts].sort((a, b) => b[1] - a[1])[0][0];
  });
}

describe('recovery', () => {
  it.each([
    { p: 2, kappas: [40, 60, 100], n: 3000, ari: 0.5, error: 0.25 },
    { p: 3, kappas: [20, 50, 100, 200], n: 4000, ari: 0.9, error: 0.12 },
    { p: 10, kappas: [20, 40, 60, 80], n: 3000, ari: 0.97, error: 0.06 },
    { p: 256, kappas: [100, 150, 200, 300, 400, 500, 600, 700], n: 4000, ari: 0.99, error: 0.1 },
    { p: 1024, kappas: [400, 600, 800, 1000], n: 2000, ari: 0.99, error: 0.2 },
  ])('p = $p, κ = $kappas', ({ p, kappas, n, ari, error }) => {
    const k = kappas.length;
    const weights = kappas.map((_, c) => (c + 1) / ((k * (k + 1)) / 2));
    const law = randomMixture(p, kappas, weights, 41 + p);
    const { samples, components } = law.samplesWithComponents(n, { seed: 42 });
    const { mixture, degenerate, removed, converged } = fitMixture(samples, k, { dimension: p, seed: 1 });
    expect([degenerate.length, removed, converged]).toEqual([0, 0, true]);
    const labels = mixture.predict(samples);
    expect(adjustedRandIndex(components, labels)).toBeGreaterThan(ari);
    const of = matches(components, labels, k);
    expect(new Set(of).size).toBe(k);
    kappas.forEach((kappa, c) => {
      const found = mixture.components[of[c]];
      expect(Math.abs(found.kappa / kappa - 1)).toBeLessThan(error);
      expect(Math.abs(mixture.weights[of[c]] - weights[c])).toBeLessThan(0.03);
    });
  });

  it('small-mix: two overlapping components on the circle, 50 rows, twenty times', () => {
    // Banerjee, Dhillon, Ghosh & Sra, JMLR 6 (2005), section 6.
    const mus = [
      [-0.251, -0.968],
      [0.399, 0.917],
    ];
    const laws = mus.map(
      (mu) =>
        new VonMisesFisher(
          mu.map((x) => x / Math.hypot(...mu)),
          4,
        ),
    );
    const law = new VonMisesFisherMixture([0.48, 0.52], laws);
    for (let seed = 1; seed <= 20; seed++) {
      const samples = law.samples(50, { seed });
      const { mixture, logLikelihood } = fitMixture(samples, 2, { dimension: 2, seed: 1 });
      // Twice the gain over the truth is near chi-squared with 5 degrees of freedom: below 37.3 but for one in 10^6.
      const gain = logLikelihood - 50 * law.score(samples);
      expect(gain).toBeGreaterThanOrEqual(0);
      expect(2 * gain).toBeLessThan(37.3);
      // The fit sorts the rows as the truth does, up to the names of the components.
      expect(adjustedRandIndex(law.predict(samples), mixture.predict(samples))).toBeGreaterThan(0.6);
    }
    // With 5,000 rows the parameters themselves come back, κ within five standard errors.
    const { samples, components } = law.samplesWithComponents(5000, { seed: 5 });
    const { mixture } = fitMixture(samples, 2, { dimension: 2, seed: 1 });
    expect(adjustedRandIndex(components, mixture.predict(samples))).toBeGreaterThan(0.85);
    laws.forEach(({ mu }) => {
      const cosines = mixture.components.map((found) => found.mu.reduce((sum, x, j) => sum + x * mu[j], 0));
      expect(Math.max(...cosines)).toBeGreaterThan(0.97);
    });
    const { kappas } = standardErrors(samples, mixture);
    mixture.components.forEach(({ kappa }, k) => {
      expect(Math.abs(kappa - 4)).toBeLessThan(5 * kappas[k]);
    });
  });
});
