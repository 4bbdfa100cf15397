/**
 * The M step of directions and concentrations with an L1 penalty on the directions: for each component, or for all
 * that share a κ, the maximum of
 *
 *   (W + ν) log C_p(κ) + κ μᵀS - β |μ|₁   over |μ| = 1, 0 <= κ <= κ_max
 *
 * With one of the two given, the other is
 *
 *   μ(κ): μ_j ∝ sign(S_j) max(0, |S_j| - β/κ), or the axis of the largest |S_j| where κ|S_j| <= β for all j
 *   κ(μ): A_p(κ) = μᵀS/(W + ν)
 *
 * The first is exact: where some κ|S_j| > β, Cauchy and Schwarz bound Σ(κS_jμ_j - β|μ_j|) by the length of the
 * thresholded κS, and this μ attains it; otherwise every term is at most (κ max|S| - β)|μ_j|, with Σ|μ_j| >= 1. So no
 * half step lowers the objective. They alternate from the κ before and, as there may be several fixed points (both
 * halves increase in each other), from the undivided S/|S| as well; the better end is taken. Hence no M step lowers
 * the penalised likelihood, with the exact estimator.
 *
 * Source: Barbaro & Rossi, Sparse mixture of von Mises-Fisher distributions, ESANN 2021; Rossi & Barbaro, Mixture of
 * von Mises-Fisher distribution with sparse prototypes, Neurocomputing 501 (2022).
 */
import { scaledLogNormalizer } from '../special/scaledLogNormalizer.ts';
import { lengthOf } from '../validate.ts';
import type { MaximizationSettings } from './MaximizationSettings.ts';
import { directionAt, type MixtureParameters } from './MixtureParameters.ts';
import type { MixtureStatistics } from './MixtureStatistics.ts';
import { CANCELLED, type Part, pooledConcentration } from './pooledConcentration.ts';

/** Relative change of κ at which the alternation ends. */
const SETTLED = 1e-10;
const MOST_ROUNDS = 100;

/** μ(κ) for the sum S, written to `out`. */
function thresholded(sum: Float64Array, threshold: number, out: Float64Array): void {
  let largest = 0;
  for (let j = 1; j < sum.length; j++) if (Math.abs(sum[j]) > Math.abs(sum[largest])) largest = j;
  if (!(Math.abs(sum[largest]) > threshold)) {
    out.fill(0);
    out[largest] = Math.sign(sum[largest]);
    return;
  }
  for (let j = 0; j < sum.length; j++) {
    const left = Math.abs(sum[j]) - threshold;
    out[j] = left > 0 ? Math.sign(sum[j]) * left : 0;
  }
  const length = lengthOf(out);
  for (let j = 0; j < sum.length; j++) out[j] /= length;
}

/** Writes μ(κ) of component k to `direction`, and gives its part of κ(μ). */
function partAt(
  statistics: MixtureStatistics,
  previous: MixtureParameters,
  k: number,
  threshold: number,
  direction: Float64Array,
): Part {
  const { p } = previous;
  const weight = statistics.weights[k];
  const sum = statistics.sums.subarray(k * p, (k + 1) * p);
  const before = directionAt(previous, k);
  if (!(lengthOf(sum) > CANCELLED * weight)) {
    // Nothing says where to: the direction stays.
    direction.set(before);
    return { weight, length: 0, complement: weight };
  }
  thresholded(sum, threshold, direction);
  let length = 0;
  let moved = 0;
  for (let j = 0; j < p; j++) {
    length += direction[j] * sum[j];
    moved += (before[j] - direction[j]) * sum[j];
  }
  length = Math.max(0, Math.min(weight, length));
  const spread = statistics.spreads[k];
  const complement = Number.isNaN(spread) ? weight - length : spread + moved;
  return { weight, length, complement: Math.max(0, complement) };
}

interface End {
  readonly kappa: number;
  readonly directions: readonly Float64Array[];
  readonly objective: number;
}

/** The objective of these directions and κ, up to a constant. */
function objectiveOf(
  p: number,
  kappa: number,
  parts: readonly Part[],
  directions: readonly Float64Array[],
  { prior, sparsity }: MaximizationSettings,
): number {
  const scaled = scaledLogNormalizer(p, kappa);
  return parts.reduce((total, { weight, complement }, i) => {
    const norm = directions[i].reduce((sum, value) => sum + Math.abs(value), 0);
    return total + (weight + prior) * scaled - kappa * (complement + prior) - sparsity * norm;
  }, 0);
}

/** Alternates from `start`; κ stays at `given` where that is a number. */
function alternated(
  statistics: MixtureStatistics,
  previous: MixtureParameters,
  components: readonly number[],
  start: number,
  given: number | undefined,
  settings: MaximizationSettings,
): End {
  const { p } = previous;
  const directions = components.map(() => new Float64Array(p));
  let kappa = start;
  let parts: Part[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const threshold = settings.sparsity / kappa;
    parts = components.map((k, i) => partAt(statistics, previous, k, threshold, directions[i]));
    if (given !== undefined) break;
    const next = pooledConcentration(p, parts, settings);
    const isSettled = Math.abs(next - kappa) <= SETTLED * next;
    kappa = next;
    if (isSettled) break;
  }
  return { kappa, directions, objective: objectiveOf(p, kappa, parts, directions, settings) };
}

/** Sparse directions, and the concentrations that go with them. */
export function sparsePrototypes(
  statistics: MixtureStatistics,
  previous: MixtureParameters,
  settings: MaximizationSettings,
): { directions: Float64Array; kappas: Float64Array } {
  const { p } = previous;
  const { concentration, prior } = settings;
  const directions = previous.directions.slice();
  const kappas = typeof concentration === 'object' ? concentration.slice() : previous.kappas.slice();
  const all = Array.from(kappas.keys());
  // Without rows or a prior nothing says what a component should be: it stays.
  const groups = concentration === 'common' ? [all] : all.map((k) => [k]);
  for (const group of groups) {
    if (prior === 0 && group.every((k) => statistics.weights[k] === 0)) continue;
    const given = typeof concentration === 'object' ? kappas[group[0]] : undefined;
    const from = (start: number): End => alternated(statistics, previous, group, start, given, settings);
    let end = from(given ?? previous.kappas[group[0]]);
    if (given === undefined) {
      const other = from(Number.POSITIVE_INFINITY);
      if (other.objective > end.objective) end = other;
    }
    group.forEach((k, i) => {
      directions.set(end.directions[i], k * p);
      kappas[k] = end.kappa;
    });
  }
  return { directions, kappas };
}
