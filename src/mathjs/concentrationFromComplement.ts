import { concentration as enclosed } from '../reference/index.ts';
import {
  type ConcentrationOptions,
  concentrationFromComplement as ofNumbers,
} from '../special/concentration.ts';
import { exact, isInBigDomain } from './bigDomain.ts';
import { elementwise, type MathFactory } from './elementwise.ts';
import { significantDigits } from './significantDigits.ts';

/**
 * The concentration κ from the complement 1 - R of the mean resultant length, for R near 1, for math.import:
 * concentrationFromComplement(p, oneMinusRBar) and concentrationFromComplement(p, oneMinusRBar, { method }).
 *
 *   1 - A_p(κ) = 1 - R
 *
 * Arguments and errors as for concentration.
 *
 * @example
 * math.evaluate('concentrationFromComplement(3, 1e-20)'); // 1e+20
 */
export const concentrationFromComplement: MathFactory = /* @__PURE__ */ elementwise({
  name: 'concentrationFromComplement',
  parameters: ['p', 'oneMinusRBar'],
  options: ['method'],
  number: (p, rest, options) => ofNumbers(p, rest, options as ConcentrationOptions | undefined),
  bigNumber: (p, rest, precision) => {
    if (!isInBigDomain(p, 1, rest) || exact(rest).gt(1)) return 'NaN';
    if (exact(rest).isZero()) return 'Infinity';
    const rBar = exact('1').minus(exact(rest));
    return significantDigits('concentrationFromComplement', precision, (digits) =>
      enclosed(p, rBar, { digits }),
    );
  },
});
