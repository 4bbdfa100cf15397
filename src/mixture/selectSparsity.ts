import { randomFrom } from '../random.ts';
import type { Rows } from '../rows.ts';
import { describe } from '../special/arrays.ts';
import { requireConcentration, requireInteger, requireOneOf } from '../validate.ts';
import type { Criteria } from './criteria.ts';
import { fitMixture } from './fitMixture.ts';
import { labelsFrom } from './labelsFrom.ts';
import { mixtureData } from './MixtureData.ts';
import type { MixtureFitOptions } from './MixtureFitOptions.ts';
import type { MixtureFitResult } from './MixtureFitResult.ts';
import { parametersOf } from './parametersOf.ts';
import { preferredRow } from './preferredRow.ts';
import { vanishingSparsities } from './vanishingSparsities.ts';

export type SparsityCriterion = 'bic' | 'icl' | 'aic' | 'aicc';

export interface SelectSparsityOptions extends Omit<MixtureFitOptions, 'sparsity' | 'resume'> {
  /** @default 'bic' */
  readonly criterion?: SparsityCriterion | undefined;
  /** The β to try, in increasing order. @default 0, then `steps` that follow the prototypes */
  readonly sparsities?: readonly number[] | undefined;
  /**
   * How many β to try after 0 where they are not given: each takes the same share of the coordinates left, until
   * one a component is. Coordinates that only responsibilities near 0 keep from being 0 go before.
   * @default 20
   */
  readonly steps?: number | undefined;
}

/** One β. */
export interface SparsityRow extends Criteria {
  readonly sparsity: number;
  /** Coordinates of all prototypes that are not 0. */
  readonly nonZeros: number;
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** Degenerate and spurious components. */
  readonly unsound: number;
  /** Components that the fit ended without. */
  readonly removed: number;
}

export interface SparsitySelection {
  /** The β chosen. */
  readonly sparsity: number;
  readonly criterion: SparsityCriterion;
  /** The fit with it. */
  readonly best: MixtureFitResult;
  /** All β tried, in increasing order. */
  readonly table: readonly SparsityRow[];
}

const caller = 'selectSparsity';
/** Coordinates that vanish below this part of the largest β are what responsibilities near 0 leave: all go at once. */
const TRACES = 2 ** -20;

function checkedPath(sparsities: readonly number[]): readonly number[] {
  if (!Array.isArray(sparsities)) {
    throw new TypeError(`${caller}: sparsities must be an array of numbers, got ${describe(sparsities)}`);
  }
  if (sparsities.length === 0) throw new RangeError(`${caller}: sparsities must hold a number, got none`);
  sparsities.forEach((beta, i) => {
    requireConcentration(caller, `sparsities[${i}]`, beta);
    if (i > 0 && beta <= sparsities[i - 1]) {
      throw new RangeError(`${caller}: sparsities must increase, got ${sparsities[i - 1]} before ${beta}`);
    }
  });
  return sparsities;
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/**
 * The penalty β of sparse prototypes that a criterion prefers, from a path of fits along increasing β.
 *
 *   ℓ(Θ) - β Σ_k |μ_k|₁,   bic = df log W - 2ℓ with df the coordinates that are not 0, less one for each length, and
 *   the parameters of κ and weights
 *
 * The first fit starts as fitMixture does, each further one from the prototypes of the one before, so that the path
 * follows one maximum. The criterion takes ℓ without the penalty. Fits without degenerate or spurious components come
 * first.
 *
 * @param data as for fitMixture; sparse rows stay sparse
 * @param k how many components
 * @param options those of fitMixture; `criterion`, and `sparsities` or `steps`
 * @returns the fit chosen, and a table of all; after an abort, of those that were made
 * @throws TypeError or RangeError as fitMixture does, or for sparsities, steps or a criterion that are wrong
 * @see Rossi & Barbaro, Mixture of von Mises-Fisher distribution with sparse prototypes, Neurocomputing 501 (2022)
 * @example
 * const truth = new VonMisesFisherMixture([1], [new VonMisesFisher([0.6, 0.8, 0, 0, 0, 0], 30)]);
 * const rows = truth.samples(400, { seed: 1 });
 * selectSparsity(rows, 1, { dimension: 6 }).best.nonZeros[0]; // 2
 */
export function selectSparsity(
  data: Rows,
  k: number,
  options: SelectSparsityOptions = {},
): SparsitySelection {
  const { criterion = 'bic', sparsities, steps = 20, random: given, seed, ...rest } = options;
  requireOneOf(caller, 'criterion', criterion, ['bic', 'icl', 'aic', 'aicc']);
  requireInteger(caller, 'steps', steps, 1);
  const path = sparsities === undefined ? undefined : checkedPath(sparsities);
  const random = randomFrom(caller, { random: given, seed });
  const tried: { readonly sparsity: number; readonly result: MixtureFitResult }[] = [];
  const add = (sparsity: number): MixtureFitResult => {
    const before = tried.at(-1)?.result.mixture;
    const start = before === undefined ? {} : { initialization: before, restarts: 1, splitMerge: 0 };
    const components = before?.components.length ?? k;
    const result = fitMixture(data, components, { ...rest, ...start, sparsity, random });
    tried.push({ sparsity, result });
    return result;
  };
  const aborted = (): boolean => rest.signal?.aborted ?? false;
  if (path === undefined) {
    const first = add(0);
    const rows = mixtureData(caller, data, rest, rest.sampleWeights);
    const hasNoise = first.mixture.noise !== undefined;
    const labelled = { ...rows, labels: labelsFrom(caller, rest.labels, rows.n, k, hasNoise) };
    const vanishing = (): Float64Array =>
      vanishingSparsities(
        labelled,
        parametersOf(tried[tried.length - 1].result.mixture),
        random,
        rest.workers ?? 1,
      );
    const traces = TRACES * (vanishing().at(-1) ?? 0);
    if (vanishing()[0] <= traces && !aborted()) add(traces);
    const most = total(tried[tried.length - 1].result.nonZeros);
    for (let step = 1; step <= steps && !aborted(); step++) {
      const { result, sparsity } = tried[tried.length - 1];
      const least = result.mixture.components.length;
      const left = vanishing();
      if (left.length <= least) break;
      const wanted = Math.max(least, Math.round(least * (most / least) ** (1 - step / steps)));
      const next = left[left.length - 1 - wanted];
      if (next > sparsity) add(next);
    }
  } else {
    for (const sparsity of path) if (tried.length === 0 || !aborted()) add(sparsity);
  }
  const table = tried.map(({ sparsity, result }): SparsityRow => {
    const { logLikelihood, df, aic, aicc, bic, icl, converged, degenerate, spurious, mixture } = result;
    return {
      ...{ sparsity, nonZeros: total(result.nonZeros), logLikelihood, df, aic, aicc, bic, icl, converged },
      unsound: degenerate.length + spurious.length,
      removed: k - mixture.components.length,
    };
  });
  const { sparsity, result } = tried[preferredRow(table, (row) => row[criterion])];
  return { sparsity, criterion, best: result, table };
}
