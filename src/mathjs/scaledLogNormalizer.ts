import { Decimal } from 'decimal.js';
import { logNormalizer } from '../reference/index.ts';
import { scaledLogNormalizer as ofNumbers } from '../special/scaledLogNormalizer.ts';
import { isInBigDomain } from './bigDomain.ts';
import { elementwise, type MathFactory } from './elementwise.ts';
import { significantDigits } from './significantDigits.ts';

/**
 * The logarithm of the density at its mode, for math.import: scaledLogNormalizer(p, kappa).
 *
 *   log(C_p(κ) e^κ) = log C_p(κ) + κ
 *
 * Arguments and errors as for logNormalizer.
 *
 * @example
 * math.evaluate('scaledLogNormalizer(3, 1e10)');            // 21.1879738...
 * math.evaluate('scaledLogNormalizer(3, bignumber(1000))'); // 5.06987821...
 */
export const scaledLogNormalizer: MathFactory = /* @__PURE__ */ elementwise({
  name: 'scaledLogNormalizer',
  parameters: ['p', 'kappa'],
  number: ofNumbers,
  bigNumber: (p, kappa, precision) => {
    if (!isInBigDomain(p, 1, kappa)) return 'NaN';
    return significantDigits('scaledLogNormalizer', precision, (digits) => {
      const { lower, upper } = logNormalizer(p, kappa, { digits });
      const Wide = Decimal.clone({ defaults: true, precision: 2 * digits + 400 });
      return { lower: Wide.add(lower, kappa), upper: Wide.add(upper, kappa) };
    });
  },
});
