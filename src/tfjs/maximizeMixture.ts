/**
 * The parameters that the sums of a pass lead to, on the host in double precision.
 *
 *   α_k = W_k/W,   μ_k = S_k/|S_k|,   A_p(κ_k) = |S_k|/(W_k + ν),   or A_p(κ) = Σ|S_k|/Σ(W_k + ν) for all;   κ <= κ_max
 *
 *   1 - R̄      method
 *   < 1/2      κ from 1 - R̄ = (W - |S| + ν)/(W + ν), which is exact there, given the sums
 *   otherwise  κ from R̄
 *
 * A float32 pass leaves an error of some 2^-24 in R̄: κ is good to about 2^-24/(1 - R̄) ≈ 2^-23 κ/(p - 1).
 */
import { concentration, concentrationFromComplement } from '../special/concentration.ts';
import type { TensorMixtureStatistics } from './passOverRows.ts';
import type { TensorMixture } from './tensorMixture.ts';

export interface MaximizationSettings {
  /** One κ for each component, one for all, or the κ there are. */
  readonly concentration: 'free' | 'common' | 'given';
  readonly maxKappa: number;
  /** ν of the prior (C_p(κ)/C_p(0))^ν on each κ. */
  readonly prior: number;
  /** From the data, or these, which add up to 1 over the components. */
  readonly weights: 'estimated' | Float64Array;
  /** The weight of noise where it is given; 'estimated' also where there is none. */
  readonly noise: 'estimated' | number;
}

/** Up to this R̄ a sum is made of the rounding of its terms. */
const CANCELLED = 2 ** -23;

const lengthOf = (row: Float64Array): number => Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));

function kappaOf(p: number, weight: number, length: number, prior: number, maxKappa: number): number {
  const rest = (weight - length + prior) / (weight + prior);
  const kappa =
    rest < 0.5 ? concentrationFromComplement(p, rest) : concentration(p, length / (weight + prior));
  return Math.min(kappa, maxKappa);
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** `weights`: W_k of K components, and of noise if there is some. */
function sharesOf(
  weights: Float64Array,
  { kappas: { length: count }, noise: before }: TensorMixture,
  settings: MaximizationSettings,
): Pick<TensorMixture, 'weights' | 'noise'> {
  const components = weights.subarray(0, count);
  const rest = sumOf(components);
  const all = sumOf(weights);
  const estimated = settings.noise === 'estimated';
  const noise = before === undefined ? undefined : estimated ? weights[count] / all : settings.noise;
  const share = 1 - (noise ?? 0);
  if (settings.weights !== 'estimated') {
    return { weights: settings.weights.map((weight) => share * weight), noise };
  }
  // Where all rows are noise, nothing says how the components share what is left.
  if (!(rest > 0)) return { weights: new Float64Array(count).fill(share / count), noise };
  const total = estimated ? all : rest / share;
  return { weights: components.map((weight) => weight / total), noise };
}

/** The next mixture. A component that no row went to keeps its direction, and without a prior its κ. */
export function maximizeMixture(
  { weights, sums }: TensorMixtureStatistics,
  previous: TensorMixture,
  settings: MaximizationSettings,
): TensorMixture {
  const { concentration: kind, maxKappa, prior } = settings;
  const p = previous.directions[0].length;
  const count = sums.length;
  const exact = sums.map(lengthOf);
  const hasDirection = exact.map((length, k) => length > CANCELLED * weights[k]);
  const lengths = Float64Array.from(exact, (length, k) =>
    hasDirection[k] ? Math.min(weights[k], length) : 0,
  );
  const all = sumOf(weights.subarray(0, count));
  const common = all > 0 ? kappaOf(p, all, sumOf(lengths), count * prior, maxKappa) : previous.kappas[0];
  const kappas = previous.kappas.map((kappa, k) => {
    if (kind === 'given') return kappa;
    if (kind === 'common') return common;
    return weights[k] > 0 || prior > 0 ? kappaOf(p, weights[k], lengths[k], prior, maxKappa) : kappa;
  });
  return {
    ...sharesOf(weights, previous, settings),
    directions: sums.map((sum, k) =>
      hasDirection[k] ? sum.map((value) => value / exact[k]) : previous.directions[k],
    ),
    kappas,
  };
}
