import type * as tf from '@tensorflow/tfjs-core';
import type { FloatExpansion } from '../floatExpansion.ts';
import { type ComputeKernel, computeKernel } from './ComputeKernel.ts';
import { expansionSource, type RadialFunction } from './expansionSource.ts';
import { gridOf, launchKernel } from './launchKernel.ts';

const kernels = /* @__PURE__ */ new WeakMap<FloatExpansion, Map<RadialFunction, ComputeKernel>>();

/** One shader for each function and expansion, so for each p: the coefficients are part of it. */
function kernelOf(which: RadialFunction, expansion: FloatExpansion): ComputeKernel {
  const known = kernels.get(expansion) ?? new Map<RadialFunction, ComputeKernel>();
  const kernel =
    known.get(which) ??
    computeKernel({
      name: which,
      writes: ['values'],
      reads: ['kappas'],
      scalars: { size: 'u32' },
      declarations: expansionSource(which, expansion),
      body: `
  let i = (group.y * groups.x + group.x) * 256u + thread;
  if (i < scalars.size) { values[i] = value(kappas[i]); }`,
    });
  kernels.set(expansion, known.set(which, kernel));
  return kernel;
}

/** A function of concentrations in one launch, where plain operations take 20 to 40. */
export const radialKernel =
  (which: RadialFunction) =>
  (kappa: tf.Tensor, expansion: FloatExpansion): tf.Tensor =>
    launchKernel(
      kernelOf(which, expansion),
      [kappa],
      [kappa.shape],
      { size: kappa.size },
      gridOf(Math.ceil(kappa.size / 256)),
    )[0] as tf.Tensor;
