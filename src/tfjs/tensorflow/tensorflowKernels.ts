import * as tf from '@tensorflow/tfjs-core';
import type { KernelPack } from '../KernelPack.ts';
import { adamWKernel } from './adamWKernel.ts';
import { hasRawOps, type OpAttribute } from './RawOps.ts';

/**
 * Kernels of the backend 'tensorflow' (tfjs-node), made of ops of TensorFlow that TensorFlow.js does not use.
 *
 *   matMul        MatMul with its transposing flags: no copy, and for two axes a third of the overhead of the
 *                 batched product that TensorFlow.js always calls
 *   logSoftmax    LogSoftmax instead of six operations
 *   sumOfRows     BiasAddGrad, more than twice as fast as Sum
 *   sumOfSquares  L2Loss
 *   adamW         ResourceApplyAdam, one pass over the memory
 *
 * Left to plain operations, which are no slower here: gelu (no such op), softmax (already the native one).
 */
export function tensorflowKernels(backend: tf.KernelBackend): KernelPack {
  if (!hasRawOps(backend)) return {};
  const { TF_FLOAT, TF_ATTR_TYPE, TF_ATTR_BOOL, TF_ATTR_STRING } = backend.binding;
  const float32: OpAttribute = { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
  const flag = (name: string, value: boolean): OpAttribute => ({ name, type: TF_ATTR_BOOL, value });
  const lastAxis: OpAttribute = { name: 'data_format', type: TF_ATTR_STRING, value: 'NHWC' };
  const run = <T extends tf.Tensor>(name: string, inputs: tf.Tensor[], ...attributes: OpAttribute[]): T =>
    backend.executeSingleOutput(name, [float32, ...attributes], inputs) as T;

  /** Σ over the rows of [rows, d]. */
  const sumOfRows = (x: tf.Tensor2D): tf.Tensor1D => run('BiasAddGrad', [x], lastAxis);

  return {
    matMul: (a, b, transposeA, transposeB) =>
      a.rank === 2
        ? run('MatMul', [a, b], flag('transpose_a', transposeA), flag('transpose_b', transposeB))
        : tf.matMul(a, b, transposeA, transposeB),
    sumOfRows,
    logSoftmax: {
      forward: (x) => run('LogSoftmax', [x]),
      backward: (dy, y) => tf.sub(dy, tf.mul(tf.exp(y), tf.sum(dy, -1, true))),
    },
    sumOfSquares: (x) => tf.mul(run<tf.Scalar>('L2Loss', [x]), 2),
    adamW: adamWKernel(backend),
  };
}
