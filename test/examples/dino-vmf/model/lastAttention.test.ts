import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { lastAttention } from '../../../../examples/dino-vmf/model/lastAttention.ts';
import { type Parameters, parameter } from '../../../../examples/dino-vmf/model/parameters.ts';
import { initialVit, type VitShape } from '../../../../examples/dino-vmf/model/vit.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';

beforeAll(() => startEngine('wasm'));

const SHAPE: VitShape = {
  ...{ patchSize: 4, imageSize: 8, width: 12, depth: 1, heads: 3, mlpRatio: 4 },
  initialization: 'fan-in',
  positionOffset: 0.1,
  channels: 3,
};

const network = (depth: number) => initialVit({ ...SHAPE, depth }, Random.keyed(2));

function images(count: number): { values: Float32Array; tensor: tf.Tensor4D } {
  const random = Random.keyed(9);
  const values = Float32Array.from({ length: count * 8 * 8 * 3 }, () => random.normal());
  return { values, tensor: tf.tensor4d(values, [count, 8, 8, 3]) };
}

/** The same in float64 from the definition, for a network of one block. */
async function expected(parameters: Parameters, image: Float32Array): Promise<number[][]> {
  const { width, heads, patchSize } = SHAPE;
  const get = async (name: string) => Array.from(await parameter(parameters, name).data(), Number);
  const at = (values: readonly number[], i: number) => values[i] as number;
  const affine = async (x: number[], name: string, outputs: number) => {
    const [weight, bias] = [await get(`${name}.weight`), await get(`${name}.bias`)];
    return Array.from({ length: outputs }, (_, o) =>
      x.reduce((sum, value, i) => sum + value * at(weight, i * outputs + o), at(bias, o)),
    );
  };
  const [cls, positions] = [await get('cls'), await get('positions')];
  const tokens = [cls];
  for (let top = 0; top < 8; top += patchSize) {
    for (let left = 0; left < 8; left += patchSize) {
      const patch: number[] = [];
      for (let y = top; y < top + patchSize; y++) {
        for (let x = left; x < left + patchSize; x++) {
          for (let c = 0; c < 3; c++) patch.push(image[(y * 8 + x) * 3 + c] as number);
        }
      }
      tokens.push(await affine(patch, 'patch', width));
    }
  }
  const rows: number[][] = [];
  for (const [t, token] of tokens.entries()) {
    const x = token.map((value, j) => value + at(positions, t * width + j));
    const mean = x.reduce((a, b) => a + b, 0) / width;
    const variance = x.reduce((a, b) => a + (b - mean) ** 2, 0) / width;
    const normed = x.map((value) => (value - mean) / Math.sqrt(variance + 1e-6));
    rows.push(await affine(normed, 'block0.qkv', 3 * width));
  }
  const size = width / heads;
  return Array.from({ length: heads }, (_, head) => {
    const query = (rows[0] as number[]).slice(head * size, (head + 1) * size);
    const weights = rows.map((row) => {
      const key = row.slice(width + head * size, width + (head + 1) * size);
      return Math.exp(query.reduce((sum, q, j) => sum + q * at(key, j), 0) / Math.sqrt(size));
    });
    const total = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / total);
  });
}

describe('lastAttention', () => {
  it('is the softmax of the query of [CLS] over all keys, head by head', async () => {
    const parameters = network(1);
    const { values, tensor } = images(2);
    const before = tf.memory().numTensors;
    const attention = lastAttention(parameters, SHAPE, tensor);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(attention.shape).toEqual([2, 3, 5]);
    const found = await attention.data();
    for (let i = 0; i < 2; i++) {
      const maps = await expected(parameters, values.subarray(i * 192, (i + 1) * 192));
      maps.flat().forEach((weight, j) => {
        // Scores of order 1 of sums of 48 and 12 products in float32.
        expect(Math.abs((found[i * 15 + j] as number) - weight)).toBeLessThan(2e-6);
      });
    }
    tf.dispose([attention, tensor, parameters]);
  });

  it('of a deeper network is that of its last block', async () => {
    const parameters = network(3);
    const { tensor } = images(1);
    const whole = await lastAttention(parameters, { ...SHAPE, depth: 3 }, tensor).data();
    const rowSums = [0, 1, 2].map((head) =>
      Array.from(whole.slice(head * 5, head * 5 + 5)).reduce((a, b) => a + b, 0),
    );
    for (const sum of rowSums) expect(Math.abs(sum - 1)).toBeLessThan(1e-6);
    const changed = { ...parameters, 'block1.qkv.bias': tf.ones([36]) };
    const other = await lastAttention(changed, { ...SHAPE, depth: 3 }, tensor).data();
    expect(other).not.toEqual(whole);
    const after = { ...parameters, 'block2.contract.bias': tf.ones([12]), 'norm.gain': tf.zeros([12]) };
    expect(await lastAttention(after, { ...SHAPE, depth: 3 }, tensor).data()).toEqual(whole);
    tf.dispose([parameters, tensor]);
  });
});
