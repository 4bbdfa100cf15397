/**
 * The parameters of highest likelihood for given responsibilities.
 *
 *   α_k = W_k/W,   μ_k = S_k/|S_k|,   A_p(κ_k) = |S_k|/(W_k + ν),   κ_k <= κ_max
 *
 * or one κ for all, A_p(κ) = Σ|S_k|/Σ(W_k + ν). With ν > 0 this is the maximum of the posterior under the prior
 * (C_p(κ)/C_p(0))^ν of each component: as if ν observations had been seen that point nowhere. The likelihood in
 * κ has one maximum, so that the bound κ_max cuts it where it should.
 *
 * 1 - R̄ decides κ where the rows of a component lie close together. It is W - |S| while κ is moderate, and from
 * the spread V about the direction μ that the pass had,
 *
 *   W - |S| = V - |S| (1 - cos(S, μ)),
 *
 * where that loses digits. The second term vanishes with the change of the direction.
 *
 * With a penalty on |μ_k|₁, see sparsePrototypes.ts for directions and concentrations.
 */
import { versine } from '../direction/versine.ts';
import { lengthOf } from '../validate.ts';
import type { MaximizationSettings } from './MaximizationSettings.ts';
import { directionAt, type MixtureParameters } from './MixtureParameters.ts';
import type { MixtureStatistics } from './MixtureStatistics.ts';
import { CANCELLED, type Part, pooledConcentration } from './pooledConcentration.ts';
import { sparsePrototypes } from './sparsePrototypes.ts';

/** The part of component k, its direction written to `direction`. */
function partOf(
  statistics: MixtureStatistics,
  previous: MixtureParameters,
  k: number,
  direction: Float64Array,
): Part {
  const { p } = previous;
  const weight = statistics.weights[k];
  const sum = statistics.sums.subarray(k * p, (k + 1) * p);
  const length = Math.min(weight, lengthOf(sum));
  if (!(length > CANCELLED * weight)) {
    // Nothing says where to: the direction stays.
    direction.set(directionAt(previous, k));
    return { weight, length: 0, complement: weight };
  }
  const exact = lengthOf(sum);
  for (let j = 0; j < p; j++) direction[j] = sum[j] / exact;
  const spread = statistics.spreads[k];
  if (Number.isNaN(spread)) return { weight, length, complement: Math.max(0, weight - length) };
  const moved = length * versine(direction, directionAt(previous, k));
  return { weight, length, complement: Math.max(0, spread - moved) };
}

function weightsOf(
  { weights }: MixtureStatistics,
  k: number,
  hasNoise: boolean,
  settings: MaximizationSettings,
): { weights: Float64Array; noise: number | undefined } {
  const components = weights.subarray(0, k);
  const rest = components.reduce((sum, weight) => sum + weight, 0);
  const all = hasNoise ? rest + weights[k] : rest;
  const noise = !hasNoise ? undefined : settings.noise === 'estimated' ? weights[k] / all : settings.noise;
  const share = 1 - (noise ?? 0);
  if (settings.weights !== 'estimated') {
    return { weights: settings.weights.map((weight) => share * weight), noise };
  }
  // Where all rows are noise, nothing says how the components share what is left.
  if (!(rest > 0)) return { weights: new Float64Array(k).fill(share / k), noise };
  const total = settings.noise === 'estimated' ? all : rest / share;
  return { weights: components.map((weight) => weight / total), noise };
}

/** The parameters that `statistics`, gathered under `previous`, lead to. */
export function maximization(
  statistics: MixtureStatistics,
  previous: MixtureParameters,
  settings: MaximizationSettings,
): MixtureParameters {
  const { p } = previous;
  const k = previous.weights.length;
  const shares = weightsOf(statistics, k, previous.noise !== undefined, settings);
  if (settings.sparsity > 0) return { p, ...sparsePrototypes(statistics, previous, settings), ...shares };
  const directions = new Float64Array(k * p);
  const parts = Array.from({ length: k }, (_, c) =>
    partOf(statistics, previous, c, directions.subarray(c * p, (c + 1) * p)),
  );
  return {
    p,
    directions,
    kappas: kappasOf(p, parts, previous.kappas, settings),
    ...shares,
  };
}

function kappasOf(
  p: number,
  parts: readonly Part[],
  previous: Float64Array,
  settings: MaximizationSettings,
): Float64Array {
  if (typeof settings.concentration === 'object') return settings.concentration.slice();
  if (settings.concentration === 'common') {
    const some = parts.some(({ weight }) => weight > 0);
    return new Float64Array(parts.length).fill(some ? pooledConcentration(p, parts, settings) : previous[0]);
  }
  return Float64Array.from(parts, (part, c) =>
    part.weight > 0 || settings.prior > 0 ? pooledConcentration(p, [part], settings) : previous[c],
  );
}
