/** Mixtures drawn and fitted again: how well the components are found. */
import { describe, expect, it } from 'vitest';
import { meanResultantLength, VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, standardErrors, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { recoveryCases, recoveryOf } from '../../validation/mixtureRecovery.ts';
import { adjustedRandIndex } from './directions.ts';

describe('recovery', () => {
  it.each(recoveryCases)('p = $p, κ = $kappas, $n rows', (one) => {
    const found = recoveryOf(one, 3);
    expect(found).toMatchObject({ isMatched: true, isBest: true, flaws: 0 });
    // As good as the mixture that rows were drawn from, but for what its parameters are off.
    expect(found.ari).toBeGreaterThan(found.ariOfTruth - 0.02);
    // A root mean square of few errors, with the bias that E|x̄|² = A² + (1 - A²)/n makes, largest where A is small.
    const { p, kappas, n } = one;
    const rows = (2 * n) / (kappas.length * (kappas.length + 1));
    const bias = 1 / (rows * meanResultantLength(p, kappas[0]) ** 2);
    expect(found.kappaError).toBeLessThan(3.5 * found.kappaExpected + bias);
    expect(found.weightError).toBeLessThan(0.04);
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
