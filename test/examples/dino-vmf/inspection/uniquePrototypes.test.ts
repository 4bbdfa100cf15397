import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { uniquePrototypes } from '../../../../examples/dino-vmf/inspection/uniquePrototypes.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';

beforeAll(() => startEngine('wasm'));

const P = 6;

/** Greedy in float64, all cosines at hand. */
function expected(rows: Float32Array, threshold: number): { unique: number; largest: number } {
  const count = rows.length / P;
  const row = (i: number) => rows.subarray(i * P, (i + 1) * P);
  const dot = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, x, j) => sum + (x as number) * (b[j] as number), 0);
  const cosine = (i: number, j: number) =>
    dot(row(i), row(j)) / Math.sqrt(dot(row(i), row(i)) * dot(row(j), row(j)));
  const leaders: number[] = [];
  const members: number[] = [];
  for (let i = 0; i < count; i++) {
    const at = leaders.findIndex((j) => cosine(i, j) > threshold);
    if (at < 0) {
      leaders.push(i);
      members.push(1);
    } else members[at] = (members[at] as number) + 1;
  }
  return { unique: leaders.length, largest: Math.max(...members) };
}

describe('uniquePrototypes', () => {
  const random = Random.keyed(5);
  // Around twelve centres, some far from their centre: sets overlap, so that the order matters.
  const centres = Float64Array.from({ length: 12 * P }, () => random.normal());
  const rows = Float32Array.from({ length: 203 * P }, (_, i) => {
    const from = ((Math.floor(i / P) * 7) % 12) * P + (i % P);
    return 3 * ((centres[from] as number) + 0.4 * random.normal());
  });

  it.each([0.5, 0.9, 0.99])('above a cosine of %f: greedy, in blocks of any size', async (threshold) => {
    const tensor = tf.tensor2d(rows, [203, P]);
    const before = tf.memory().numTensors;
    for (const block of [1, 7, 64, 256]) {
      expect(await uniquePrototypes(tensor, threshold, block), `${block}`).toEqual(expected(rows, threshold));
    }
    expect(tf.memory().numTensors).toBe(before);
    tensor.dispose();
  });

  it('of copies of one is one set', async () => {
    const tensor = tf.tensor2d(new Float32Array(50 * P).fill(0.3), [50, P]);
    expect(await uniquePrototypes(tensor, 0.9, 8)).toEqual({ unique: 1, largest: 50 });
    tensor.dispose();
  });
});
