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
 * Noise is one more column, with κ = 0. Rows count w_i times; of a labelled row only the column of its label is left.
 *
 * With u = 2^-24 the error of l_ik is about u κ_k √p (at most u κ_k (p + 4)), that of sums u √chunkRows (at most
 * u chunkRows), relative to the sum of the absolute values.
 */
import * as tf from '@tensorflow/tfjs-core';
import { scaledLogNormalizer } from '../special/scaledLogNormalizer.ts';
import { type Chunk, type Components, chunkSums } from './chunkSums.ts';
import type { RowFacts } from './rowFacts.ts';
import type { TensorMixture } from './tensorMixture.ts';

/** What a pass leaves, of responsibilities r_ik: Σ_i w_i r_ik, Σ_i w_i r_ik x_i, and likelihoods. */
export interface TensorMixtureStatistics {
  /** W_k = Σ_i w_i r_ik of the components, and behind them of noise if there is some. */
  readonly weights: Float64Array;
  /** S_k = Σ_i w_i r_ik x_i of the components */
  readonly sums: readonly Float64Array[];
  /** Σ_i w_i log f(x_i), nats; of a labelled row, log α_k f_k(x_i) */
  readonly logLikelihood: number;
  /** Σ_i w_i max_k log α_k f_k(x_i), nats: what hard EM maximises */
  readonly classificationLogLikelihood: number;
}

/** Chunks after which sums come back to the host. */
const GROUP = 32;
/** Stands for log 0: a shader may not know infinities. */
const LOG_OF_ZERO = -1e30;

function peaksOf({ weights, kappas, noise }: TensorMixture, p: number): Float64Array {
  const peaks = Array.from(kappas, (kappa, k) => Math.log(weights[k]) + scaledLogNormalizer(p, kappa));
  return Float64Array.from(
    noise === undefined ? peaks : [...peaks, Math.log(noise) + scaledLogNormalizer(p, 0)],
  );
}

function onDevice({ directions, kappas }: TensorMixture, p: number, peaks: Float64Array): Components {
  const columns = peaks.length;
  const transposed = new Float32Array(p * columns);
  directions.forEach((mu, k) => {
    for (let j = 0; j < p; j++) transposed[j * columns + k] = mu[j];
  });
  return {
    directions: tf.tensor2d(transposed, [p, columns]),
    kappas: tf.tensor1d(Float32Array.from(peaks, (_, k) => kappas[k] ?? 0)),
    peaks: tf.tensor1d(Float32Array.from(peaks, (peak) => Math.max(peak, LOG_OF_ZERO))),
  };
}

/** The chunks between two rows: S together, W [chunks, columns] and logs [chunks, 2] one by one. */
function groupSums(
  { x, weights: counts, labels }: Chunk,
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
        chunkSums(
          {
            x: tf.slice(x, [first, 0], [count, x.shape[1]]),
            weights: counts && tf.slice(counts, [first, 0], [count, 1]),
            labels: labels && tf.slice(labels, [first, 0], [count, 1]),
          },
          components,
          kind,
        ),
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
  { weights: counts, labels, unit, total }: RowFacts,
  mixture: TensorMixture,
  kind: 'soft' | 'hard',
  chunkRows: number,
): Promise<TensorMixtureStatistics> {
  const [n, p] = rows.shape;
  const peaks = peaksOf(mixture, p);
  const highest = peaks.reduce((most, peak) => Math.max(most, peak));
  const columns = peaks.length;
  const weights = new Float64Array(columns);
  const sums = mixture.directions.map(() => new Float64Array(p));
  const chunk = { x: rows, weights: counts, labels };
  let largest = 0;
  let rest = 0;
  const components = onDevice(
    mixture,
    p,
    peaks.map((peak) => peak - highest),
  );
  try {
    for (let from = 0; from < n; from += GROUP * chunkRows) {
      const group = groupSums(
        chunk,
        from,
        Math.min(n, from + GROUP * chunkRows),
        chunkRows,
        components,
        kind,
      );
      try {
        const [s, w, logs] = await Promise.all(group.map((tensor) => tensor.data()));
        sums.forEach((sum, k) => {
          for (let j = 0; j < p; j++) sum[j] += unit * s[k * p + j];
        });
        w.forEach((value, at) => {
          weights[at % columns] += unit * value;
        });
        logs.forEach((value, at) => {
          if (at % 2 === 0) largest += unit * value;
          else rest += unit * value;
        });
      } finally {
        tf.dispose(group);
      }
      await nextTask();
    }
  } finally {
    tf.dispose(Object.values(components));
  }
  const classificationLogLikelihood = total * highest + largest;
  const logLikelihood = classificationLogLikelihood + rest;
  if (!Number.isFinite(logLikelihood)) {
    throw new RangeError(
      `${caller}: rows and kappas must give finite densities in float32, got a log-likelihood of ${logLikelihood}`,
    );
  }
  return { weights, sums, logLikelihood, classificationLogLikelihood };
}
