import type * as tf from '@tensorflow/tfjs-core';
import { chebyshevSeries, shortestPolynomial } from '../chebyshev.ts';
import type { KernelPack } from '../KernelPack.ts';
import { type ComputeKernel, computeKernel } from './ComputeKernel.ts';
import { literal, polynomialSource } from './expansionSource.ts';
import { gridOf, launchKernel } from './launchKernel.ts';

/**
 * exp(z²) erfc(z) for z >= 0 in double precision: below 2 by the power series of erf, above by the continued
 * fraction √π exp(z²) erfc(z) = 1/(z + (1/2)/(z + 1/(z + (3/2)/(z + ...)))) (DLMF 7.9.1).
 */
function scaledErfc(z: number): number {
  if (z < 2) {
    let term = z;
    let sum = z;
    for (let n = 1; n < 80; n++) {
      term *= -(z * z) / n;
      sum += term / (2 * n + 1);
    }
    return Math.exp(z * z) * (1 - (2 / Math.sqrt(Math.PI)) * sum);
  }
  let tail = z;
  for (let k = 120; k > 0; k--) tail = z + k / 2 / tail;
  return 1 / (Math.sqrt(Math.PI) * tail);
}

/** What the fit may leave out, relative: a quarter of an ulp of float32. */
const TOLERANCE = 3e-8;

/**
 * WGSL: `tail(x)` = (1 - Φ(|x|), exp(-x²/2)). With z = |x|/√2 and t = 2/(2+z) in (0, 1], exp(z²) erfc(z)/t is
 * smooth in t and becomes a polynomial, so that the tail keeps its relative accuracy.
 */
function tailSource(): string {
  const scaled = chebyshevSeries((t) => scaledErfc((2 * (1 - t)) / t) / t, 0, 1);
  return `
fn tail(x: f32) -> vec2f {
  let t = 2.0 / (2.0 + abs(x) * ${literal(Math.SQRT1_2)});
  let bell = exp(-0.5 * x * x);
  return vec2f(0.5 * bell * t * ${polynomialSource(shortestPolynomial(scaled, TOLERANCE), 't')}, bell);
}`;
}

let made: { forward: ComputeKernel; backward: ComputeKernel } | undefined;

function kernels(): { forward: ComputeKernel; backward: ComputeKernel } {
  const declarations = made === undefined ? tailSource() : '';
  made ??= {
    forward: computeKernel({
      name: 'gelu',
      writes: ['y'],
      reads: ['x'],
      scalars: { size: 'u32' },
      declarations,
      body: `
  let i = (group.y * groups.x + group.x) * 256u + thread;
  if (i < scalars.size) {
    let beyond = tail(x[i]).x;
    y[i] = x[i] * select(1.0 - beyond, beyond, x[i] < 0.0);
  }`,
    }),
    backward: computeKernel({
      name: 'geluGradient',
      writes: ['dx'],
      reads: ['dy', 'x'],
      scalars: { size: 'u32' },
      declarations,
      body: `
  let i = (group.y * groups.x + group.x) * 256u + thread;
  if (i < scalars.size) {
    let both = tail(x[i]);
    let below = select(1.0 - both.x, both.x, x[i] < 0.0);
    dx[i] = dy[i] * (below + x[i] * both.y * ${literal(1 / Math.sqrt(2 * Math.PI))});
  }`,
    }),
  };
  return made;
}

const gridFor = ({ size }: tf.Tensor): [number, number, number] => gridOf(Math.ceil(size / 256));

/** x Φ(x), and ∂y (Φ(x) + x φ(x)), each in one launch. */
export const geluKernels: NonNullable<KernelPack['gelu']> = {
  forward: (x) =>
    launchKernel(kernels().forward, [x], [x.shape], { size: x.size }, gridFor(x))[0] as tf.Tensor,
  backward: (dy, x) =>
    launchKernel(kernels().backward, [dy, x], [x.shape], { size: x.size }, gridFor(x))[0] as tf.Tensor,
};
