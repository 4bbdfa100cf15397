import * as tf from '@tensorflow/tfjs-core';
import { chunkSize } from './chunkSize.ts';
import type { MixturePassOptions } from './MixturePassOptions.ts';
import { passOverRows, type TensorMixtureStatistics } from './passOverRows.ts';
import { requireRows } from './requireRows.ts';
import { rowFacts } from './rowFacts.ts';
import { columnsOf, type MixtureStart, tensorMixture } from './tensorMixture.ts';

/**
 * The sums of one pass of EM over rows on the device, for a mixture of von Mises-Fisher distributions.
 *
 *   r_ik = α_k f_k(x_i)/f(x_i), or 1 for the largest ('hard');   W_k = Σ_i w_i r_ik,   S_k = Σ_i w_i r_ik x_i
 *
 * What `fitMixtureOnTensors` iterates; by itself for parts of data too large for the device: W, S and the
 * log-likelihoods of parts add up. No array of n x K is made: rows are taken `chunkRows` at a time, and only S,
 * W and two numbers come back, once for 32 chunks. Waits with `data()`, so it works on webgpu; leaves no tensor.
 *
 * Domain: p >= 2; κ below about 2^20: the error of log f(x) grows as 2^-24 κ √p. Tests hold each sum within
 * 2^-24 (√n + κ √p) n of double precision.
 *
 * @param rows [n, p], unit rows; their length is not checked
 * @param mixture α_k, μ_k, κ_k and noise as arrays, or a VonMisesFisherMixture
 * @param options `kind`, `chunkRows`, `sampleWeights` w_i, `labels`
 * @throws (rejects with) TypeError for a non-tensor, a shape or kind that does not fit; RangeError for weights that
 *   do not add up to 1, directions that are no unit vectors, or options out of range
 * @example
 * const rows = tf.tensor2d([[1, 0], [0.6, 0.8], [-1, 0]]);
 * const mixture = { weights: [0.5, 0.5], directions: [[1, 0], [-1, 0]], kappas: [2, 2] };
 * const { weights, logLikelihood } = await mixtureStatistics(rows, mixture);
 * [...weights, logLikelihood]; // [1.9168..., 1.0831..., -4.7419...]
 */
export async function mixtureStatistics(
  rows: tf.Tensor2D,
  mixture: MixtureStart,
  options: MixturePassOptions = {},
): Promise<TensorMixtureStatistics> {
  const caller = 'mixtureStatistics';
  const { shape } = requireRows(caller, rows);
  const given = tensorMixture(caller, 'mixture', mixture, shape[1]);
  const columns = columnsOf(given);
  const chunkRows = chunkSize(caller, options, columns);
  const facts = rowFacts(caller, options, shape[0], columns);
  try {
    return await passOverRows(caller, rows, facts, given, options.kind ?? 'soft', chunkRows);
  } finally {
    tf.dispose([facts.weights, facts.labels]);
  }
}
