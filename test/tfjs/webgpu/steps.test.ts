import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  adamW,
  gelu,
  l2Normalize,
  layerNorm,
  matMul,
  prototypeCrossEntropy,
  registerGradients,
  softmax,
} from 'von-mises-fisher/tfjs';
import { pattern, tensorOf } from '../gradientCheck.ts';
import { onWebGPU } from './onWebGPU.ts';

const [views, batch, inputs, width, prototypes] = [4, 3, 6, 9, 70];
const names = ['a', 'gain', 'bias', 'w'] as const;
type Name = (typeof names)[number];

/** A network of one hidden layer under the objective, all through the primitives. */
function lossOf(
  parameters: Record<Name, tf.Tensor>,
  x: tf.Tensor,
  teacher: Record<Name, tf.Tensor>,
): tf.Scalar {
  const directions = ({ a, gain, bias }: Record<Name, tf.Tensor>, rows: tf.Tensor): tf.Tensor2D =>
    l2Normalize(gelu(layerNorm(matMul(rows, a), gain, bias))) as tf.Tensor2D;
  return prototypeCrossEntropy(directions(parameters, x), parameters.w as tf.Tensor2D, 0.1, {
    y: directions(teacher, tf.slice(x, [0, 0], [2 * batch, inputs])),
    w: teacher.w as tf.Tensor2D,
    tau: 0.04,
  });
}

const initial = (): Record<Name, tf.Tensor> => ({
  a: tensorOf([inputs, width], 1),
  gain: tensorOf([width], 2, 0.5, 1),
  bias: tensorOf([width], 3),
  w: tensorOf([prototypes, width], 4),
});

type State = Record<Name, { parameter: tf.Tensor; first: tf.Tensor; second: tf.Tensor; average: tf.Tensor }>;

const initialState = (): State => {
  const [student, teacher] = [initial(), initial()];
  return Object.fromEntries(
    names.map((name) => {
      const zeros = () => tf.zeros(student[name].shape);
      return [name, { parameter: student[name], first: zeros(), second: zeros(), average: teacher[name] }];
    }),
  ) as State;
};

const of = (state: State, part: 'parameter' | 'average') =>
  Object.fromEntries(names.map((name) => [name, state[name][part]])) as Record<Name, tf.Tensor>;

/** One step; disposes of the state before. */
function stepped(state: State, x: tf.Tensor, step: number): { state: State; loss: tf.Scalar } {
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    const parameters = Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
    return lossOf(parameters as Record<Name, tf.Tensor>, x, of(state, 'average'));
  })(Object.values(of(state, 'parameter')));
  const next = Object.fromEntries(
    names.map((name, i) => {
      const options = { step, learningRate: 0.01, weightDecay: 0.04, momentum: 0.99 };
      return [name, adamW(state[name], grads[i] as tf.Tensor, options)];
    }),
  ) as State;
  tf.dispose([grads, ...names.map((name) => Object.values(state[name]))]);
  return { state: next, loss: value as tf.Scalar };
}

async function lossesOf(steps: number): Promise<number[]> {
  registerGradients();
  const x = tf.tensor2d(pattern(views * batch * inputs, 9), [views * batch, inputs]);
  const losses: number[] = [];
  let state = initialState();
  for (let step = 1; step <= steps; step++) {
    const moved = stepped(state, x, step);
    state = moved.state;
    losses.push((await moved.loss.data())[0] as number);
    moved.loss.dispose();
  }
  tf.dispose([x, ...names.flatMap((name) => Object.values(state[name]))]);
  return losses;
}

await onWebGPU(() => {
  describe('training in small', () => {
    it('goes the way of plain operations on the cpu', async () => {
      const got = await lossesOf(5);
      await tf.setBackend('cpu');
      const want = await lossesOf(5);
      await tf.setBackend('webgpu');
      // Scores of size up to 25 over the teacher's τ, some 60 half-ulps of that on either side.
      for (const [i, loss] of got.entries()) {
        expect(Math.abs(loss - (want[i] as number)), `step ${i + 1}`).toBeLessThan(120 * 25 * 2 ** -24);
      }
      expect(got[4]).toBeLessThan(got[0] as number);
    });

    it('holds no more memory after 200 steps than after 5', async () => {
      const x = tensorOf([6, 4], 1) as tf.Tensor2D;
      const targets = softmax(tensorOf([6, prototypes], 2)) as tf.Tensor2D;
      const loss = (a: tf.Tensor, w: tf.Tensor): tf.Scalar =>
        prototypeCrossEntropy(matMul(x, a) as tf.Tensor2D, w as tf.Tensor2D, 0.5, targets);
      const before = tf.memory().numTensors;
      let state = [tensorOf([4, 5], 3), tensorOf([prototypes, 5], 4)].map((parameter) => ({
        ...{ parameter, average: tf.clone(parameter) },
        ...{ first: tf.zeros(parameter.shape), second: tf.zeros(parameter.shape) },
      }));
      const seen: unknown[] = [];
      for (let step = 1; step <= 200; step++) {
        const { value, grads } = tf.valueAndGrads(loss)(state.map(({ parameter }) => parameter));
        const options = { step, learningRate: 0.01, weightDecay: 0.04, momentum: 0.99 };
        const next = state.map((of, i) => adamW(of, grads[i] as tf.Tensor, options));
        tf.dispose([value, grads, ...state.map((of) => Object.values(of))]);
        state = next as typeof state;
        await state[0]?.parameter.data();
        // Number of tensors and of buffers, bytes in use and bytes allocated.
        seen.push(tf.memory());
      }
      expect(seen[199]).toEqual(seen[4]);
      tf.dispose(state.flatMap((of) => Object.values(of)));
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});
