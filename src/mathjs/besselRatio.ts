import { meanResultantLength } from '../reference/index.ts';
import { besselRatio as ofNumbers } from '../special/besselRatio.ts';
import { exact, isInBigDomain } from './bigDomain.ts';
import { elementwise, type MathFactory } from './elementwise.ts';
import { significantDigits } from './significantDigits.ts';

/**
 * The ratio I_{ν+1}(x)/I_ν(x) of modified Bessel functions of the first kind, for math.import:
 * besselRatio(nu, x).
 *
 * It is the mean resultant length A_p(x) at p = 2ν + 2, which is how BigNumbers are done. Domain ν >= -½,
 * x >= 0; arguments and errors as for logNormalizer. A sparse x gives a sparse result.
 *
 * @example
 * math.evaluate('besselRatio(0, 1)'); // 0.446389...
 */
export const besselRatio: MathFactory = /* @__PURE__ */ elementwise({
  name: 'besselRatio',
  parameters: ['nu', 'x'],
  keepsZeros: true,
  number: ofNumbers,
  bigNumber: (nu, x, precision) => {
    if (!isInBigDomain(nu, -0.5, x)) return 'NaN';
    const p = exact(nu).times(2).plus(2);
    return significantDigits('besselRatio', precision, (digits) => meanResultantLength(p, x, { digits }));
  },
});
