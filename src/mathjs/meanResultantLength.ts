import { meanResultantLength as enclosed } from '../reference/index.ts';
import { meanResultantLength as ofNumbers } from '../special/meanResultantLength.ts';
import { isInBigDomain } from './bigDomain.ts';
import { elementwise, type MathFactory } from './elementwise.ts';
import { significantDigits } from './significantDigits.ts';

/**
 * The mean resultant length A_p(κ), for math.import: meanResultantLength(p, kappa).
 *
 *   A_p(κ) = I_{p/2}(κ)/I_{p/2-1}(κ)
 *
 * Arguments and errors as for logNormalizer. A sparse κ gives a sparse result: A_p(0) = 0.
 *
 * @example
 * math.evaluate('meanResultantLength(256, [0, 100])');              // [0, 0.344539...]
 * math.evaluate('meanResultantLength(256, bignumber(100))');        // 0.3445393251582564895999643088662038...
 */
export const meanResultantLength: MathFactory = /* @__PURE__ */ elementwise({
  name: 'meanResultantLength',
  parameters: ['p', 'kappa'],
  keepsZeros: true,
  number: (p, kappa) => ofNumbers(p, kappa),
  bigNumber: (p, kappa, precision) =>
    isInBigDomain(p, 1, kappa)
      ? significantDigits('meanResultantLength', precision, (digits) => enclosed(p, kappa, { digits }))
      : 'NaN',
});
