/**
 * The functions of the package for mathjs, over numbers, arrays, matrices and BigNumbers, in code and in the
 * expression parser. mathjs itself is not loaded from here.
 *
 *     import { all, create } from 'mathjs';
 *     import * as vmf from 'von-mises-fisher/mathjs';
 *     const math = create(all);
 *     math.import(vmf);
 *     math.evaluate('logNormalizer(256, [20, 200, 500])');
 */
export { besselRatio } from './besselRatio.ts';
export { concentration } from './concentration.ts';
export { concentrationFromComplement } from './concentrationFromComplement.ts';
export type { MathFactory } from './elementwise.ts';
export { logBesselI } from './logBesselI.ts';
export { logNormalizer } from './logNormalizer.ts';
export { meanResultantLength } from './meanResultantLength.ts';
export { meanResultantLengthComplement } from './meanResultantLengthComplement.ts';
export { relativeLogNormalizer } from './relativeLogNormalizer.ts';
export { scaledLogNormalizer } from './scaledLogNormalizer.ts';
