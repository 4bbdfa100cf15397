import { describe, expect, it } from 'vitest';
import { concentration, VonMisesFisher } from 'von-mises-fisher';
import { fitMixture } from 'von-mises-fisher/mixture';
import { split } from './directions.ts';
import { rows, start } from './threeComponents.ts';

describe('what has no maximum', () => {
  const same = Array.from({ length: 20 }, () => [0.6, 0.8, 0]);

  it('rows all equal: one component at the bound, reported', () => {
    for (const kind of ['soft', 'hard', 'stochastic'] as const) {
      const result = fitMixture(same, 3, { kind, seed: 1 });
      expect(result.degenerate).toEqual([0]);
      expect(result.removed).toBe(2);
      expect(result.mixture.components[0].kappa).toBe(1e8);
      expect(result.logLikelihood).toBeWithinUlp(
        20 * new VonMisesFisher([0.6, 0.8, 0], 1e8).logPdf([0.6, 0.8, 0]),
        64,
      );
      expect(result.converged).toBe(true);
    }
  });

  it('fewer rows than components: one each, reported', () => {
    const few = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const result = fitMixture(few, 10, { seed: 1 });
    expect(result.mixture.components).toHaveLength(3);
    expect(result.removed).toBe(7);
    expect(result.degenerate).toEqual([0, 1, 2]);
    expect(Number.isFinite(result.logLikelihood)).toBe(true);
    expect(result.aicc).toBe(Number.POSITIVE_INFINITY);
    const tied = fitMixture(few, 10, { seed: 1, weights: 'equal' });
    expect(tied.mixture.components).toHaveLength(10);
  });

  it('duplicates draw a component to the bound, which is reported; a sound maximum comes first', () => {
    const data = [...rows, ...Array.from({ length: 6 }, () => [0.5, -0.5, 0.5, -0.5])];
    const trapped = fitMixture(data, 4, { initialization: [...start, [0.5, -0.5, 0.5, -0.5]] });
    expect(trapped.degenerate).toEqual([3]);
    expect(trapped.mixture.components[3].kappa).toBe(1.5e8);
    const sound = fitMixture(data, 3, { seed: 3, restarts: 30 });
    expect(sound.degenerate).toEqual([]);
  });

  it('a prior keeps κ finite without any bound', () => {
    const { mixture, degenerate } = fitMixture(same, 1, { prior: 1 });
    expect(degenerate).toEqual([]);
    expect(mixture.components[0].kappa).toBeWithinUlp(concentration(3, 20 / 21), 64);
  });

  it('a component of two rows is called spurious', () => {
    const data = [...rows, [0.5, -0.5, 0.5, -0.5], [0.5, -0.5, 0.501, -0.499]];
    const result = fitMixture(data, 4, { initialization: [...start, [0.5, -0.5, 0.5, -0.5]] });
    expect(result.spurious).toEqual([3]);
    expect(result.degenerate).toEqual([]);
  });

  it('a single row apart from all others is reported, given or found', () => {
    const single = [0, 0, -1];
    const data = [...split(new VonMisesFisher([0, 0, 1], 50).samples(100, { seed: 1 }), 3), single];
    const starts = [[[0, 0, 1], single], 'farthest-first', 'k-means++'] as const;
    for (const initialization of starts) {
      const result = fitMixture(data, 2, { initialization, seed: 2 });
      const alone = result.mixture.predict([single])[0];
      expect(result.degenerate).toEqual([alone]);
      expect(result.mixture.components[alone].kappa).toBe(1e8);
      expect(result.mixture.weights[alone]).toBeWithinUlp(1 / 101, 2 ** 12);
      expect(result.restarts.runs[result.restarts.best].unsound).toBe(1);
    }
    // A prior bounds it, and noise takes the row without a component of its own.
    const bounded = fitMixture(data, 2, { initialization: starts[0], prior: 1 });
    expect(bounded.degenerate).toEqual([]);
    const noisy = fitMixture(data, 1, { noise: true, seed: 1 });
    expect(noisy.degenerate).toEqual([]);
    expect(noisy.mixture.predict([single])[0]).toBe(1);
  });

  it('antipodal rows: a direction that stays, κ = 0, no NaN', () => {
    const result = fitMixture(
      [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ],
      1,
      {},
    );
    expect(result.mixture.components[0].kappa).toBe(0);
    expect(result.logLikelihood).toBeWithinUlp(-4 * Math.log(2 * Math.PI), 4);
  });
});
