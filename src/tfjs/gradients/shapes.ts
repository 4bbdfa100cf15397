import * as tf from '@tensorflow/tfjs-core';
import { singleGradient } from './singleGradient.ts';

const list = (dy: tf.Tensor | tf.Tensor[]): tf.Tensor[] => (Array.isArray(dy) ? dy : [dy]);

/** The gradient of a kernel that only renames positions: the input's shape again. */
const reshaped = (kernelName: string, input: string): tf.GradConfig => ({
  kernelName,
  inputsToSave: [input],
  gradFunc: (dy, [x]) => ({ [input]: () => tf.reshape(singleGradient(dy), x.shape) }),
});

/** A gradient per element of a list of inputs, which the tape names '0', '1', ... */
const named = (gradients: tf.Tensor[]): Record<string, () => tf.Tensor> =>
  Object.fromEntries(gradients.map((gradient, index) => [index, () => tf.clone(gradient)]));

/** The sum over the copies that `tf.tile` made. */
function summedOverTiles(dy: tf.Tensor, shape: readonly number[], reps: readonly number[]): tf.Tensor {
  const grouped = tf.reshape(
    dy,
    shape.flatMap((size, axis) => [reps[axis], size]),
  );
  return tf.reshape(
    tf.sum(
      grouped,
      shape.map((_, axis) => 2 * axis),
    ),
    [...shape],
  );
}

/** Rows of dy added up at the positions they were gathered from, as a product with a one-hot matrix. */
function scattered(dy: tf.Tensor, x: tf.Tensor, indices: tf.Tensor, axis: number): tf.Tensor {
  const before = x.shape.slice(0, axis);
  const after = x.shape.slice(axis + 1);
  const outer = tf.util.sizeFromShape(before);
  const inner = tf.util.sizeFromShape(after);
  const gathered = tf.transpose(tf.reshape(dy, [outer, indices.size, inner]), [1, 0, 2]);
  const places = tf.cast(tf.oneHot(tf.cast(tf.reshape(indices, [-1]), 'int32'), x.shape[axis]), 'float32');
  const sums = tf.matMul(tf.transpose(places), tf.reshape(gathered, [indices.size, outer * inner]));
  const placed = tf.transpose(tf.reshape(sums, [x.shape[axis], outer, inner]), [1, 0, 2]);
  return tf.reshape(placed, x.shape);
}

/** Gradients of kernels that move, copy or drop elements. */
export const shapeGradients: readonly tf.GradConfig[] = [
  reshaped('Reshape', 'x'),
  reshaped('ExpandDims', 'input'),
  {
    kernelName: 'Transpose',
    gradFunc: (dy, _saved, attrs) => {
      const { perm } = attrs as unknown as tf.TransposeAttrs;
      const inverse = perm.map((_, axis) => perm.indexOf(axis));
      return { x: () => tf.transpose(singleGradient(dy), inverse) };
    },
  },
  {
    kernelName: 'Concat',
    saveAllInputs: true,
    gradFunc: (dy, inputs, attrs) => {
      const [axis] = tf.util.parseAxisParam((attrs as unknown as tf.ConcatAttrs).axis, inputs[0].shape);
      const sizes = inputs.map((input) => input.shape[axis]);
      return named(tf.split(singleGradient(dy), sizes, axis));
    },
  },
  {
    kernelName: 'SplitV',
    gradFunc: (dy, _saved, attrs) => ({
      x: () => tf.concat(list(dy), (attrs as unknown as tf.SplitVAttrs).axis),
    }),
  },
  {
    kernelName: 'Pack',
    saveAllInputs: true,
    gradFunc: (dy, _inputs, attrs) =>
      named(tf.unstack(singleGradient(dy), (attrs as unknown as tf.PackAttrs).axis)),
  },
  {
    kernelName: 'Unpack',
    gradFunc: (dy, _saved, attrs) => ({
      value: () => tf.stack(list(dy), (attrs as unknown as tf.UnpackAttrs).axis),
    }),
  },
  {
    kernelName: 'Slice',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => {
      const { begin, size } = attrs as unknown as tf.SliceAttrs;
      const [start, length] = tf.slice_util.parseSliceParams(x, begin, size);
      const paddings = x.shape.map((whole, axis): [number, number] => [
        start[axis],
        whole - start[axis] - length[axis],
      ]);
      return { x: () => tf.pad(singleGradient(dy), paddings) };
    },
  },
  {
    kernelName: 'PadV2',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => {
      const begin = (attrs as unknown as tf.PadV2Attrs).paddings.map(([before]) => before);
      return { x: () => tf.slice(singleGradient(dy), begin, x.shape) };
    },
  },
  {
    kernelName: 'Tile',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({
      x: () => summedOverTiles(singleGradient(dy), x.shape, (attrs as unknown as tf.TileAttrs).reps),
    }),
  },
  {
    kernelName: 'GatherV2',
    inputsToSave: ['x', 'indices'],
    gradFunc: (dy, [x, indices], attrs) => {
      const { axis, batchDims } = attrs as unknown as tf.GatherV2Attrs;
      if (batchDims !== 0) {
        throw new RangeError(`gather: only batchDims = 0 has a gradient here, got ${batchDims}`);
      }
      const [along] = tf.util.parseAxisParam(axis, x.shape);
      return {
        x: () => scattered(singleGradient(dy), x, indices, along),
        indices: () => tf.zeros(indices.shape),
      };
    },
  },
];
