import { logNormalizer as enclosed } from '../reference/index.ts';
import { type LogNormalizerOptions, logNormalizer as ofNumbers } from '../special/logNormalizer.ts';
import { isInBigDomain } from './bigDomain.ts';
import { elementwise, type MathFactory } from './elementwise.ts';
import { significantDigits } from './significantDigits.ts';

/**
 * The log-normalizer log C_p(κ), for math.import: logNormalizer(p, kappa) and logNormalizer(p, kappa, { terms }).
 *
 *   log C_p(κ) = (p/2 - 1) log κ - (p/2) log 2π - log I_{p/2-1}(κ)
 *
 * In nats, with respect to surface measure. Numbers, arrays and matrices as logNormalizer of the package gives
 * them, its domain and accuracy included; BigNumbers to the precision of the instance, from a proven enclosure.
 * `terms` is for numbers only.
 *
 * @throws TypeError for what is not a real number or a collection of them; RangeError for sizes that do not fit,
 *   and where a BigNumber would need more than the 200,000 terms that ./reference sums (κ about 1e8)
 * @example
 * math.evaluate('logNormalizer(256, 100)');           // 326.0486...
 * math.evaluate('logNormalizer(512, bignumber(1))');  // 867.9671265997496490368227836279994208939...
 */
export const logNormalizer: MathFactory = /* @__PURE__ */ elementwise({
  name: 'logNormalizer',
  parameters: ['p', 'kappa'],
  options: ['terms'],
  number: (p, kappa, options) => ofNumbers(p, kappa, options as LogNormalizerOptions | undefined),
  bigNumber: (p, kappa, precision) =>
    isInBigDomain(p, 1, kappa)
      ? significantDigits('logNormalizer', precision, (digits) => enclosed(p, kappa, { digits }))
      : 'NaN',
});
