/**
 * Accuracy of the TensorFlow.js adapter in float32, against the package's own double-precision functions.
 *
 * Prints, per dimension and backend, the largest relative error over concentrations spaced evenly in log κ
 * (from 1e-15 to 1e4, and from 1e4 to 3e38), of log C_p(κ) - log C_p(0), of its gradient -A_p(κ), and of the
 * gradient's gradient -A_p'(κ), this one below p = 2 relative to A_p'(0) = 1/p: at p = 1 it is sech² κ, which
 * leaves the range of float32. The references are evaluated at the float32 concentrations themselves.
 *
 *     npx tsx validation/tfjsAccuracy.ts
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { meanResultantLength, meanResultantLengthDerivative, relativeLogNormalizer } from 'von-mises-fisher';
import * as vmf from 'von-mises-fisher/tfjs';

const DIMENSIONS = [1, 1.5, 2, 2.5, 3, 4, 8, 16, 64, 128, 256, 512, 2048, 1e5];
const POINTS = 20_000;

/** Float32 concentrations, evenly spaced in log κ. */
const between = (lowest: number, highest: number): Float32Array =>
  Float32Array.from({ length: POINTS }, (_, i) => lowest * (highest / lowest) ** (i / (POINTS - 1)));

/** The largest |got - want|, relative to |want| or to `least`; values below float32's normal range left out. */
function worst(
  got: ArrayLike<number>,
  kappa: Float32Array,
  want: (kappa: number) => number,
  least = 2 ** -126,
): number {
  return kappa.reduce((largest, k, i) => {
    const reference = want(k);
    if (Math.abs(reference) < 2 ** -126) return largest;
    return Math.max(largest, Math.abs(got[i] - reference) / Math.max(Math.abs(reference), least));
  }, 0);
}

function errors(p: number, kappa: Float32Array): number[] {
  return tf.tidy(() => {
    const x = tf.tensor1d(kappa);
    const value = (k: tf.Tensor): tf.Tensor => vmf.relativeLogNormalizer(p, k);
    const slope = (k: tf.Tensor): tf.Tensor => tf.grad(value)(k);
    return [
      worst(value(x).dataSync(), kappa, (k) => relativeLogNormalizer(p, k)),
      worst(slope(x).dataSync(), kappa, (k) => -meanResultantLength(p, k)),
      worst(
        tf.grad(slope)(x).dataSync(),
        kappa,
        (k) => -meanResultantLengthDerivative(p, k, 1),
        p < 2 ? 1 / p : undefined,
      ),
    ];
  });
}

vmf.registerGradients();
const rows: string[][] = [];
for (const backend of ['cpu', 'wasm']) {
  await tf.setBackend(backend);
  await tf.ready();
  for (const p of DIMENSIONS) {
    const moderate = errors(p, between(1e-15, 1e4));
    const large = errors(p, between(1e4, 3e38));
    rows.push([backend, String(p), ...[...moderate, ...large].map((e) => e.toExponential(1))]);
  }
}
const titles = ['backend', 'p', 'value', 'gradient', 'second', 'value', 'gradient', 'second'];
console.log(`${''.padEnd(20)}${'κ in [1e-15, 1e4]'.padEnd(30)}κ in [1e4, 3e38]`);
for (const row of [titles, ...rows]) console.log(row.map((cell) => cell.padEnd(10)).join(''));
