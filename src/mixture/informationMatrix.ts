/**
 * The observed information of a mixture: minus the second derivatives of Σ w_i log f(x_i) in the natural parameters
 * η_k = κ_kμ_k and all weights but the last,
 *
 *   I = Σ_i w_i [ s_i s_iᵀ - Σ_k r_ik (t_ik t_ikᵀ - V_k) ]
 *
 * with t_ik the score of row i if it came from component k: x_i - A_p(κ_k)μ_k for η_k, and 1/α_k for its weight or
 * -1/α_last for all; s_i = Σ_k r_ik t_ik; V_k the covariance of component k. The parts for weights alone cancel
 * within the sum over k.
 *
 * Source: Louis, Finding the observed information matrix when using the EM algorithm, J. R. Stat. Soc. B 44 (1982).
 */
import { covarianceEigenvalues } from '../density/covarianceEigenvalues.ts';
import { meanResultantLength } from '../special/meanResultantLength.ts';
import { eachPosterior } from './eachPosterior.ts';
import { JointDensity } from './JointDensity.ts';
import type { MixtureData } from './MixtureData.ts';
import { columnsOf, directionAt, type MixtureParameters } from './MixtureParameters.ts';
import { passOver } from './passOver.ts';

/** Where parameters stand: p for each component, then the weights of all columns but the last. */
export const informationSize = (parameters: MixtureParameters): number =>
  parameters.weights.length * parameters.p + columnsOf(parameters) - 1;

/** n_parameters x n_parameters, row by row. */
export function informationMatrix(data: MixtureData, parameters: MixtureParameters): Float64Array {
  const { p, weights, kappas, noise } = parameters;
  const k = weights.length;
  const columns = columnsOf(parameters);
  const size = informationSize(parameters);
  const shares = noise === undefined ? weights : Float64Array.of(...weights, noise);
  const information = new Float64Array(size * size);
  const means = Array.from({ length: k }, (_, c) =>
    directionAt(parameters, c).map((mu) => mu * meanResultantLength(p, kappas[c])),
  );
  const held = new Float64Array(k);
  const score = new Float64Array(size);
  const difference = new Float64Array(p);
  const density = new JointDensity(parameters);
  const rows = passOver(data.rows, new Float64Array(p), 1);
  eachPosterior(density, density.pass(data), data, (first, logs, posterior) => {
    for (let i = 0; i < logs.length; i++) {
      const weight = data.weights?.[first + i] ?? 1;
      if (weight === 0) continue;
      const row = Float64Array.from(rows.row(first + i), (x) => x * data.inverseLengths[first + i]);
      for (let c = 0; c < columns - 1; c++) {
        score[k * p + c] =
          posterior[i * columns + c] / shares[c] - posterior[(i + 1) * columns - 1] / shares[columns - 1];
      }
      for (let c = 0; c < k; c++) {
        const share = posterior[i * columns + c];
        held[c] += weight * share;
        for (let j = 0; j < p; j++) {
          difference[j] = row[j] - means[c][j];
          score[c * p + j] = share * difference[j];
        }
        const factor = weight * share;
        for (let a = 0; a < p; a++) {
          const from = (c * p + a) * size;
          for (let b = 0; b < p; b++) information[from + c * p + b] -= factor * difference[a] * difference[b];
          // t tᵀ between η_c and the weights.
          for (let b = 0; b < columns - 1; b++) {
            const ofWeight = c === columns - 1 ? -1 / shares[columns - 1] : b === c ? 1 / shares[c] : 0;
            const term = factor * difference[a] * ofWeight;
            information[from + k * p + b] -= term;
            information[(k * p + b) * size + c * p + a] -= term;
          }
        }
      }
      for (let a = 0; a < size; a++) {
        const factor = weight * score[a];
        for (let b = 0; b < size; b++) information[a * size + b] += factor * score[b];
      }
    }
  });
  for (let c = 0; c < k; c++) addCovariance(information, size, parameters, c, held[c]);
  return information;
}

/** Adds W_c V_c, V = perpendicular I + (parallel - perpendicular) μμᵀ. */
function addCovariance(
  information: Float64Array,
  size: number,
  parameters: MixtureParameters,
  c: number,
  weight: number,
): void {
  const { p, kappas } = parameters;
  const { parallel, perpendicular } = covarianceEigenvalues(p, kappas[c]);
  const mu = directionAt(parameters, c);
  for (let a = 0; a < p; a++) {
    for (let b = 0; b < p; b++) {
      const value = (a === b ? perpendicular : 0) + (parallel - perpendicular) * mu[a] * mu[b];
      information[(c * p + a) * size + c * p + b] += weight * value;
    }
  }
}
