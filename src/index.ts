export type { KernelKind } from './kernels/wasm.ts';
export { kernelKind } from './kernels/wasm.ts';
export { besselRatio } from './special/besselRatio.ts';
export type {
  ConcentrationMethod,
  ConcentrationOptions,
} from './special/concentration.ts';
export {
  concentration,
  concentrationFromComplement,
} from './special/concentration.ts';
export { logBesselI } from './special/logBesselI.ts';
export type {
  LogNormalizerArrayOptions,
  LogNormalizerOptions,
} from './special/logNormalizer.ts';
export { logNormalizer } from './special/logNormalizer.ts';
export type { ArrayOptions } from './special/meanResultantLength.ts';
export {
  meanResultantLength,
  meanResultantLengthComplement,
} from './special/meanResultantLength.ts';
export { meanResultantLengthDerivative } from './special/meanResultantLengthDerivative.ts';
export { relativeLogNormalizer } from './special/relativeLogNormalizer.ts';
export { scaledLogNormalizer } from './special/scaledLogNormalizer.ts';
export { uniformExpansionErrorBound } from './special/uniformExpansionErrorBound.ts';
