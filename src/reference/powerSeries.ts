import type { Interval, IntervalArithmetic } from './IntervalArithmetic.ts';

export interface PowerSeries {
  /** Σₘ tₘ / tₖ */
  readonly sum: Interval;
  /** Σₘ tₘ / ((a+m) tₖ) */
  readonly weighted: Interval;
}

/**
 * The power series of the modified Bessel function, relative to its term of index k (`peak`).
 *
 * tₘ = qᵐ/(m! Γ(a+m)), q = x²/4, a = ν+1 > 0: I_ν(x) = (x/2)^ν Σ tₘ and I_{ν+1}(x) = (x/2)^{ν+1} Σ tₘ/(a+m)
 * (DLMF 10.25.2). All terms are positive. From k the terms are followed both ways by their ratios
 *
 *   t_{m+1}/tₘ = q/((m+1)(a+m)),  which falls as m grows,
 *   t_{m-1}/tₘ = m(a+m-1)/q,      which falls as m shrinks,
 *
 * until a term is below 10^-cutoff and the ratio r there is below 1. From that term on, all terms on
 * that side together are at most term/(1-r), the geometric series; the upper end is raised by that,
 * while the lower end counts them as nothing. Weighted terms gain 1/(a+m): at most 1/(a+m) of the
 * first term left out going up, at most 1/a going down. Any k ≥ 0 gives a true enclosure; the index of
 * the largest term gives the shortest sum.
 */
export function powerSeries(
  arithmetic: IntervalArithmetic,
  a: Interval,
  q: Interval,
  peak: number,
  cutoff: number = arithmetic.precision,
): PowerSeries {
  const one = arithmetic.of(1);
  const isTiny = (x: Interval) => x.upper.isZero() || x.upper.e < -cutoff;
  const rest = (term: Interval, ratio: Interval) => arithmetic.divide(term, arithmetic.subtract(one, ratio));

  let sum = arithmetic.of(0);
  let weighted = arithmetic.of(0);

  let term = one;
  for (let m = peak; ; m++) {
    const denominator = arithmetic.add(a, arithmetic.of(m));
    if (isTiny(term)) {
      const ratio = arithmetic.divide(q, arithmetic.multiply(arithmetic.of(m + 1), denominator));
      if (ratio.upper.lt(1)) {
        const above = rest(term, ratio);
        sum = arithmetic.raiseUpper(sum, above);
        weighted = arithmetic.raiseUpper(weighted, arithmetic.divide(above, denominator));
        break;
      }
    }
    const weightedTerm = arithmetic.divide(term, denominator);
    sum = arithmetic.add(sum, term);
    weighted = arithmetic.add(weighted, weightedTerm);
    term = arithmetic.divide(arithmetic.multiply(weightedTerm, q), arithmetic.of(m + 1));
  }

  if (peak === 0) return { sum, weighted };
  const reciprocal = arithmetic.divide(one, q);
  term = one;
  for (let m = peak; m > 0; m--) {
    const weightedTerm = arithmetic.multiply(arithmetic.multiply(term, arithmetic.of(m)), reciprocal);
    const factor = arithmetic.add(a, arithmetic.of(m - 1));
    term = arithmetic.multiply(weightedTerm, factor);
    if (isTiny(term)) {
      const ratio = arithmetic.multiply(
        arithmetic.multiply(arithmetic.of(m - 1), arithmetic.add(a, arithmetic.of(m - 2))),
        reciprocal,
      );
      if (ratio.upper.lt(1)) {
        const below = rest(term, ratio);
        sum = arithmetic.raiseUpper(sum, below);
        weighted = arithmetic.raiseUpper(weighted, arithmetic.divide(below, a));
        break;
      }
    }
    sum = arithmetic.add(sum, term);
    weighted = arithmetic.add(weighted, weightedTerm);
  }
  return { sum, weighted };
}
