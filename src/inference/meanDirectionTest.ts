import { unitVector } from '../direction/unitVector.ts';
import { cosineComplement } from '../resultant/cosineComplement.ts';
import { requireOneOf } from '../validate.ts';
import { fTail } from './fTail.ts';
import { profileLogLikelihood } from './profileLogLikelihood.ts';
import { resultantTail } from './resultantTail.ts';
import { type Sample, sampleSummary } from './sampleSummary.ts';
import type { TailProbability } from './TailProbability.ts';
import type { TestResult, TestRowOptions } from './TestResult.ts';

export interface MeanDirectionTestOptions extends TestRowOptions {
  /**
   * 'conditional': the law of the resultant given its component along μ₀, which no concentration enters.
   * 'likelihood-ratio': the likelihood ratio turned into an F statistic. 'high-concentration': the F test of
   * Watson and Williams.
   * @default 'conditional'
   */
  method?: 'conditional' | 'likelihood-ratio' | 'high-concentration';
}

export interface MeanDirectionTestResult extends TestResult {
  /** Mean resultant length R̄. */
  readonly rBar: number;
  /** C̄ = μ₀ᵀx̄ */
  readonly cBar: number;
  /** Between μ₀ and the sample's mean direction, radians. */
  readonly angle: number;
}

/**
 * Test that the mean direction is μ₀, the concentration unknown.
 *
 *   C̄ = μ₀ᵀx̄,   s = √(R̄² - C̄²)
 *   conditional          P(s' >= s | C̄), s' of a uniform sample with that C̄
 *   likelihood-ratio     F = (n-1)(e^(Λ/n(p-1)) - 1) ~ F(p-1, (n-1)(p-1)),  Λ = 2n (g(R̄) - g(C̄))
 *   high-concentration   F = (n-1)(R̄ - C̄)/(1 - R̄) ~ F(p-1, (n-1)(p-1))
 *
 * with g the maximised log-likelihood of one observation (g(C̄) = 0 for C̄ < 0). Under the hypothesis C̄ is
 * sufficient for κ, so the law given C̄ is the same for every κ: the conditional test keeps its level for all of
 * them. Its law is found from the saddlepoint density of the resultant (resultantTail.ts). Where C̄ < 0 the
 * hypothesis fits best at κ = 0, and the p-value is that of uniformity, P(R̄' >= R̄), the level kept for κ = 0 and
 * not exceeded for others. The F form of the likelihood ratio is exact for large κ and χ²_(p-1) for large n.
 * Any p >= 2, n >= 2. Where all rows are equal the p-value is 0, or 1 if they equal μ₀.
 *
 * @param data rows of unit length, or SufficientStatistics gathered without weights
 * @param mu0 the direction to be tested, of unit length within 1e-4
 * @param options `method`, `dimension` of flat data, `normalize`
 * @returns statistic (s, or F), p-value and its logarithm, R̄, C̄; rejection rates in validation/NULL_LAWS.md
 * @throws TypeError or RangeError as `fit` does, where there are fewer than 2 rows, and where μ₀ is not a
 *   direction of their dimension
 * @see Mardia & Jupp, Directional Statistics (2000), chapter 10; Watson & Williams, On the construction of
 *   significance tests on the circle and the sphere, Biometrika 43 (1956)
 * @example
 * meanDirectionTest([[1, 0, 0], [0.6, 0.8, 0], [0.6, 0, 0.8], [0, 1, 0]], [1, 0, 0]).pValue; // 0.19752...
 */
export function meanDirectionTest(
  data: Sample,
  mu0: ArrayLike<number>,
  options: MeanDirectionTestOptions = {},
): MeanDirectionTestResult {
  const caller = 'meanDirectionTest';
  const { method = 'conditional' } = options;
  requireOneOf(caller, 'method', method, ['conditional', 'likelihood-ratio', 'high-concentration']);
  const { p, n, rBar, oneMinusRBar, meanDirection } = sampleSummary(caller, data, 2, options);
  const axis = unitVector(caller, 'mu0', mu0);
  if (axis.length !== p) throw new RangeError(`${caller}: mu0 must have length ${p}, got ${axis.length}`);
  // 1 - cos of the angle between the mean direction and μ₀; no direction, no angle.
  const versine = rBar > 0 ? cosineComplement(axis, meanDirection, 1) : 1;
  const cBar = rBar * (1 - versine);
  const oneMinusCBar = oneMinusRBar + rBar * versine;
  const common = { method, p, n, rBar, cBar, angle: 2 * Math.asin(Math.sqrt(Math.min(1, versine / 2))) };
  const degrees = [p - 1, (n - 1) * (p - 1)];

  if (method === 'conditional') {
    const statistic = rBar * Math.sqrt(versine * Math.max(0, 2 - versine));
    const tail = conditionalTail(p, n, { cBar, oneMinusCBar, across: statistic, rBar, oneMinusRBar });
    return { ...common, statistic, law: 'conditional', degreesOfFreedom: [], ...tail };
  }
  let excess: number;
  if (oneMinusRBar === 0) excess = versine === 0 ? 0 : Number.POSITIVE_INFINITY;
  else if (method === 'high-concentration') excess = (rBar * versine) / oneMinusRBar;
  else {
    const gain = profileLogLikelihood(p, rBar, oneMinusRBar) - profileLogLikelihood(p, cBar, oneMinusCBar);
    excess = Math.expm1((2 * Math.max(0, gain)) / (p - 1));
  }
  const statistic = (n - 1) * excess;
  const tail = fTail(degrees[0], degrees[1], statistic);
  return { ...common, statistic, law: 'F', degreesOfFreedom: degrees, ...tail };
}

interface Resultant {
  readonly cBar: number;
  readonly oneMinusCBar: number;
  readonly across: number;
  readonly rBar: number;
  readonly oneMinusRBar: number;
}

function conditionalTail(
  p: number,
  n: number,
  { cBar, oneMinusCBar, across, rBar, oneMinusRBar }: Resultant,
): TailProbability {
  if (oneMinusRBar === 0) {
    return across === 0 && cBar > 0
      ? { pValue: 1, logPValue: 0 }
      : { pValue: 0, logPValue: Number.NEGATIVE_INFINITY };
  }
  return cBar < 0 ? resultantTail(p, n, 1, rBar, p - 1) : resultantTail(p, n, oneMinusCBar, across, p - 2);
}
