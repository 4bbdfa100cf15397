import * as tf from '@tensorflow/tfjs-core';
import { softmaxGradient } from '../softmax.ts';
import { singleGradient } from './singleGradient.ts';

/** The shape with the reduced axes kept as 1. */
function keptShape(shape: number[], axis: number | number[] | undefined): number[] {
  const axes = tf.util.parseAxisParam(axis as number | number[], shape);
  return shape.map((size, index) => (axes.includes(index) ? 1 : size));
}

/** The gradient shared out over the reduced axes. */
const spread = (dy: tf.Tensor, x: tf.Tensor, axis: number | number[] | undefined): tf.Tensor =>
  tf.broadcastTo(tf.reshape(dy, keptShape(x.shape, axis)), x.shape);

/** The gradient of the largest or smallest element, shared by elements that tie. */
const extremum = (kernelName: string): tf.GradConfig => ({
  kernelName,
  inputsToSave: ['x'],
  outputsToSave: [true],
  gradFunc: (dy, [x, y], attrs) => {
    const axis = (attrs as unknown as tf.MaxAttrs).reductionIndices;
    const kept = keptShape(x.shape, axis);
    const attained = tf.cast(tf.equal(x, tf.reshape(y, kept)), 'float32');
    const ties = tf.sum(attained, axis as number | number[], true);
    return {
      x: () => tf.mul(attained, tf.div(tf.reshape(singleGradient(dy), kept), tf.reshape(ties, kept))),
    };
  },
});

/** Gradients of reductions along axes. */
export const reductionGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'Sum',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({
      x: () => spread(singleGradient(dy), x, (attrs as unknown as tf.SumAttrs).axis),
    }),
  },
  {
    kernelName: 'Mean',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => {
      const { axis } = attrs as unknown as tf.MeanAttrs;
      const count = x.size / tf.util.sizeFromShape(keptShape(x.shape, axis));
      return { x: () => spread(tf.div(singleGradient(dy), count), x, axis) };
    },
  },
  extremum('Max'),
  extremum('Min'),
  {
    kernelName: 'Softmax',
    inputsToSave: ['logits'],
    gradFunc: (dy, [logits]) => ({ logits: () => softmaxGradient(singleGradient(dy), tf.softmax(logits)) }),
  },
];
