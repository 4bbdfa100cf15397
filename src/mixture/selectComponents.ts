import { type Random, randomFrom, type SeededRandom } from '../random.ts';
import type { Rows } from '../rows.ts';
import { describe } from '../special/arrays.ts';
import { requireInteger, requireOneOf } from '../validate.ts';
import type { Criteria } from './criteria.ts';
import { fitMixture } from './fitMixture.ts';
import { heldOutScore } from './heldOutScore.ts';
import type { MixtureFitOptions } from './MixtureFitOptions.ts';
import type { MixtureFitResult } from './MixtureFitResult.ts';
import { preferredRow } from './preferredRow.ts';

/** 'held-out': the mean log density of rows that took no part in the fit, over all folds. */
export type SelectionCriterion = 'bic' | 'icl' | 'aic' | 'aicc' | 'held-out';

export interface SelectComponentsOptions extends Omit<MixtureFitOptions, 'initialization' | 'resume'> {
  /** @default 'bic' */
  readonly criterion?: SelectionCriterion | undefined;
  /** Parts that rows are divided into for 'held-out'. @default 5 */
  readonly folds?: number | undefined;
  /** A method, tried for every number of components. @default 'k-means++' */
  readonly initialization?: Extract<MixtureFitOptions['initialization'], string> | undefined;
}

/** One number of components. */
export interface SelectionRow extends Criteria {
  readonly k: number;
  readonly logLikelihood: number;
  /** Mean held-out log density; undefined unless it is the criterion. */
  readonly heldOut: number | undefined;
  readonly converged: boolean;
  /** Degenerate and spurious components: their criteria say little. */
  readonly unsound: number;
  /** Components that the fit ended without. */
  readonly removed: number;
}

export interface Selection {
  /** The number of components chosen. */
  readonly k: number;
  readonly criterion: SelectionCriterion;
  /** The fit with that number. */
  readonly best: MixtureFitResult;
  /** All numbers tried, in the order given. */
  readonly table: readonly SelectionRow[];
}

const caller = 'selectComponents';

/** A stream of its own for each task where the source can be split, so that results do not depend on the order. */
const streamOf = (random: Random): Random => ('split' in random ? (random as SeededRandom).split() : random);

function checkedRange(range: readonly number[]): readonly number[] {
  if (!Array.isArray(range)) {
    throw new TypeError(`${caller}: range must be an array of numbers of components, got ${describe(range)}`);
  }
  if (range.length === 0) throw new RangeError(`${caller}: range must name a number, got none`);
  range.forEach((k, i) => {
    requireInteger(caller, `range[${i}]`, k, 1);
  });
  return range;
}

/**
 * The number of components that a criterion prefers, among those in `range`.
 *
 *   bic = df log W - 2ℓ,   icl = df log W - 2ℓ_c,   aic = 2 df - 2ℓ,   aicc = aic + 2 df (df + 1)/(W - df - 1)
 *
 * the smallest, with ℓ the log-likelihood and ℓ_c that of the best classification; or the largest mean log density
 * of held-out rows. Fits without degenerate or spurious components come first, since the likelihood of the
 * others has no maximum. BIC favours few components where p is large, as each costs p parameters.
 *
 * @param data as for fitMixture
 * @param range numbers of components to try, such as [1, 2, 3, 4]
 * @param options those of fitMixture; `criterion`, `folds`
 * @throws TypeError or RangeError as fitMixture does, or for a range, criterion or number of folds that is wrong
 * @see Schwarz, Ann. Stat. 6 (1978); Biernacki, Celeux & Govaert, IEEE PAMI 22 (2000); Smyth, Stat. Comput. 10 (2000)
 * @example
 * const rows = [[1, 0], [0.8, 0.6], [0.8, -0.6], [-1, 0], [-0.8, 0.6], [-0.8, -0.6]];
 * selectComponents(rows, [1, 2], { concentration: 'common', seed: 1 }).k; // 2
 */
export function selectComponents(
  data: Rows,
  range: readonly number[],
  options: SelectComponentsOptions = {},
): Selection {
  const { criterion = 'bic', folds = 5, random: given, seed, ...rest } = options;
  requireOneOf(caller, 'criterion', criterion, ['bic', 'icl', 'aic', 'aicc', 'held-out']);
  requireInteger(caller, 'folds', folds, 2);
  const random = randomFrom(caller, { random: given, seed });
  const tried = checkedRange(range).map((k) => {
    const fitOptions = { ...rest, random: streamOf(random) };
    const result = fitMixture(data, k, fitOptions);
    const heldOut =
      criterion === 'held-out'
        ? heldOutScore(caller, data, k, folds, fitOptions, streamOf(random))
        : undefined;
    return { k, result, heldOut };
  });
  const table = tried.map(({ k, result, heldOut }): SelectionRow => {
    const { logLikelihood, df, aic, aicc, bic, icl, converged, degenerate, spurious, removed } = result;
    const unsound = degenerate.length + spurious.length;
    return { k, logLikelihood, heldOut, df, aic, aicc, bic, icl, converged, unsound, removed };
  });
  const cost = (row: SelectionRow): number =>
    criterion === 'held-out' ? -(row.heldOut ?? Number.NaN) : row[criterion];
  const { k, result } = tried[preferredRow(table, cost)];
  return { k, criterion, best: result, table };
}
