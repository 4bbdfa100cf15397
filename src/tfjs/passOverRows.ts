/**
 * The pass of EM over rows on a device, in float32.
 *
 * The logarithm of α_k C_p(κ_k) exp(κ_k μ_kᵀx) is split so that what float32 holds is small:
 *
 *   l_ik = κ_k (μ_kᵀx_i - 1) + (h_k - h),   h_k = log α_k + log(C_p(κ_k) e^κ_k),   h = max_k h_k
 *
 *   quantity     where                       why
 *   h_k          host, double                it cancels to about (p/2) log κ; n h is added back in double
 *   μᵀx - 1      device                      exact once μᵀx >= 1/2, so that its error is that of the product only
 *   Σ over rows  device, within a chunk      float32 sums of at most `chunkRows` terms
 *   Σ of chunks  device, within a group of 32 for S; double on the host for W, log f, and over groups
 *
 * With u = 2^-24 the error of l_ik is about u κ_k √p (at most u κ_k (p + 4)), that of sums u √chunkRows (at most
 * u chunkRows), relative to the sum of the absolute values.
 */
import * as tf from '@tensorflow/tfjs-core';
import { scaledLogNormalizer } from '../special/scaledLogNormalizer.ts';
import type { TensorMixture } from './tensorMixture.ts';

/** What a pass leaves, of responsibilities r_ik: Σ_i r_ik, Σ_i r_ik x_i, and likelihoods. */
export interface TensorMixtureStatistics {
  /** W_k = Σ_i r_ik */
  readonly weights: Float64Array;
  /** S_k = Σ_i r_ik x_i */
  readonly sums: readonly Float64Array[];
  /** Σ_i log f(x_i), nats */
  readonly logLikelihood: number;
  /** Σ_i max_k log α_k f_k(x_i), nats: what hard EM maximises */
  readonly classificationLogLikelihood: number;
}

/** Chunks after which sums come back to the host. */
const GROUP = 32;
/** Stands for log 0: a shader may not know infinities. */
const LOG_OF_ZERO = -1e30;

interface Components {
  /** μᵀ, [p, K] */
  readonly directions: tf.Tensor2D;
  readonly kappas: tf.Tensor1D;
  /** h_k - h */
  readonly peaks: tf.Tensor1D;
}

const peaksOf = ({ weights, kappas }: TensorMixture, p: number): Float64Array =>
  kappas.map((kappa, k) => Math.log(weights[k]) + scaledLogNormalizer(p, kappa));

function onDevice({ directions, kappas }: TensorMixture, p: number, peaks: Float64Array): Components {
  const columns = directions.length;
  const transposed = new Float32Array(p * columns);
  directions.forEach((mu, k) => {
    for (let j = 0; j < p; j++) transposed[j * columns + k] = mu[j];
  });
  return {
    directions: tf.tensor2d(transposed, [p, columns]),
    kappas: tf.tensor1d(Float32Array.from(kappas)),
    peaks: tf.tensor1d(Float32Array.from(peaks, (peak) => Math.max(peak, LOG_OF_ZERO))),
  };
}

/** S [K, p], W [K], and the two parts of Σ log f: Σ max_k l_ik and Σ log Σ_k exp(l_ik - max). */
type Sums = [sums: tf.Tensor2D, weights: tf.Tensor1D, logs: tf.Tensor1D];

/** 1 for the largest of each row. By int32: wasm fills a float32 oneHot with the bits of integers. */
function largestOf(logs: tf.Tensor2D): tf.Tensor2D {
  const labels = tf.argMax(logs, 1) as tf.Tensor1D;
  return tf.cast(tf.oneHot(labels, logs.shape[1], 1, 0, 'int32'), 'float32') as tf.Tensor as tf.Tensor2D;
}

function chunkSums(x: tf.Tensor2D, components: Components, kind: 'soft' | 'hard'): Sums {
  const { directions, kappas, peaks } = components;
  const versines = tf.sub(tf.matMul(x, directions), 1);
  const logs = tf.add(tf.mul(versines, kappas), peaks) as tf.Tensor2D;
  const largest = tf.max(logs, 1, true);
  const ratios = tf.exp(tf.sub(logs, largest));
  const total = tf.sum(ratios, 1, true);
  const shares = kind === 'soft' ? (tf.div(ratios, total) as tf.Tensor2D) : largestOf(logs);
  // Non-transposed products only: see matMul.ts.
  const byComponent = tf.transpose(shares);
  return [
    tf.matMul(byComponent, x),
    tf.sum(byComponent, 1) as tf.Tensor1D,
    tf.stack([tf.sum(largest), tf.sum(tf.log(total))]) as tf.Tensor1D,
  ];
}

/** The chunks between two rows: S together, W [chunks, K] and logs [chunks, 2] one by one. */
function groupSums(
  rows: tf.Tensor2D,
  from: number,
  to: number,
  most: number,
  components: Components,
  kind: 'soft' | 'hard',
): [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D] {
  return tf.tidy(() => {
    let total: tf.Tensor2D | undefined;
    const weights: tf.Tensor1D[] = [];
    const logs: tf.Tensor1D[] = [];
    for (let first = from; first < to; first += most) {
      const count = Math.min(most, to - first);
      const [sums, chunkWeights, chunkLogs] = tf.tidy(() =>
        chunkSums(tf.slice(rows, [first, 0], [count, rows.shape[1]]), components, kind),
      );
      weights.push(chunkWeights);
      logs.push(chunkLogs);
      if (total === undefined) total = sums;
      else {
        const next: tf.Tensor2D = tf.add(total, sums);
        tf.dispose([total, sums]);
        total = next;
      }
    }
    return [total as tf.Tensor2D, tf.stack(weights) as tf.Tensor2D, tf.stack(logs) as tf.Tensor2D];
  });
}

/** Lets timers and events run: the data of a backend on the CPU are there at once, and nothing else would. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** The pass, with all arguments checked. */
export async function passOverRows(
  caller: string,
  rows: tf.Tensor2D,
  mixture: TensorMixture,
  kind: 'soft' | 'hard',
  chunkRows: number,
): Promise<TensorMixtureStatistics> {
  const [n, p] = rows.shape;
  const count = mixture.kappas.length;
  const peaks = peaksOf(mixture, p);
  const highest = peaks.reduce((most, peak) => Math.max(most, peak));
  const weights = new Float64Array(count);
  const sums = mixture.directions.map(() => new Float64Array(p));
  let largest = 0;
  let rest = 0;
  const components = onDevice(
    mixture,
    p,
    peaks.map((peak) => peak - highest),
  );
  try {
    for (let from = 0; from < n; from += GROUP * chunkRows) {
      const group = groupSums(rows, from, Math.min(n, from + GROUP * chunkRows), chunkRows, components, kind);
      try {
        const [s, w, logs] = await Promise.all(group.map((tensor) => tensor.data()));
        s.forEach((value, at) => {
          sums[Math.floor(at / p)][at % p] += value;
        });
        w.forEach((value, at) => {
          weights[at % count] += value;
        });
        logs.forEach((value, at) => {
          if (at % 2 === 0) largest += value;
          else rest += value;
        });
      } finally {
        tf.dispose(group);
      }
      await nextTask();
    }
  } finally {
    tf.dispose(Object.values(components));
  }
  const classificationLogLikelihood = n * highest + largest;
  const logLikelihood = classificationLogLikelihood + rest;
  if (!Number.isFinite(logLikelihood)) {
    throw new RangeError(
      `${caller}: rows and kappas must give finite densities in float32, got a log-likelihood of ${logLikelihood}`,
    );
  }
  return { weights, sums, logLikelihood, classificationLogLikelihood };
}
