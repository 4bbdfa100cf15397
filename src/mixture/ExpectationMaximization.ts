/**
 * The iteration of EM, apart from where statistics come from: whoever drives it makes a pass over the rows under
 * `parameters` and hands the statistics to `advance`, until it is `done`.
 *
 * The objective of the parameters is known once the pass under them is made, so that the parameters and the
 * log-likelihood that end up in a result belong to each other.
 *
 *   kind         objective, with prior and penalty of maximization.ts  stops
 *   soft         Σ w_i log f(x_i), never falls                         |Δobjective| and the change of parameters small
 *   hard         Σ w_i max_k log α_k f_k(x_i), never falls             likewise
 *   stochastic   Σ w_i log f(x_i), at random                           PATIENCE passes without a new best; the best stays
 *
 * Sources: Dempster, Laird & Rubin, J. R. Stat. Soc. B 39 (1977); Celeux & Govaert, Comput. Stat. Data Anal. 14
 * (1992) for hard and stochastic EM; Banerjee et al., JMLR 6 (2005) for von Mises-Fisher mixtures.
 */
import type { Precision } from '../kernels/negligibleShare.ts';
import type { MaximizationSettings } from './MaximizationSettings.ts';
import type { MixtureKind } from './MixtureKind.ts';
import type { MixtureParameters } from './MixtureParameters.ts';
import type { MixtureStatistics } from './MixtureStatistics.ts';
import { maximization } from './maximization.ts';
import { parameterChange } from './parameterChange.ts';
import { priorDensity } from './priorDensity.ts';
import { sparsityPenalty } from './sparsityPenalty.ts';
import { withoutEmpty } from './withoutEmpty.ts';

export interface EmSettings extends MaximizationSettings {
  readonly kind: MixtureKind;
  readonly precision: Precision;
  /** Of the objective, relative to its size or to W, whichever is larger. */
  readonly tolerance: number;
  /** Of the parameters, as parameterChange measures them. */
  readonly parameterTolerance: number;
  /** Passes after which to stop in any case. */
  readonly maxIterations: number;
  /** A component of less weight is taken out; 0 for never. */
  readonly minWeight: number;
}

/** Stochastic EM stops when so many passes have brought no better parameters. */
const PATIENCE = 25;

/** Parameters with the statistics of the rows under them. */
export interface Evaluated {
  readonly parameters: MixtureParameters;
  readonly statistics: MixtureStatistics;
  readonly objective: number;
}

/** Where an iteration stands, for another to go on from. */
export interface EmPosition {
  /** The parameters whose pass comes next. */
  readonly parameters: MixtureParameters;
  readonly trace: readonly number[];
  /** How far the last step moved the parameters; NaN before the first. */
  readonly change: number;
}

export class ExpectationMaximization {
  readonly trace: number[];
  done = false;
  converged = false;
  /** How many components were taken out. */
  removed = 0;
  private readonly settings: EmSettings;
  private next: MixtureParameters;
  private change: number;
  private best: Evaluated | undefined;
  private bestAt = 0;

  constructor(settings: EmSettings, start: MixtureParameters | EmPosition) {
    const position = 'trace' in start ? start : { parameters: start, trace: [], change: Number.NaN };
    this.settings = settings;
    this.next = position.parameters;
    this.trace = [...position.trace];
    this.change = position.change;
  }

  /** Those under which the next pass over the rows is to be made. */
  get parameters(): MixtureParameters {
    return this.next;
  }

  /** Once converged, that of before the last pass: who goes on from it makes the pass again, and judges it alike. */
  get position(): EmPosition {
    const { next: parameters, trace, change } = this;
    return { parameters, trace: this.converged ? trace.slice(0, -1) : [...trace], change };
  }

  /** The parameters that the iteration has come to, or the best seen of stochastic EM; undefined before a pass. */
  get result(): Evaluated | undefined {
    return this.best;
  }

  /** Takes in the pass under `parameters`. */
  advance(statistics: MixtureStatistics): void {
    const { settings, trace } = this;
    const parameters = this.next;
    const likelihood = settings.kind === 'hard' ? statistics.classification : statistics.logLikelihood;
    const objective =
      likelihood + priorDensity(parameters, settings.prior) - sparsityPenalty(parameters, settings.sparsity);
    const previous = trace.at(-1);
    trace.push(objective);
    const better = this.best === undefined || objective > this.best.objective;
    if (better) this.bestAt = trace.length;
    if (better || settings.kind !== 'stochastic') this.best = { parameters, statistics, objective };
    this.converged = this.#settled(previous, objective, statistics.total);
    this.done = this.converged || trace.length > settings.maxIterations;
    // Where the number of steps ends it, the next parameters are for who goes on from here.
    if (this.converged) return;
    const full = maximization(statistics, parameters, settings);
    this.next = settings.minWeight > 0 ? withoutEmpty(full, settings.minWeight) : full;
    const removed = full.weights.length - this.next.weights.length;
    if (!this.done) this.removed += removed;
    this.change = removed > 0 ? Number.POSITIVE_INFINITY : parameterChange(parameters, this.next);
  }

  #settled(previous: number | undefined, objective: number, total: number): boolean {
    const { kind, tolerance, parameterTolerance } = this.settings;
    if (kind === 'stochastic') return this.trace.length - this.bestAt >= PATIENCE;
    if (previous === undefined) return false;
    const scale = Math.max(Math.abs(objective), total);
    return Math.abs(objective - previous) <= tolerance * scale && this.change <= parameterTolerance;
  }
}
