import * as tf from '@tensorflow/tfjs-core';
import { differentiableOnce } from './differentiable.ts';
import { kernelPack } from './KernelPack.ts';
import { matMul } from './matMul.ts';
import { requireTensor } from './requireTensor.ts';
import { reshaped } from './reshaped.ts';
import { softmaxGradient } from './softmax.ts';

/**
 * Scaled dot-product attention.
 *
 *   y = P v,   P = softmax(q kᵀ/√d) over the keys
 *
 * Its gradient keeps P and issues non-transposed products only (see `matMul`). First derivatives; a second one is refused.
 *
 * @param q [..., n, d] queries
 * @param k [..., m, d] keys
 * @param v [..., m, e] values
 * @returns [..., n, e]
 * @throws TypeError for a non-tensor or sizes that do not fit
 * @example
 * attention(q, k, v); // q, k, v: [batch * heads, tokens, headSize]
 */
export function attention<T extends tf.Tensor>(q: T, k: T, v: T): T {
  const queries = requireTensor('attention', 'q', q);
  const keys = requireTensor('attention', 'k', k);
  const values = requireTensor('attention', 'v', v);
  for (const [name, tensor] of Object.entries({ k: keys, v: values })) {
    if (tensor.rank !== queries.rank || tensor.rank < 2) {
      throw new TypeError(
        `attention: q, k and v must have the same rank, 2 or more, got q [${queries.shape}] and ${name} [${tensor.shape}]`,
      );
    }
  }
  requireFitting(queries, keys, values);
  // Softmax of nothing divides by zero in wasm; without keys there is nothing to weigh.
  if (queries.size === 0 || keys.size === 0 || values.size === 0) return nothing(queries, keys, values) as T;
  const scale = 1 / Math.sqrt(queries.shape[queries.rank - 1] as number);
  const kernel = kernelPack().attention;
  if (kernel) {
    return differentiableOnce<T>(
      'attention',
      [queries, keys, values],
      (save) => {
        const [y, ...rest] = kernel.forward(asBatch(queries), asBatch(keys), asBatch(values), scale);
        save([queries, keys, values, y, ...rest]);
        return reshaped(y, [...queries.shape.slice(0, -1), values.shape[values.rank - 1] as number]) as T;
      },
      (dy, [savedQueries, savedKeys, savedValues, ...saved]) =>
        kernel
          .backward(
            asBatch(dy),
            asBatch(savedQueries),
            asBatch(savedKeys),
            asBatch(savedValues),
            scale,
            saved,
          )
          .map((gradient, i) => reshaped(gradient, [savedQueries, savedKeys, savedValues][i].shape)),
    );
  }
  return differentiableOnce<T>(
    'attention',
    [queries, keys, values],
    (save) => {
      const weights = tf.softmax(tf.mul(matMul(queries, keys, false, true), scale));
      save([queries, keys, values, weights]);
      return matMul(weights, values) as T;
    },
    (dy, [savedQueries, savedKeys, savedValues, weights]) => {
      const towardsWeights = matMul<tf.Tensor>(dy, savedValues, false, true);
      const towardsScores = tf.mul(softmaxGradient(towardsWeights, weights), scale);
      return [
        matMul(towardsScores, savedKeys),
        matMul(towardsScores, savedQueries, true, false),
        matMul<tf.Tensor>(weights, dy, true, false),
      ];
    },
  );
}

/** What no queries, keys or numbers give: zeros, of gradients too. */
function nothing(...inputs: [tf.Tensor, tf.Tensor, tf.Tensor]): tf.Tensor {
  const [queries, , values] = inputs;
  return differentiableOnce(
    'attention',
    inputs,
    () => tf.zeros([...queries.shape.slice(0, -1), values.shape[values.rank - 1] as number]),
    () => inputs.map((x) => tf.zeros(x.shape)),
  );
}

/** [batch, rows, size] of all leading axes together. */
const asBatch = (x: tf.Tensor): tf.Tensor3D => {
  const [rows, size] = x.shape.slice(-2);
  return reshaped(x, [x.shape.slice(0, -2).reduce((count, n) => count * n, 1), rows, size]);
};

function requireFitting(q: tf.Tensor, k: tf.Tensor, v: tf.Tensor): void {
  const leading = (x: tf.Tensor): string => x.shape.slice(0, -2).join();
  const [size, sizeOfKeys] = [q, k].map((x) => x.shape[x.rank - 1]);
  const [keys, values] = [k, v].map((x) => x.shape[x.rank - 2]);
  if (size !== sizeOfKeys || keys !== values || leading(q) !== leading(k) || leading(k) !== leading(v)) {
    throw new TypeError(
      `attention: q, k and v must have shapes [..., n, d], [..., m, d] and [..., m, e], got [${q.shape}], [${k.shape}] and [${v.shape}]`,
    );
  }
}
