import { beforeAll, expect, it } from 'vitest';
import { VonMisesFisher } from 'von-mises-fisher';
import { VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { compareMixtures } from '../../../../examples/dino-vmf/analysis/compareMixtures.ts';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';

beforeAll(() => startEngine('wasm'));

it('finds a mixture again that it knows, and says how near prototypes are to it', async () => {
  const [p, tau, kappa] = [8, 0.1, 60];
  const axis = (j: number) => Float64Array.from({ length: p }, (_, i) => (i === j ? 1 : 0));
  const truth = new VonMisesFisherMixture(
    [0.5, 0.3, 0.2],
    [0, 1, 2].map((j) => new VonMisesFisher(axis(j), kappa)),
  );
  const drawn = (n: number, seed: number) => {
    const { samples, components } = truth.samplesWithComponents(n, { seed });
    return { values: Float32Array.from(samples), labels: Int32Array.from(components) };
  };
  const [train, test] = [drawn(900, 1), drawn(600, 2)];
  // The prototypes: the three components, in another order, and a fourth that wins nothing.
  const w = new Float32Array(4 * p);
  [2, 0, 1].forEach((j, k) => {
    w[k * p + j] = kappa * tau;
  });
  w[3 * p + 7] = kappa * tau;
  const wins = Int32Array.of(180, 450, 270, 0);
  const shares = Float64Array.of(0.2, 0.5, 0.3, 0);
  const tensors = tf.memory().numTensors;
  const settings = { components: null, emImages: 800, seed: 0 };
  const found = await compareMixtures(train, test, { w, p, tau }, wins, shares, settings);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(found).toMatchObject({ images: 800, occupied: 3 });

  const right = truth.score(test.values, { normalize: true, measure: 'uniform' });
  expect(Math.abs(found.logDensity.weightedPrototypes - right)).toBeLessThan(1e-4);
  // Equal weights over four components cost at most log(4 · 0.5), the KL divergence of the weights on average.
  const loss = [0.5, 0.3, 0.2].reduce((sum, share) => sum + share * Math.log(4 * share), 0);
  expect(Math.abs(right - found.logDensity.prototypes - loss)).toBeLessThan(0.1);
  // About (3 · 8 + 2)/2 degrees of freedom of 800 images are lost on others: 0.02 nats.
  for (const mixture of [found.fitted, found.fittedFromPrototypes]) {
    expect(mixture).toMatchObject({ components: 3, unsound: 0, converged: true });
    expect(Math.abs(mixture.logDensity.test - right)).toBeLessThan(0.1);
    expect(mixture.agreement.ari).toBeGreaterThan(0.97);
    expect(mixture.kappas.min).toBeGreaterThan(50);
    expect(mixture.kappas.max).toBeLessThan(72);
  }
  expect(found.logDensity.oneComponent).toBeLessThan(right - 1);
  // A mean of n_k draws misses its direction by about sqrt((p - 1)/(n_k κ A_p)): cosine 0.9995 at n_k = 160.
  expect(Math.min(...found.bestCosines, ...found.bestCosinesFromPrototypes)).toBeGreaterThan(0.998);
  expect(found.bestCosines.length).toBe(3);

  const two = await compareMixtures(train, test, { w, p, tau }, wins, shares, { ...settings, components: 2 });
  expect([two.fitted.components, two.fittedFromPrototypes.components]).toEqual([2, 2]);
});
