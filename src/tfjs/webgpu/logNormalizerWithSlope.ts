import type * as tf from '@tensorflow/tfjs-core';
import { floatExpansion } from '../floatExpansion.ts';
import { type ComputeKernel, computeKernel } from './ComputeKernel.ts';
import { expansionSource } from './expansionSource.ts';
import { gridOf, launchKernel } from './launchKernel.ts';

const kernels = /* @__PURE__ */ new Map<string, ComputeKernel>();

function kernelOf(p: number, terms: number | undefined): ComputeKernel {
  const name = `logNormalizerWithSlope ${p} ${terms ?? 'exact'}`;
  const kernel =
    kernels.get(name) ??
    computeKernel({
      name,
      writes: ['value', 'slope'],
      reads: ['kappa'],
      scalars: { size: 'u32' },
      declarations: expansionSource(floatExpansion(p, terms)),
      body: `
  let i = (group.y * groups.x + group.x) * 256u + thread;
  if (i < scalars.size) {
    let both = logNormalizerAndSlope(kappa[i]);
    value[i] = both.x;
    slope[i] = both.y;
  }`,
    });
  kernels.set(name, kernel);
  return kernel;
}

/** log C_p(κ) - log C_p(0) and its derivative -A_p(κ), in one launch. One shader for each p. */
export function logNormalizerWithSlope(
  p: number,
  kappa: tf.Tensor,
  terms?: number,
): { value: tf.Tensor; slope: tf.Tensor } {
  const [value, slope] = launchKernel(
    kernelOf(p, terms),
    [kappa],
    [kappa.shape, kappa.shape],
    { size: kappa.size },
    gridOf(Math.ceil(kappa.size / 256)),
  ) as [tf.Tensor, tf.Tensor];
  return { value, slope };
}
