import { relativeLogNormalizer as enclosed } from '../reference/index.ts';
import { relativeLogNormalizer as ofNumbers } from '../special/relativeLogNormalizer.ts';
import { isInBigDomain } from './bigDomain.ts';
import { elementwise, type MathFactory } from './elementwise.ts';
import { significantDigits } from './significantDigits.ts';

/**
 * The log-normalizer relative to the uniform distribution, for math.import: relativeLogNormalizer(p, kappa).
 *
 *   log C_p(κ) - log C_p(0) <= 0
 *
 * Arguments and errors as for logNormalizer. A sparse κ gives a sparse result: the value at 0 is 0.
 *
 * @example
 * math.evaluate('relativeLogNormalizer(256, 0.001)');             // -1.9531249...e-9
 * math.evaluate('relativeLogNormalizer(256, bignumber("1e-3"))'); // -1.953124999985214...e-9
 */
export const relativeLogNormalizer: MathFactory = /* @__PURE__ */ elementwise({
  name: 'relativeLogNormalizer',
  parameters: ['p', 'kappa'],
  keepsZeros: true,
  number: ofNumbers,
  bigNumber: (p, kappa, precision) =>
    isInBigDomain(p, 1, kappa)
      ? significantDigits('relativeLogNormalizer', precision, (digits) => enclosed(p, kappa, { digits }))
      : 'NaN',
});
