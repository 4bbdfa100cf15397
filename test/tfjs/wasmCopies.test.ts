import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { layerNorm } from 'von-mises-fisher/tfjs';
import 'von-mises-fisher/tfjs/wasm';
import { beforeAll, expect, it } from 'vitest';

const buffers = (): number => tf.memory().numDataBuffers;

beforeAll(async () => {
  await tf.setBackend('wasm');
  // The kernels are made when something is first computed with them.
  layerNorm(tf.ones([1, 2]), tf.ones([2]), tf.zeros([2])).dispose();
});

it('copies share their memory, and it lasts as long as any of them', async () => {
  const before = buffers();
  const x = tf.tensor1d([1, -2, 3]);
  const copies = [tf.clone(x), tf.clone(tf.reshape(x, [3, 1]))];
  expect(buffers()).toBe(before + 1);
  x.dispose();
  for (const copy of copies) expect([...(await copy.data())]).toEqual([1, -2, 3]);
  const other = tf.tensor1d([7, 7, 7]);
  expect([...(await (copies[1] as tf.Tensor).data())]).toEqual([1, -2, 3]);
  tf.dispose([...copies, other]);
  expect(buffers()).toBe(before + 1);
});

it('strings are copied as before', async () => {
  const names = tf.tensor1d(['a', 'b']);
  const copy = tf.clone(names);
  names.dispose();
  expect([...(await copy.data<'string'>())]).toEqual(['a', 'b']);
  copy.dispose();
});
