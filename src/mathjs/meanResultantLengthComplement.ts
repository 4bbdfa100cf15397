import { meanResultantLengthComplement as enclosed } from '../reference/index.ts';
import { meanResultantLengthComplement as ofNumbers } from '../special/meanResultantLength.ts';
import { isInBigDomain } from './bigDomain.ts';
import { elementwise, type MathFactory } from './elementwise.ts';
import { significantDigits } from './significantDigits.ts';

/**
 * The complement 1 - A_p(κ) of the mean resultant length, for math.import:
 * meanResultantLengthComplement(p, kappa), without cancellation as κ grows.
 *
 *   1 - A_p(κ) = (p-1)/(2κ) + O(κ^-2),   1 at κ = 0
 *
 * Arguments and errors as for logNormalizer.
 *
 * @example
 * math.evaluate('meanResultantLengthComplement(3, 1e20)'); // 1e-20
 */
export const meanResultantLengthComplement: MathFactory = /* @__PURE__ */ elementwise({
  name: 'meanResultantLengthComplement',
  parameters: ['p', 'kappa'],
  number: (p, kappa) => ofNumbers(p, kappa),
  bigNumber: (p, kappa, precision) =>
    isInBigDomain(p, 1, kappa)
      ? significantDigits('meanResultantLengthComplement', precision, (digits) =>
          enclosed(p, kappa, { digits }),
        )
      : 'NaN',
});
