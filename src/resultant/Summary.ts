import { lengthOfSum } from './lengthOfSum.ts';
import { directionOf, type Resultant } from './Resultant.ts';

/** What a fit needs to know of data. */
export interface Summary {
  /** Dimension. */
  readonly p: number;
  /** Number of rows, those of weight 0 included. */
  readonly n: number;
  /** W = Σ wᵢ. */
  readonly weight: number;
  /** Mean resultant length R̄ = |S|/W; NaN without any weight. */
  readonly rBar: number;
  /** 1 - R̄, with its own relative accuracy; exactly 0 where the rows differ by no more than their rounding. */
  readonly oneMinusRBar: number;
  /** S/|S|; NaN where S is zero. */
  readonly meanDirection: Float64Array;
}

/** Below this 1 - R̄, an angle of 6e-16 between the rows, they differ by no more than the rounding of doubles. */
const ALL_EQUAL = 2 ** -102;

export function summaryOf(sums: Resultant): Summary {
  const { n, weight, complement, high, low } = sums;
  const rest = complement.hi / weight.hi;
  const rBar = rest < 0.5 ? 1 - rest : lengthOfSum(high, low).hi / weight.hi;
  return {
    p: high.length,
    n,
    weight: weight.hi,
    rBar,
    oneMinusRBar: rest < ALL_EQUAL ? 0 : rest,
    meanDirection: directionOf(sums),
  };
}
