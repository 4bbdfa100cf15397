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

async function lossesOf(steps: number, after?: (step: number) => void): Promise<number[]> {
  registerGradients();
  const x = tf.tensor2d(pattern(views * batch * inputs, 9), [views * batch, inputs]);
  const losses: number[] = [];
  let state = initialState();
  for (let step = 1; step <= steps; step++) {
    const moved = stepped(state, x, step);
    state = moved.state;
    losses.push((await moved.loss.data())[0] as number);
    moved.loss.dispose();
    after?.(step);
  }
  tf.dispose([x, ...names.flatMap((name) => Object.values(state[name]))]);
  return losses;
}

await onWebGPU(() => {
  describe('training in small', () => {
    it('goes the way of plain operations on the cpu', async () => {
      const got = await lossesOf(12);
      await tf.setBackend('cpu');
      const want = await lossesOf(12);
      await tf.setBackend('webgpu');
      // Scores of size up to 25 over the teacher's τ, some 60 half-ulps of that on either side.
      for (const [i, loss] of got.entries()) {
        expect(Math.abs(loss - (want[i] as number)), `step ${i + 1}`).toBeLessThan(120 * 25 * 2 ** -24);
      }
      expect(got[11]).toBeLessThan(got[0] as number);
    });

    it('holds no more memory after 200 steps than after 5', async () => {
      const seen: { tensors: number; buffers: number; bytes: number; allocated: number }[] = [];
      const before = tf.memory().numTensors;
      await lossesOf(200, () => {
        const { numTensors, numDataBuffers, ...rest } = tf.memory();
        const { numBytesInGPU, numBytesAllocatedInGPU } = rest as unknown as Record<string, number>;
        seen.push({
          ...{ tensors: numTensors, buffers: numDataBuffers },
          ...{ bytes: numBytesInGPU as number, allocated: numBytesAllocatedInGPU as number },
        });
      });
      expect(seen[199]).toEqual(seen[4]);
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});
