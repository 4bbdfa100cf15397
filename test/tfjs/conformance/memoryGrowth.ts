import * as tf from '@tensorflow/tfjs-core';
import {
  adamW,
  attention,
  gelu,
  l2Normalize,
  layerNorm,
  matMul,
  prototypeCrossEntropy,
  registerGradients,
} from 'von-mises-fisher/tfjs';
import { numbers } from './ConformanceCase.ts';

const [views, batch, tokens, width, prototypes] = [4, 2, 3, 8, 37];

const shapes = { a: [width, width], gain: [width], bias: [width], w: [prototypes, width] } as const;
const names = Object.keys(shapes) as (keyof typeof shapes)[];

/** The loss of a small network made of every primitive; the teacher sees the global views. */
function lossOf(parameters: tf.Tensor[], teacher: tf.Tensor[], x: tf.Tensor3D): tf.Scalar {
  const directions = ([a, gain, bias]: tf.Tensor[], rows: tf.Tensor3D): tf.Tensor2D => {
    const h = gelu(layerNorm(matMul(rows, a as tf.Tensor), gain as tf.Tensor, bias as tf.Tensor));
    return l2Normalize(tf.sum(attention(h, h, h), 1) as tf.Tensor2D);
  };
  return prototypeCrossEntropy(directions(parameters, x), parameters[3] as tf.Tensor2D, 0.1, {
    y: directions(teacher, tf.slice(x, [0, 0, 0], [2 * batch, tokens, width])),
    w: teacher[3] as tf.Tensor2D,
    tau: 0.04,
  });
}

/** Trains in small; null, or what of `tf.memory()` is more after the last step than after the fifth. */
export async function memoryGrowth(steps: number): Promise<string | null> {
  registerGradients();
  const first = numbers([views * batch, tokens, width], 60);
  const x = tf.tensor3d(first.values, [views * batch, tokens, width]);
  let states = names.map((name, i) => {
    const { values } = numbers(shapes[name], 61 + i, 0.5, name === 'gain' ? 1 : 0);
    const tensor = (): tf.Tensor => tf.tensor(values, [...shapes[name]]);
    const zeros = (): tf.Tensor => tf.zeros([...shapes[name]]);
    return {
      parameter: tensor(),
      first: zeros(),
      second: zeros(),
      average: tensor() as tf.Tensor | undefined,
    };
  });
  let settled = { numTensors: 0, numBytes: 0 };
  let loss = Number.NaN;
  for (let step = 1; step <= steps; step++) {
    const teacher = states.map(({ average }) => average as tf.Tensor);
    const { value, grads } = tf.valueAndGrads((...parameters: tf.Tensor[]) => lossOf(parameters, teacher, x))(
      states.map(({ parameter }) => parameter),
    );
    const next = states.map((state, i) =>
      adamW(state as Required<typeof state> & { average: tf.Tensor }, grads[i] as tf.Tensor, {
        step,
        learningRate: 0.003,
        momentum: 0.99,
      }),
    );
    loss = (await value.data())[0] as number;
    tf.dispose([value, grads, states]);
    states = next as typeof states;
    const { numTensors, numBytes } = tf.memory();
    if (step === 5) settled = { numTensors, numBytes };
  }
  const { numTensors, numBytes } = tf.memory();
  tf.dispose([x, states]);
  if (!Number.isFinite(loss)) return `the loss became ${loss}`;
  if (numTensors === settled.numTensors && numBytes === settled.numBytes) return null;
  return `${numTensors - settled.numTensors} tensors and ${numBytes - settled.numBytes} bytes more`;
}
