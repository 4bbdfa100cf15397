/**
 * Stepwise EM: after each chunk the statistics move a step towards those of the chunk, and the parameters follow.
 *
 *   s ← (1 - γ_t) s + γ_t ŝ,   γ_t = (t + 2)^-a,   ½ < a <= 1
 *
 * with ŝ the statistics of the chunk for one unit of weight. The spreads of large κ are about the direction of the
 * time; when it turns from μ to μ' they become V + (μ - μ')ᵀS.
 *
 * Sources: Cappé & Moulines, J. R. Stat. Soc. B 71 (2009); Liang & Klein, Online EM for unsupervised models, NAACL
 * 2009, for the steps.
 */
import type { MaximizationSettings } from '../MaximizationSettings.ts';
import { directionAt, type MixtureParameters } from '../MixtureParameters.ts';
import type { MixtureStatistics } from '../MixtureStatistics.ts';
import { maximization } from '../maximization.ts';

export class StepwiseMaximization {
  parameters: MixtureParameters;
  private readonly settings: MaximizationSettings;
  private readonly exponent: number;
  /** Statistics for one unit of weight, their spreads about `parameters`. */
  private running: MixtureStatistics | undefined;
  private steps = 0;

  constructor(parameters: MixtureParameters, settings: MaximizationSettings, exponent: number) {
    this.parameters = parameters;
    this.settings = settings;
    this.exponent = exponent;
  }

  /** Takes in the statistics of a chunk under `parameters`; `rows` is the weight that a prior is to be set against. */
  advance(statistics: MixtureStatistics, rows: number): void {
    if (!(statistics.total > 0)) return;
    const here = scaled(statistics, 1 / statistics.total);
    const step = (this.steps + 2) ** -this.exponent;
    const before = this.running;
    const mixed = before === undefined ? here : blended(before, here, step, this.parameters);
    this.steps++;
    const next = maximization(scaled(mixed, rows), this.parameters, this.settings);
    this.running = about(mixed, this.parameters, next);
    this.parameters = next;
  }
}

const scaled = (statistics: MixtureStatistics, factor: number): MixtureStatistics => ({
  weights: statistics.weights.map((value) => value * factor),
  sums: statistics.sums.map((value) => value * factor),
  spreads: statistics.spreads.map((value) => value * factor),
  logLikelihood: statistics.logLikelihood * factor,
  classification: statistics.classification * factor,
  total: statistics.total * factor,
});

/** μ_kᵀS_k */
function along({ sums }: MixtureStatistics, direction: Float64Array, k: number): number {
  const p = direction.length;
  let sum = 0;
  for (let j = 0; j < p; j++) sum += direction[j] * sums[k * p + j];
  return sum;
}

function blended(
  a: MixtureStatistics,
  b: MixtureStatistics,
  step: number,
  parameters: MixtureParameters,
): MixtureStatistics {
  const mix = (x: Float64Array, y: Float64Array) => x.map((value, i) => (1 - step) * value + step * y[i]);
  const spreadOf = (statistics: MixtureStatistics, k: number): number => {
    const spread = statistics.spreads[k];
    if (!Number.isNaN(spread)) return spread;
    return Math.max(0, statistics.weights[k] - along(statistics, directionAt(parameters, k), k));
  };
  return {
    weights: mix(a.weights, b.weights),
    sums: mix(a.sums, b.sums),
    // Kept where the chunk has one, that is while κ is large.
    spreads: b.spreads.map((spread, k) =>
      Number.isNaN(spread) ? spread : (1 - step) * spreadOf(a, k) + step * spread,
    ),
    logLikelihood: b.logLikelihood,
    classification: b.classification,
    total: 1,
  };
}

/** The same statistics with their spreads about the directions of `next`. */
function about(
  statistics: MixtureStatistics,
  previous: MixtureParameters,
  next: MixtureParameters,
): MixtureStatistics {
  const spreads = statistics.spreads.map((spread, k) => {
    if (Number.isNaN(spread)) return spread;
    const [from, to] = [directionAt(previous, k), directionAt(next, k)];
    return Math.max(
      0,
      spread +
        along(
          statistics,
          from.map((x, j) => x - to[j]),
          k,
        ),
    );
  });
  return { ...statistics, spreads };
}
