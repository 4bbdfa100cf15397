import { logBesselI as enclosed, relativeLogNormalizer } from '../reference/index.ts';
import { logBesselI as ofNumbers } from '../special/logBesselI.ts';
import { exact, isInBigDomain } from './bigDomain.ts';
import { elementwise, type MathFactory } from './elementwise.ts';
import { significantDigits } from './significantDigits.ts';

/**
 * The logarithm of the modified Bessel function of the first kind, for math.import: logBesselI(nu, x).
 *
 *   log I_ν(x), ν >= -½, x >= 0
 *
 * Arguments and errors as for logNormalizer. At x = 0 it is the limit: -Infinity for ν > 0, 0 for ν = 0,
 * Infinity for ν < 0.
 *
 * @example
 * math.evaluate('logBesselI(255, 1)');             // -1338.46...
 * math.evaluate('logBesselI(0.5, bignumber(2))');  // 0.716002429689468042982132859124...
 */
export const logBesselI: MathFactory = /* @__PURE__ */ elementwise({
  name: 'logBesselI',
  parameters: ['nu', 'x'],
  number: ofNumbers,
  bigNumber: (nu, x, precision) => {
    if (!isInBigDomain(nu, -0.5, x)) return 'NaN';
    if (exact(x).isZero()) return String(-1 * Number(exact(nu).cmp(0)) * Number.POSITIVE_INFINITY || 0);
    return significantDigits('logBesselI', precision, (digits) => {
      if (!exact(nu).isZero()) return enclosed(nu, x, { digits });
      // log I_0(x) = log C_2(0) - log C_2(x) keeps its digits as x goes to 0.
      const { lower, upper } = relativeLogNormalizer(2, x, { digits });
      return { lower: upper.neg(), upper: lower.neg() };
    });
  },
});
