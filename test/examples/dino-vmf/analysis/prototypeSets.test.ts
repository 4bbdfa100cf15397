import { beforeAll, describe, expect, it } from 'vitest';
import { prototypeSets } from '../../../../examples/dino-vmf/analysis/prototypeSets.ts';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';

beforeAll(() => startEngine('wasm'));

/** Rows on the circle at these angles in degrees, of any lengths. */
const circle = (...angles: number[]) =>
  Float32Array.from(
    angles.flatMap((angle, i) => {
      const [radians, length] = [(angle * Math.PI) / 180, 0.5 + i];
      return [length * Math.cos(radians), length * Math.sin(radians)];
    }),
  );

describe('duplicate sets', () => {
  it('of a chain: leaders cut it, components do not', async () => {
    // Neighbours at 20° have cosine 0.94, those at 40° have 0.77.
    const { thresholds, leaders } = await prototypeSets(circle(0, 20, 40, 60, 200), 2, [0.9, 0.95]);
    expect(thresholds).toEqual([
      { threshold: 0.9, unique: 3, largest: 2, components: 2, largestComponent: 4 },
      { threshold: 0.95, unique: 5, largest: 1, components: 5, largestComponent: 1 },
    ]);
    expect([...leaders]).toEqual([0, 0, 2, 2, 4]);
  });

  it('depend on the order, in which the first leader takes', async () => {
    const { thresholds, leaders } = await prototypeSets(circle(20, 0, 40, 60), 2, [0.9]);
    expect(thresholds[0]).toMatchObject({ unique: 2, largest: 3, components: 1, largestComponent: 4 });
    expect([...leaders]).toEqual([0, 0, 0, 3]);
    // 20° lies near both leaders, 0° and 40°; the first of them takes it, though 40° comes as near.
    expect([...(await prototypeSets(circle(0, 40, 20), 2, [0.9])).leaders]).toEqual([0, 1, 0]);
  });

  it('of prototypes without a direction are of one', async () => {
    const { thresholds } = await prototypeSets(new Float32Array(6), 2, [0.9]);
    expect(thresholds[0]).toMatchObject({ unique: 3, largest: 1, components: 3, largestComponent: 1 });
  });

  it('agree with a plain search over more tiles than one, at ten thresholds', async () => {
    const random = Random.keyed(11);
    const [count, p] = [8800, 3];
    const thresholds = [0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99];
    const unit = () => {
      const x = Array.from({ length: p }, () => random.normal());
      return x.map((v) => v / Math.hypot(...x));
    };
    const cosine = (a: number[], b: number[]) => a.reduce((sum, x, j) => sum + x * (b[j] as number), 0);
    // Directions of which no two have a cosine within 1e-5 of a threshold, so that float32 cannot tell otherwise.
    const pool: number[][] = [];
    while (pool.length < 80) {
      const next = unit();
      const isClear = pool.every((x) => thresholds.every((t) => Math.abs(cosine(x, next) - t) > 1e-5));
      if (isClear) pool.push(next);
    }
    const table = pool.map((a) => pool.map((b) => cosine(a, b)));
    const which = Int32Array.from({ length: count }, () => Math.floor(random.between(0, pool.length)));
    const w = new Float32Array(count * p);
    which.forEach((i, k) => {
      const length = random.between(0.1, 5);
      for (let j = 0; j < p; j++) w[k * p + j] = length * (pool[i]?.[j] as number);
    });

    const tensors = tf.memory().numTensors;
    const shares: number[] = [];
    const found = await prototypeSets(w, p, thresholds, (share) => shares.push(share));
    expect(tf.memory().numTensors).toBe(tensors);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));

    thresholds.forEach((threshold, level) => {
      const near = (k: number, l: number) =>
        (table[which[k] as number]?.[which[l] as number] as number) > threshold;
      const leaders: number[] = [];
      const sizes = new Map<number, number>();
      for (let k = 0; k < count; k++) {
        const leader = leaders.find((l) => near(k, l)) ?? k;
        if (leader === k) leaders.push(k);
        sizes.set(leader, (sizes.get(leader) ?? 0) + 1);
        if (level === 0) expect(found.leaders[k]).toBe(leader);
      }
      // Components of the pool: a copy is near to the others of its kind.
      const groups = pool.map((_, i) => i);
      for (let changed = true; changed; ) {
        changed = false;
        for (let i = 0; i < pool.length; i++) {
          for (let j = 0; j < pool.length; j++) {
            if ((table[i]?.[j] as number) > threshold && (groups[i] as number) < (groups[j] as number)) {
              groups[j] = groups[i] as number;
              changed = true;
            }
          }
        }
      }
      const components = new Map<number, number>();
      for (const i of which) {
        const group = groups[i] as number;
        components.set(group, (components.get(group) ?? 0) + 1);
      }
      expect(found.thresholds[level]).toEqual({
        threshold,
        unique: leaders.length,
        largest: Math.max(...sizes.values()),
        components: components.size,
        largestComponent: Math.max(...components.values()),
      });
    });
    const unique = found.thresholds.map((row) => row.unique);
    expect(unique.at(-1), 'the check must bite').toBeGreaterThan(1.5 * (unique[0] as number));
  });
});
