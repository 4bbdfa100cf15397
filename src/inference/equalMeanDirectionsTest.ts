import type { RandomOptions } from '../random.ts';
import { requireOneOf } from '../validate.ts';
import { embeddingStatistic } from './embeddingStatistic.ts';
import { fTail } from './fTail.ts';
import { type GroupSummaries, groupSummaries } from './groupSummaries.ts';
import { heterogeneousStatistic } from './heterogeneousStatistic.ts';
import { permutationTail } from './permutationTail.ts';
import { profileLogLikelihood } from './profileLogLikelihood.ts';
import type { Sample } from './sampleSummary.ts';
import type { TestResult, TestRowOptions } from './TestResult.ts';
import { watsonWilliamsFactor } from './watsonWilliamsFactor.ts';

export interface EqualMeanDirectionsTestOptions extends TestRowOptions, RandomOptions {
  /** See equalMeanDirectionsTest. @default 'embedding' */
  method?: 'embedding' | 'likelihood-ratio' | 'watson-williams' | 'heterogeneous' | 'permutation';
  /** Permutations drawn for method 'permutation'. @default 999 */
  resamples?: number;
}

export interface EqualMeanDirectionsTestResult extends TestResult {
  /** Mean resultant length R̄ of all rows together. */
  readonly rBar: number;
  /** n, R̄ and mean direction of each group. */
  readonly groups: readonly {
    readonly n: number;
    readonly rBar: number;
    readonly meanDirection: Float64Array;
  }[];
}

/** (n-q)(e^(Λ/n(p-1)) - 1)/(q-1), Λ/n = 2 g(Σ Rᵢ/n) - 2 g(R/n) */
function likelihoodRatioF({ p, n, groups, rBar, within, between }: GroupSummaries): number {
  const q = groups.length;
  if (within === 0) return between === 0 ? 0 : Number.POSITIVE_INFINITY;
  const gain = profileLogLikelihood(p, 1 - within, within) - profileLogLikelihood(p, rBar, within + between);
  return ((n - q) * Math.expm1((2 * Math.max(0, gain)) / (p - 1))) / (q - 1);
}

/** (n-q)(Σ Rᵢ - R)/((q-1)(n - Σ Rᵢ)), corrected */
function watsonWilliamsF(summaries: GroupSummaries): number {
  const { n, groups, within, between } = summaries;
  const q = groups.length;
  if (within === 0) return between === 0 ? 0 : Number.POSITIVE_INFINITY;
  return ((n - q) * between * watsonWilliamsFactor(summaries)) / ((q - 1) * within);
}

/**
 * Test that several samples have one mean direction.
 *
 *   embedding          the likelihood ratio of the mean vectors as an F statistic (embeddingStatistic.ts)
 *   likelihood-ratio   F = (n-q)/(q-1) (e^(Λ/n(p-1)) - 1),  Λ = 2n (g(Σ Rᵢ/n) - g(R/n))
 *   watson-williams    F = (n-q)(Σ Rᵢ - R)/((q-1)(n - Σ Rᵢ)) times a correction (watsonWilliamsFactor.ts)
 *   both               ~ F((q-1)(p-1), (n-q)(p-1))
 *   heterogeneous      2 (Σ κᵢRᵢ - |Σ κᵢSᵢ|), the concentrations κᵢ unequal; scaled to an F law
 *                      (heterogeneousStatistic.ts)
 *   permutation        the likelihood ratio, its law by shuffling the rows among the groups
 *
 * for q samples with resultants Sᵢ = Rᵢmᵢ, n rows in all, R the length of Σ Sᵢ, g the maximised log-likelihood of
 * one observation; all but 'heterogeneous' suppose one common κ. The first three are the same for large κ, and exact
 * in the limit. The default keeps its level everywhere from κ = 0 on, for any p and size of groups; the others reject
 * too often for small κ, and for large p and groups of unequal size too seldom. 'permutation' is exact for any n.
 * 'heterogeneous' needs groups that are clearly not uniform, else it rejects too seldom. Any p >= 2; at least 2 groups
 * of at least 2 rows. Where every group's rows are all equal the p-value is 0, or 1 if the groups are equal too.
 *
 * @param groups samples, each of rows of unit length or (but for 'permutation') SufficientStatistics gathered
 *   without weights
 * @param options `method`, `resamples`, `random` or `seed`, `dimension` of flat data, `normalize`
 * @returns statistic, p-value and its logarithm; rejection rates in validation/NULL_LAWS.md
 * @throws TypeError or RangeError naming groups[i]: as `fit` does; fewer than 2 groups or 2 rows; another dimension
 * @see Mardia & Jupp, Directional Statistics (2000), chapter 10; Watson & Williams, Biometrika 43 (1956);
 *   S. Johansen, The Welch-James approximation to the distribution of the residual sum of squares in a weighted
 *   linear regression, Biometrika 67 (1980)
 * @example
 * const north = [[1, 0, 0], [0.8, 0.6, 0], [0.8, 0, 0.6]];
 * equalMeanDirectionsTest([north, [[0, 1, 0], [0.6, 0.8, 0], [0, 0.8, 0.6]]]).pValue; // 0.0329038...
 */
export function equalMeanDirectionsTest(
  groups: readonly Sample[],
  options: EqualMeanDirectionsTestOptions = {},
): EqualMeanDirectionsTestResult {
  const caller = 'equalMeanDirectionsTest';
  const { method = 'embedding' } = options;
  requireOneOf(caller, 'method', method, [
    'embedding',
    'likelihood-ratio',
    'watson-williams',
    'heterogeneous',
    'permutation',
  ]);
  const summaries = groupSummaries(caller, groups, 2, options);
  const { p, n, rBar } = summaries;
  const q = summaries.groups.length;
  const common = {
    method,
    p,
    n,
    rBar,
    groups: summaries.groups.map((group) => ({
      n: group.n,
      rBar: group.rBar,
      meanDirection: group.meanDirection,
    })),
  };
  if (method === 'permutation') {
    const tail = permutationTail(caller, groups, summaries, options);
    return {
      ...common,
      statistic: likelihoodRatioF(summaries),
      law: 'permutation',
      degreesOfFreedom: [],
      ...tail,
    };
  }
  if (method === 'embedding' || method === 'heterogeneous') {
    const { statistic, degreesOfFreedom } =
      method === 'embedding' ? embeddingStatistic(summaries) : heterogeneousStatistic(summaries);
    const tail = fTail(degreesOfFreedom[0], degreesOfFreedom[1], statistic);
    return { ...common, statistic, law: 'F', degreesOfFreedom, ...tail };
  }
  const statistic = method === 'likelihood-ratio' ? likelihoodRatioF(summaries) : watsonWilliamsF(summaries);
  const degreesOfFreedom = [(q - 1) * (p - 1), (n - q) * (p - 1)];
  return {
    ...common,
    statistic,
    law: 'F',
    degreesOfFreedom,
    ...fTail(degreesOfFreedom[0], degreesOfFreedom[1], statistic),
  };
}
