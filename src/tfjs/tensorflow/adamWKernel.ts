import * as tf from '@tensorflow/tfjs-core';
import type { KernelPack } from '../KernelPack.ts';
import type { OpAttribute, RawOps } from './RawOps.ts';

/**
 * AdamW by ResourceApplyAdam, which goes over the memory once, between variables that live for the call only.
 *
 *   TensorFlow:  m ← m + (1 - β₁)(g - m),   ṽ ← ṽ + (1 - b)(g² - ṽ),   x ← x - s m/(√ṽ + ε̃)
 *
 * Its b is a float32, and 1 - b misses 1 - 0.999 by 1.3e-5: so ṽ is v in another unit, v = u ṽ with
 * u = (1 - β₂)/(1 - b), which makes the new v right to float32 rounding; then s = lr/√(u c) and ε̃ = ε/√(u c),
 * where c = 1/(1 - β₂ᵗ) and lr the step size that the caller gives.
 */
export function adamWKernel(backend: RawOps): NonNullable<KernelPack['adamW']> {
  const { TF_FLOAT, TF_ATTR_TYPE, TF_ATTR_BOOL, TF_ATTR_STRING, TF_ATTR_SHAPE } = backend.binding;
  const float32: OpAttribute = { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
  const ofFloat32: OpAttribute = { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT };
  const off = (name: string): OpAttribute => ({ name, type: TF_ATTR_BOOL, value: false });
  const variable = (name: string): tf.Tensor =>
    tf.keep(
      backend.executeSingleOutput(
        'VarHandleOp',
        [
          { name: 'container', type: TF_ATTR_STRING, value: '' },
          { name: 'shared_name', type: TF_ATTR_STRING, value: `von-mises-fisher/adamW/${name}` },
          ofFloat32,
          // Not held to: values of any shape may be assigned.
          { name: 'shape', type: TF_ATTR_SHAPE, value: [] },
        ],
        [],
      ),
    );
  const handles = ['parameter', 'first', 'second'].map(variable) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const assign = (handle: tf.Tensor, value: tf.Tensor) =>
    backend.executeMultipleOutputs('AssignVariableOp', [ofFloat32], [handle, value], 0);
  const read = (handle: tf.Tensor) => backend.executeSingleOutput('ReadVariableOp', [ofFloat32], [handle]);
  const release = (handle: tf.Tensor) =>
    backend.executeMultipleOutputs('DestroyResourceOp', [off('ignore_lookup_error')], [handle], 0);

  /** Scalars by their use: most parameters of a step share them, and making one costs as much as an op. */
  const scalars = new Map<string, { value: number; tensor: tf.Scalar }>();
  const scalar = (use: string, value: number): tf.Scalar => {
    const last = scalars.get(use);
    if (last?.value === value) return last.tensor;
    last?.tensor.dispose();
    const tensor = tf.keep(tf.scalar(value));
    scalars.set(use, { value, tensor });
    return tensor;
  };

  return ({ parameter, first, second, average }, gradient, factors) => {
    const { gradientScale, beta1, beta2, decay, stepSize, secondScale, epsilon, momentum } = factors;
    const rounded = Math.fround(beta2);
    const unit = (1 - beta2) / Math.fround(1 - rounded);
    const root = Math.sqrt(unit * secondScale);
    const [x, m, v] = handles;
    const g = gradientScale === 1 ? gradient : tf.mul(gradient, scalar('gradientScale', gradientScale));
    assign(x, tf.mul(parameter, scalar('decay', decay)));
    assign(m, first);
    assign(v, tf.mul(second, scalar('into unit', beta2 / (unit * rounded))));
    const zero = scalar('zero', 0);
    backend.executeMultipleOutputs(
      'ResourceApplyAdam',
      [float32, off('use_locking'), off('use_nesterov')],
      [
        ...[x, m, v, zero, zero, scalar('stepSize', stepSize / root)],
        ...[scalar('beta1', beta1), scalar('beta2', rounded), scalar('epsilon', epsilon / root), g],
      ],
      0,
    );
    const next = [read(x), read(m), tf.mul(read(v), scalar('out of unit', unit))] as [
      tf.Tensor,
      ...tf.Tensor[],
    ];
    for (const handle of handles) release(handle);
    if (!average) return next;
    const kept = tf.mul(average, scalar('momentum', momentum));
    return [...next, tf.add(kept, tf.mul(next[0], scalar('rest of momentum', 1 - momentum)))];
  };
}
