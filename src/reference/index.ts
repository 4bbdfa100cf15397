/**
 * Proven enclosures of the von Mises-Fisher quantities to any number of digits, on decimal.js.
 *
 * An independent computation: nothing here is shared with the fast functions of the package, which
 * are tested against it.
 */
export { concentration } from './concentration.ts';
export type { Enclosure, EnclosureOptions } from './Enclosure.ts';
export { logBesselI } from './logBesselI.ts';
export { logNormalizer } from './logNormalizer.ts';
export { meanResultantLength } from './meanResultantLength.ts';
export { meanResultantLengthComplement } from './meanResultantLengthComplement.ts';
export { relativeLogNormalizer } from './relativeLogNormalizer.ts';
