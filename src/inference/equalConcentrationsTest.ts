import { bracketedRoot } from '../fit/bracketedRoot.ts';
import { MarginalLikelihood } from '../fit/MarginalLikelihood.ts';
import { marginalConcentration } from '../fit/marginalConcentration.ts';
import type { Summary } from '../resultant/Summary.ts';
import { meanResultantLengthComplement } from '../special/meanResultantLength.ts';
import { requireOneOf } from '../validate.ts';
import { chiSquaredTail } from './chiSquaredTail.ts';
import { groupSummaries } from './groupSummaries.ts';
import type { Sample } from './sampleSummary.ts';
import type { TestResult, TestRowOptions } from './TestResult.ts';

export interface EqualConcentrationsTestOptions extends TestRowOptions {
  /** See equalConcentrationsTest. @default 'likelihood-ratio' */
  method?: 'likelihood-ratio' | 'bartlett';
}

export interface EqualConcentrationsTestResult extends TestResult {
  /** n, R̄ and Schou's estimate of κ for each group. */
  readonly groups: readonly { readonly n: number; readonly rBar: number; readonly kappa: number }[];
  /** The common κ under the hypothesis. */
  readonly kappa: number;
}

/** Bartlett's factor: the mean of his statistic over q - 1, to first order in 1/νᵢ. */
function bartlettFactor(nus: readonly number[]): number {
  const sum = nus.reduce((total, nu) => total + nu, 0);
  const inverse = nus.reduce((total, nu) => total + 1 / nu, 0);
  return 1 + (inverse - 1 / sum) / (3 * (nus.length - 1));
}

/** The κ that maximises Σ nᵢ log C(κ) - log C(κRᵢ), given the maxima of each term. */
function commonConcentration(p: number, groups: readonly Summary[], kappas: readonly number[]): number {
  const low = Math.min(...kappas);
  const high = Math.max(...kappas);
  if (low === high || high === Number.POSITIVE_INFINITY) return high;
  /** Positive where κ is too large. */
  const excess = (kappa: number): number =>
    groups.reduce((sum, { n, rBar, oneMinusRBar }) => {
      const length = n * rBar;
      const lost = kappa === 0 ? 0 : length * meanResultantLengthComplement(p, kappa * length);
      return sum + n * oneMinusRBar + lost - n * meanResultantLengthComplement(p, kappa);
    }, 0);
  const least = low > 0 ? low : high * 1e-6;
  if (excess(least) >= 0) return low;
  return Math.exp(bracketedRoot((log) => excess(Math.exp(log)), Math.log(least), Math.log(high)));
}

function likelihoodRatio(
  p: number,
  groups: readonly Summary[],
  kappas: readonly number[],
  kappa: number,
): number {
  if (kappas.includes(Number.POSITIVE_INFINITY)) {
    return kappas.every((value) => value === Number.POSITIVE_INFINITY) ? 0 : Number.POSITIVE_INFINITY;
  }
  let ratio = 0;
  const nus = groups.map(({ n, rBar, oneMinusRBar }, i) => {
    const likelihood = new MarginalLikelihood(p, n, rBar, oneMinusRBar);
    ratio += 2 * (likelihood.logLikelihood(kappas[i]) - likelihood.logLikelihood(kappa));
    return kappas[i] > 0 ? 2 * kappas[i] ** 2 * likelihood.information(kappas[i]) : 0;
  });
  return Math.max(0, ratio) / (nus.every((nu) => nu > 2) ? bartlettFactor(nus) : 1);
}

function bartlett(p: number, groups: readonly Summary[]): number {
  const nus = groups.map(({ n }) => (n - 1) * (p - 1));
  const sum = nus.reduce((total, nu) => total + nu, 0);
  const rests = groups.map(({ n, oneMinusRBar }) => n * oneMinusRBar);
  if (rests.includes(0)) return rests.every((rest) => rest === 0) ? 0 : Number.POSITIVE_INFINITY;
  let statistic = sum * Math.log(rests.reduce((total, rest) => total + rest, 0) / sum);
  nus.forEach((nu, i) => {
    statistic -= nu * Math.log(rests[i] / nu);
  });
  return Math.max(0, statistic) / bartlettFactor(nus);
}

/**
 * Test that several samples have one concentration, whatever their mean directions.
 *
 *   likelihood-ratio   2 (Σ max over κᵢ of ℓᵢ(κᵢ) - max over κ of Σ ℓᵢ(κ))/c,  ℓᵢ(κ) = nᵢ log C_p(κ) - log C_p(κRᵢ)
 *   bartlett           (ν log(Σ (nᵢ-Rᵢ)/ν) - Σ νᵢ log((nᵢ-Rᵢ)/νᵢ))/c,  νᵢ = (nᵢ-1)(p-1), ν = Σ νᵢ
 *   both               ~ χ²_(q-1);  c = 1 + (Σ 1/νᵢ - 1/ν)/(3(q-1))
 *
 * ℓᵢ is the likelihood of the resultant length alone (Schou 1978), in which mean directions play no part: it is as
 * good for large p and few rows as for many. 'bartlett' is its limit for large κ, where 2κ(nᵢ - Rᵢ) is χ² with νᵢ
 * degrees of freedom; in the likelihood ratio νᵢ is 2κᵢ² times the information of ℓᵢ, the same in that limit, and c
 * is left out where some νᵢ <= 2. Groups that look uniform make the test conservative, as κ cannot be below 0. Any
 * p >= 2; at least 2 groups of at least 2 rows. A group whose rows are all equal has κ = Infinity: the p-value is 0,
 * or 1 if that is so for all of them.
 *
 * @param groups samples, each of rows of unit length or SufficientStatistics gathered without weights
 * @param options `method`, `dimension` of flat data, `normalize`
 * @returns statistic, p-value and its logarithm, κ of each group and of all; rejection rates in
 *   validation/NULL_LAWS.md
 * @throws TypeError or RangeError naming groups[i]: as `fit` does; fewer than 2 groups or 2 rows; another dimension
 * @see Mardia & Jupp, Directional Statistics (2000), chapter 10; G. Schou, Biometrika 65 (1978)
 * @example
 * const wide = [[1, 0, 0], [0.6, 0.8, 0], [0.6, 0, 0.8], [0.28, -0.96, 0]];
 * const narrow = [[1, 0, 0], [0.96, 0.28, 0], [0.96, 0, 0.28], [0.96, -0.28, 0]];
 * equalConcentrationsTest([wide, narrow]).pValue; // 0.0077189...
 */
export function equalConcentrationsTest(
  groups: readonly Sample[],
  options: EqualConcentrationsTestOptions = {},
): EqualConcentrationsTestResult {
  const caller = 'equalConcentrationsTest';
  const { method = 'likelihood-ratio' } = options;
  requireOneOf(caller, 'method', method, ['likelihood-ratio', 'bartlett']);
  const { p, n, groups: summaries } = groupSummaries(caller, groups, 2, options);
  const kappas = summaries.map((group) => marginalConcentration(p, group.n, group.rBar, group.oneMinusRBar));
  const kappa = commonConcentration(p, summaries, kappas);
  const statistic =
    method === 'bartlett' ? bartlett(p, summaries) : likelihoodRatio(p, summaries, kappas, kappa);
  const degrees = summaries.length - 1;
  return {
    method,
    statistic,
    law: 'chi-squared',
    degreesOfFreedom: [degrees],
    ...chiSquaredTail(degrees, statistic),
    p,
    n,
    groups: summaries.map((group, i) => ({ n: group.n, rBar: group.rBar, kappa: kappas[i] })),
    kappa,
  };
}
