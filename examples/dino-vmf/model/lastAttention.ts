import { layerNorm, linear, matMul, softmax } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import { type Parameters, parameter } from './parameters.ts';
import { type VitShape, vitTokens } from './vit.ts';

/**
 * Where [CLS] looks in the last block: softmax(q kᵀ/√d) of its query over all tokens, one row per head,
 * [batch, heads, 1 + patches]. Each row sums to 1; its first entry is what [CLS] gives to itself.
 */
export function lastAttention(parameters: Parameters, shape: VitShape, images: tf.Tensor4D): tf.Tensor3D {
  const { width, depth, heads } = shape;
  const size = width / heads;
  return tf.tidy(() => {
    const [tokens] = vitTokens(parameters, shape, images, 2) as [tf.Tensor3D];
    const [batch, count] = tokens.shape;
    const get = (name: string) => parameter(parameters, `block${depth - 1}.${name}`);
    const rows = tf.reshape(tokens, [batch * count, width]) as tf.Tensor2D;
    const normed = layerNorm(rows, get('norm1.gain'), get('norm1.bias'));
    const [q, k] = [0, 1].map((part) => {
      const weight = tf.slice(get('qkv.weight'), [0, part * width], [width, width]);
      const bias = tf.slice(get('qkv.bias'), [part * width], [width]);
      const byToken = tf.reshape(linear(normed, weight, bias), [batch, count, heads, size]);
      return tf.reshape(tf.transpose(byToken, [0, 2, 1, 3]), [batch * heads, count, size]);
    }) as [tf.Tensor3D, tf.Tensor3D];
    const query = tf.slice(q, [0, 0, 0], [batch * heads, 1, size]);
    const scores = tf.mul(matMul(query, k, false, true), 1 / Math.sqrt(size));
    return tf.reshape(softmax(scores), [batch, heads, count]) as tf.Tensor3D;
  });
}
