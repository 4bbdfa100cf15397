import { concentration as enclosed } from '../reference/index.ts';
import { type ConcentrationOptions, concentration as ofNumbers } from '../special/concentration.ts';
import { exact, isInBigDomain } from './bigDomain.ts';
import { elementwise, type MathFactory } from './elementwise.ts';
import { significantDigits } from './significantDigits.ts';

/**
 * The concentration κ whose mean resultant length is R, for math.import: concentration(p, rBar) and
 * concentration(p, rBar, { method }).
 *
 *   A_p(κ) = R
 *
 * Numbers, arrays and matrices as concentration of the package gives them; BigNumbers to the precision of the
 * instance. `method` is for numbers only. Errors as for logNormalizer. A sparse R gives a sparse result.
 *
 * @example
 * math.evaluate('concentration(256, 0.5)');              // 170.4006...
 * math.evaluate('concentration(256, bignumber("0.5"))'); // 170.400602628261769149566080744...
 */
export const concentration: MathFactory = /* @__PURE__ */ elementwise({
  name: 'concentration',
  parameters: ['p', 'rBar'],
  options: ['method'],
  keepsZeros: true,
  number: (p, rBar, options) => ofNumbers(p, rBar, options as ConcentrationOptions | undefined),
  bigNumber: (p, rBar, precision) => {
    if (!isInBigDomain(p, 1, rBar) || exact(rBar).gt(1)) return 'NaN';
    if (exact(rBar).eq(1)) return 'Infinity';
    return significantDigits('concentration', precision, (digits) => enclosed(p, rBar, { digits }));
  },
});
