import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerGradients } from 'von-mises-fisher/tfjs';
import { expectGradients, tensorOf } from './gradientCheck.ts';
import { onEachBackend } from './onEachBackend.ts';

type Case = [
  string,
  (...inputs: tf.Tensor[]) => tf.Tensor,
  number[][],
  { scale?: number; shift?: number }?,
  number?,
];

const apart = { scale: 0.25, shift: 2 };

/** Op, function, input shapes; values are `pattern · scale + shift`, outputs good to so many ulp. */
const cases: Case[] = [
  [
    'Add',
    (a, b) => tf.add(a, b),
    [
      [2, 3],
      [2, 3],
    ],
  ],
  ['Add, broadcast', (a, b) => tf.add(a, b), [[2, 3], [3]]],
  [
    'Add, broadcast within',
    (a, b) => tf.add(a, b),
    [
      [2, 1, 3],
      [4, 1],
    ],
  ],
  ['Add, to a scalar', (a, b) => tf.add(a, b), [[], [2, 2]]],
  ['Add, of itself', (a) => tf.add(a, a), [[3]]],
  [
    'AddN',
    (a, b, c) => tf.addN([a, b, c]),
    [
      [2, 2],
      [2, 2],
      [2, 2],
    ],
  ],
  [
    'Sub',
    (a, b) => tf.sub(a, b),
    [
      [2, 3],
      [2, 1],
    ],
  ],
  ['Multiply', (a, b) => tf.mul(a, b), [[2, 3], [3]]],
  ['RealDiv', (a, b) => tf.div(a, b), [[2, 3], [3]], apart],
  ['Pow', (a, b) => tf.pow(a, b), [[2, 3], [3]], apart, 8],
  ['SquaredDifference', (a, b) => tf.squaredDifference(a, b), [[2, 3], [3]]],
  ['Identity', (a) => tf.clone(a), [[3]]],
  ['Cast', (a) => tf.cast(a, 'float32'), [[3]]],
  ['Neg', (a) => tf.neg(a), [[3]]],
  ['Square', (a) => tf.square(a), [[2, 3]]],
  ['Sqrt', (a) => tf.sqrt(a), [[2, 3]], apart],
  ['Rsqrt', (a) => tf.rsqrt(a), [[2, 3]], apart],
  ['Reciprocal', (a) => tf.reciprocal(a), [[2, 3]], apart],
  ['Exp', (a) => tf.exp(a), [[2, 3]]],
  ['Expm1', (a) => tf.expm1(a), [[2, 3]], {}, 4],
  ['Log', (a) => tf.log(a), [[2, 3]], apart],
  ['Log1p', (a) => tf.log1p(a), [[2, 3]], apart],
  ['Tanh', (a) => tf.tanh(a), [[2, 3]], {}, 8],
  ['Sigmoid', (a) => tf.sigmoid(a), [[2, 3]], {}, 4],
  ['Erf', (a) => tf.erf(a), [[2, 3]], {}, 8],
  ['Sin', (a) => tf.sin(a), [[3]]],
  ['Cos', (a) => tf.cos(a), [[3]]],
  ['Sum', (a) => tf.sum(a), [[2, 3]]],
  ['Sum, one axis', (a) => tf.sum(a, 1), [[2, 3, 2]]],
  ['Sum, last axis kept', (a) => tf.sum(a, -1, true), [[2, 3]]],
  ['Mean', (a) => tf.mean(a, [0, 2]), [[2, 3, 2]]],
  ['Mean, kept', (a) => tf.mean(a, -1, true), [[2, 3]]],
  ['Softmax', (a) => tf.softmax(a), [[2, 4]], { scale: 3 }, 8],
  ['Reshape', (a) => tf.reshape(a, [3, 2]), [[2, 3]]],
  ['ExpandDims', (a) => tf.expandDims(a, 1), [[2, 3]]],
  ['Transpose', (a) => tf.mul(tf.transpose(a, [2, 0, 1]), tensorOf([4, 2, 3], 9)), [[2, 3, 4]]],
  [
    'Concat',
    (a, b) => tf.concat([a, b], -1),
    [
      [2, 3],
      [2, 1],
    ],
  ],
  ['SplitV', (a) => tf.mul(tf.split(a, [1, 2], 1)[1], 3), [[2, 3]]],
  ['SplitV, all', (a) => tf.sub(...(tf.split(a, 2, 0) as [tf.Tensor, tf.Tensor])), [[2, 3]]],
  [
    'Pack',
    (a, b) => tf.stack([a, b], 1),
    [
      [2, 3],
      [2, 3],
    ],
  ],
  ['Unpack', (a) => tf.mul(tf.unstack(a, 1)[2], 2), [[2, 3]]],
  ['Unpack, one', (a) => tf.mul(tf.unstack(a, 0)[0], 2), [[1, 3]]],
  ['Slice', (a) => tf.slice(a, [0, 1], [-1, 2]), [[2, 4]]],
  ['Slice, short form', (a) => tf.slice(a, 1), [[3, 2]]],
  [
    'PadV2',
    (a) =>
      tf.pad(a, [
        [1, 0],
        [0, 2],
      ]),
    [[2, 3]],
  ],
  ['Tile', (a) => tf.mul(tf.tile(a, [2, 3]), tensorOf([4, 6], 9)), [[2, 2]]],
  ['Tile, by broadcastTo', (a) => tf.mul(tf.broadcastTo(a, [3, 2, 2]), tensorOf([3, 2, 2], 9)), [[2, 1]]],
  ['GatherV2', (a) => tf.gather(a, tf.tensor1d([2, 0, 2], 'int32')), [[3, 2]]],
  [
    'GatherV2, axis 1',
    (a) =>
      tf.gather(
        a,
        tf.tensor2d(
          [
            [1, 1],
            [0, 2],
          ],
          [2, 2],
          'int32',
        ),
        1,
      ),
    [[2, 3, 2]],
  ],
  [
    'BatchMatMul',
    (a, b) => tf.matMul(a, b),
    [
      [2, 3],
      [3, 4],
    ],
    {},
    4,
  ],
  [
    'BatchMatMul, transposed a',
    (a, b) => tf.matMul(a, b, true, false),
    [
      [3, 2],
      [3, 4],
    ],
    {},
    4,
  ],
  [
    'BatchMatMul, transposed b',
    (a, b) => tf.matMul(a, b, false, true),
    [
      [2, 3],
      [4, 3],
    ],
    {},
    4,
  ],
  [
    'BatchMatMul, both transposed',
    (a, b) => tf.matMul(a, b, true, true),
    [
      [3, 2],
      [4, 3],
    ],
    {},
    4,
  ],
  [
    'BatchMatMul, batched',
    (a, b) => tf.matMul(a, b),
    [
      [2, 2, 3],
      [2, 3, 2],
    ],
    {},
    4,
  ],
  [
    'BatchMatMul, broadcast batch',
    (a, b) => tf.matMul(a, b),
    [
      [2, 2, 3],
      [1, 3, 2],
    ],
    {},
    4,
  ],
];

/** Away from where these have a corner: inputs in ±[1, 1.9]. */
const corners: [string, (a: tf.Tensor) => tf.Tensor][] = [
  ['Abs', (a) => tf.abs(a)],
  ['Relu', (a) => tf.relu(a)],
  ['Step', (a) => tf.add(a, tf.step(a))],
  ['Sign', (a) => tf.add(a, tf.sign(a))],
  ['Maximum', (a) => tf.maximum(a, tf.mul(a, -0.5))],
  ['Minimum', (a) => tf.minimum(a, tf.mul(a, -0.5))],
  ['Maximum, broadcast', (a) => tf.maximum(a, tf.sum(tf.mul(a, 0)))],
  ['ClipByValue', (a) => tf.clipByValue(a, -0.5, 5)],
  ['Select', (a) => tf.where(tf.tensor1d([true, false, true, false, true, false]), tf.square(a), a)],
  ['Max', (a) => tf.max(tf.reshape(a, [2, 3]), 1)],
  ['Max, kept', (a) => tf.max(tf.reshape(a, [2, 3]), -1, true)],
  ['Min', (a) => tf.min(a)],
  ['ZerosLike', (a) => tf.add(a, tf.zerosLike(a))],
];

let registered: string[] = [];
beforeAll(() => {
  registered = registerGradients();
});

describe('registerGradients', () => {
  it('registers each gradient once and leaves existing ones alone', () => {
    expect(new Set(registered).size).toBe(registered.length);
    expect(registered).toContain('BatchMatMul');
    const matMul = tf.getGradient('BatchMatMul');
    expect(registerGradients()).toEqual([]);
    expect(tf.getGradient('BatchMatMul')).toBe(matMul);
  });

  it('keeps a gradient of the user', () => {
    const theirs: tf.GradConfig = { kernelName: 'Cos', gradFunc: () => ({}) };
    const ours = tf.getGradient('Cos');
    tf.unregisterGradient('Cos');
    tf.registerGradient(theirs);
    expect(registerGradients()).toEqual([]);
    expect(tf.getGradient('Cos')).toBe(theirs);
    tf.unregisterGradient('Cos');
    tf.registerGradient(ours);
  });

  it('refuses gather with batch dimensions', async () => {
    // On cpu: wasm's own forward kernel reads out of bounds for them.
    await tf.setBackend('cpu');
    tf.tidy(() => {
      const indices = tf.tensor2d([[0], [1]], [2, 1], 'int32');
      const f = (x: tf.Tensor): tf.Tensor => tf.gather(x, indices, 1, 1);
      expect(() => tf.grad(f)(tensorOf([2, 2], 1))).toThrow(RangeError);
    });
  });

  it('has a case for every kernel it registers', () => {
    const tried = new Set([...cases, ...corners].map(([name]) => name.split(',')[0]));
    const untried = registered.filter((name) => !tried.has(name));
    expect(untried).toEqual(['Floor', 'OnesLike']);
  });
});

onEachBackend(() => {
  it.each(cases)(
    '%s agrees with differences',
    (_name, f, shapes, { scale = 1, shift = 0 } = {}, ulps = 2) => {
      const inputs = shapes.map((shape, i) => tensorOf(shape, i + 1, scale, shift));
      expectGradients(f, inputs, ulps);
      tf.dispose(inputs);
    },
  );

  it.each(corners)('%s agrees with differences', (_name, f) => {
    const input = tf.tensor1d([1.25, -1.5, 1.875, -1.75, 1.5, -1.125]);
    expectGradients((a) => f(a as tf.Tensor1D), [input]);
    input.dispose();
  });

  it.each([
    ['Floor', (x: tf.Tensor) => tf.floor(x)],
    ['OnesLike', (x: tf.Tensor) => tf.onesLike(x)],
  ])('%s has no slope', (_name, flat) => {
    tf.tidy(() => {
      const slope = tf.grad((x: tf.Tensor) => tf.add(flat(x), tf.mul(x, 2)))(tf.tensor1d([0.5, 1.5]));
      expect(slope.dataSync()).toEqual(new Float32Array([2, 2]));
    });
  });

  it('shares the slope of a maximum among ties', () => {
    tf.tidy(() => {
      const slope = tf.grad((x: tf.Tensor) => tf.max(x))(tf.tensor1d([2, 1, 2]));
      expect(slope.dataSync()).toEqual(new Float32Array([0.5, 0, 0.5]));
    });
  });

  it('differentiates twice through registered kernels', () => {
    tf.tidy(() => {
      const f = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(tf.exp(x), tf.square(x)));
      const second = tf.grad((x: tf.Tensor) => tf.sum(tf.grad(f)(x)))(tf.tensor1d([0, 0.5, -1]));
      const want = [0, 0.5, -1].map((x) => Math.exp(x) * (x * x + 4 * x + 2));
      second.dataSync().forEach((got, i) => {
        expect(Math.abs(got - want[i])).toBeLessThanOrEqual(16 * 2 ** -24 * 8);
      });
    });
  });
});
