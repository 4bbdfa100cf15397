import type { BesselProblem } from './besselProblem.ts';
import type { Interval, IntervalArithmetic } from './IntervalArithmetic.ts';
import { logarithm } from './logarithm.ts';
import { logGamma } from './logGamma.ts';
import { type PowerSeries, powerSeries } from './powerSeries.ts';
import { seriesPeak, seriesTerms } from './seriesSize.ts';

interface BesselSeries extends PowerSeries {
  /** a = ν+1 */
  readonly a: Interval;
  /** q = x²/4 */
  readonly q: Interval;
  /** Index of the term to which the sums are relative. */
  readonly peak: number;
}

/** The digits that a first attempt needs: those asked for, those lost in the sum, those lost elsewhere. */
export function firstPrecision(problem: BesselProblem, lostDigits: number): number {
  const { nu, argument, digits } = problem;
  const terms = seriesTerms(nu, argument.toNumber(), digits);
  const precision = digits + 10 + Math.ceil(Math.log10(terms) + lostDigits);
  return Math.min(precision, Number.MAX_SAFE_INTEGER);
}

/** The power series of the problem, after a look at what it costs. */
export function besselSeries(problem: BesselProblem, arithmetic: IntervalArithmetic): BesselSeries {
  const x = problem.argument.toNumber();
  checkSize(problem, x, arithmetic.precision);
  const a = problem.a(arithmetic);
  const half = arithmetic.multiply(arithmetic.of(problem.argument), arithmetic.of(0.5));
  const q = arithmetic.multiply(half, half);
  const peak = seriesPeak(problem.nu, x);
  return { a, q, peak, ...powerSeries(arithmetic, a, q, peak) };
}

/**
 * log Σₘ qᵐ/(m! Γ(a+m)), the logarithm of the regularized hypergeometric function ₀F₁(; a; q)/Γ(a).
 *
 * k log q - log Γ(k+1) - log Γ(a+k) + log Σₘ tₘ/tₖ with k the index of the largest term.
 */
export function logHypergeometric(problem: BesselProblem, arithmetic: IntervalArithmetic): Interval {
  const { a, q, peak, sum } = besselSeries(problem, arithmetic);
  const k = arithmetic.of(peak);
  const gammas = arithmetic.add(
    logGamma(arithmetic, arithmetic.add(k, arithmetic.of(1))),
    logGamma(arithmetic, arithmetic.add(a, k)),
  );
  const relative = arithmetic.subtract(logarithm(arithmetic, sum), gammas);
  if (peak === 0) return relative;
  return arithmetic.add(relative, arithmetic.multiply(k, logarithm(arithmetic, q)));
}

function checkSize(problem: BesselProblem, x: number, precision: number): void {
  const terms = seriesTerms(problem.nu, x, precision);
  if (terms <= problem.maxTerms) return;
  const { caller, orderName, argumentName, orderText, argumentText, digits, maxTerms } = problem;
  const limit = largestArgument(problem, x, precision);
  throw new RangeError(
    `${caller}: ${argumentName} must be at most about ${limit} for ${orderName} = ${orderText} with digits = ${digits}: ` +
      `the power series would need ${grouped(terms)} terms, limit ${grouped(maxTerms)}, got ${argumentText}`,
  );
}

/** The largest x, to two digits, for which the terms suffice; fewer terms also lose fewer digits. */
function largestArgument(
  { nu, digits, maxTerms }: BesselProblem,
  tooLarge: number,
  precision: number,
): string {
  const otherDigits = precision - Math.log10(seriesTerms(nu, tooLarge, digits));
  const termsAt = (x: number) => seriesTerms(nu, x, otherDigits + Math.log10(seriesTerms(nu, x, digits)));
  let low = 0;
  let high = tooLarge;
  for (let step = 0; step < 1100 && high - low > high * 1e-3; step++) {
    const middle = low > 0 ? Math.sqrt(low) * Math.sqrt(high) : high / 2;
    if (termsAt(middle) <= maxTerms) low = middle;
    else high = middle;
  }
  return low.toExponential(1).replace('e+', 'e');
}

function grouped(count: number): string {
  return count < 1e15 ? count.toLocaleString('en-US') : count.toExponential(1).replace('e+', 'e');
}
