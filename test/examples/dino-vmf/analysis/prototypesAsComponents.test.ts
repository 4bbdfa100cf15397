import { beforeAll, describe, expect, it } from 'vitest';
import { relativeLogNormalizer, VonMisesFisher } from 'von-mises-fisher';
import { VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { assignPrototypes } from '../../../../examples/dino-vmf/analysis/assignPrototypes.ts';
import { lengthsOf } from '../../../../examples/dino-vmf/analysis/Prototypes.ts';
import { prototypeLogDensity } from '../../../../examples/dino-vmf/analysis/prototypeLogDensity.ts';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';

beforeAll(() => startEngine('wasm'));

/** n unit rows, and K prototypes of lengths 0.5 to 2, in p dimensions. */
function made(n: number, count: number, p: number) {
  const random = Random.keyed(3, n, count);
  const rows = (m: number, length: () => number) => {
    const out = new Float32Array(m * p);
    for (let i = 0; i < m; i++) {
      const x = Array.from({ length: p }, () => random.normal());
      const scale = length() / Math.hypot(...x);
      x.forEach((v, j) => {
        out[i * p + j] = v * scale;
      });
    }
    return out;
  };
  return { y: rows(n, () => 1), w: rows(count, () => random.between(0.5, 2)) };
}

const P = 6;
const TAU = 0.1;

/** log C_p(κ_k) - log C_p(0) of each prototype, in double precision. */
const normalizers = (w: Float32Array) =>
  lengthsOf(w, P).map((length) => relativeLogNormalizer(P, length / TAU));

/** ⟨w, y⟩/τ in double precision. */
function score(y: Float32Array, i: number, w: Float32Array, k: number): number {
  let dot = 0;
  for (let j = 0; j < P; j++) dot += (w[k * P + j] as number) * (y[i * P + j] as number);
  return dot / TAU;
}

describe.each(['vmf', 'none'] as const)('assignment by %s logits', (normalization) => {
  it('finds the largest logit, counts wins, and averages responsibilities, over several blocks', async () => {
    // 2^22 logits are made at once: 1024 rows of them.
    const [n, count] = [1500, 4096];
    const { y, w } = made(n, count, P);
    const tensors = tf.memory().numTensors;
    const shares: number[] = [];
    const { winners, wins, responsibility } = await assignPrototypes(
      y,
      { w, p: P, tau: TAU },
      { normalization },
      (share) => shares.push(share),
    );
    expect(tf.memory().numTensors).toBe(tensors);
    expect(shares).toEqual([1024 / 1500, 1]);
    const expected = new Float64Array(count);
    const added = normalization === 'vmf' ? normalizers(w) : new Float64Array(count);
    for (let i = 0; i < n; i++) {
      const logits = Array.from({ length: count }, (_, k) => score(y, i, w, k) + (added[k] as number));
      const best = Math.max(...logits);
      // Logits of at most 20 nats in float32 are off by less than 20 · 16 · 2^-24.
      expect(best - (logits[winners[i] as number] as number)).toBeLessThan(2e-5);
      const sum = logits.reduce((total, l) => total + Math.exp(l - best), 0);
      logits.forEach((l, k) => {
        expected[k] = (expected[k] as number) + Math.exp(l - best) / sum / n;
      });
    }
    for (let k = 0; k < count; k++) {
      const [found, right] = [responsibility[k] as number, expected[k] as number];
      if (!(Math.abs(found - right) <= 1e-4 * right + 1e-12)) expect.fail(`${k}: ${found} for ${right}`);
    }
    const counted = new Int32Array(count);
    for (const k of winners) counted[k] = (counted[k] as number) + 1;
    expect(wins).toEqual(counted);
  });
});

it('gives another winner where log C_p decides', async () => {
  // y lies 60° from a long prototype and 75° from a short one.
  const at = (degrees: number, length: number) => [
    length * Math.cos((degrees * Math.PI) / 180),
    length * Math.sin((degrees * Math.PI) / 180),
  ];
  const w = Float32Array.from([...at(60, 2), ...at(-75, 1)]);
  const y = Float32Array.from([1, 0]);
  const winner = async (normalization: 'none' | 'vmf') =>
    (await assignPrototypes(y, { w, p: 2, tau: 0.1 }, { normalization })).winners[0];
  expect(await winner('none')).toBe(0);
  // 20 cos 60° - log I_0(20) = 10 - 17.59, 10 cos 75° - log I_0(10) = 2.59 - 7.94.
  expect(await winner('vmf')).toBe(1);
});

describe('log density of prototypes', () => {
  it('is that of the mixture they stand for', async () => {
    const [n, count] = [200, 30];
    const { y, w } = made(n, count, P);
    const lengths = lengthsOf(w, P);
    const weights = Float64Array.from({ length: count }, (_, k) => (k + 1) / ((count * (count + 1)) / 2));
    const mixture = new VonMisesFisherMixture(
      weights,
      Array.from(lengths, (length, k) => {
        const mu = Array.from(w.subarray(k * P, (k + 1) * P));
        return new VonMisesFisher(
          mu.map((x) => x / length),
          length / TAU,
        );
      }),
    );
    const expected = mixture.score(y, { normalize: true, measure: 'uniform' });
    const tensors = tf.memory().numTensors;
    const found = await prototypeLogDensity(y, { w, p: P, tau: TAU }, weights);
    expect(tf.memory().numTensors).toBe(tensors);
    // Terms of at most 20 nats, and their sum over 200 rows, in float32.
    expect(Math.abs(found - expected)).toBeLessThan(2e-5);
    expect(Math.abs(expected)).toBeGreaterThan(0.1);
  });

  it('leaves out a component of weight 0', async () => {
    const { y, w } = made(50, 2, P);
    const both = await prototypeLogDensity(y, { w, p: P, tau: TAU }, [1, 0]);
    const one = await prototypeLogDensity(y, { w: w.subarray(0, P), p: P, tau: TAU }, [1]);
    expect(Math.abs(both - one)).toBeLessThan(2e-5);
  });
});
