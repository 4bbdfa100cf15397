import * as tf from '@tensorflow/tfjs-core';
import { computeKernel } from './ComputeKernel.ts';
import { launchKernel } from './launchKernel.ts';

/** Entries that one workgroup adds up before the last pass. */
const PER_GROUP = 16384;

const TREE = `
  ofThreads[thread] = total;
  workgroupBarrier();
  for (var step = 128u; step > 0u; step /= 2u) {
    if (thread < step) { ofThreads[thread] += ofThreads[thread + step]; }
    workgroupBarrier();
  }
  if (thread == 0u) { sums[group.x] = ofThreads[0]; }`;

const reduction = (name: string, term: string) =>
  computeKernel({
    name,
    writes: ['sums'],
    reads: ['x'],
    scalars: { size: 'u32', perGroup: 'u32' },
    declarations: 'var<workgroup> ofThreads: array<f32, 256>;',
    body: `
  let end = min(scalars.size, (group.x + 1u) * scalars.perGroup);
  var total = 0.0;
  for (var i = group.x * scalars.perGroup + thread; i < end; i += 256u) { total += ${term}; }
  ${TREE}`,
  });

const squares = /* @__PURE__ */ reduction('sumOfSquares', 'x[i] * x[i]');
const values = /* @__PURE__ */ reduction('sum', 'x[i]');

/** Σ x², a scalar: one launch up to 16384 entries, two beyond. */
export function sumOfSquares(x: tf.Tensor): tf.Scalar {
  const { size } = x;
  if (size === 0) return tf.scalar(0);
  const groups = Math.min(1024, Math.ceil(size / PER_GROUP));
  const perGroup = Math.ceil(size / groups);
  const shape = groups === 1 ? [] : [groups];
  const [sums] = launchKernel(squares, [x], [shape], { size, perGroup }, [groups, 1, 1]) as [tf.Tensor];
  if (groups === 1) return sums as tf.Scalar;
  const whole = launchKernel(values, [sums], [[]], { size: groups, perGroup: groups }, [1, 1, 1]);
  sums.dispose();
  return whole[0] as tf.Scalar;
}
