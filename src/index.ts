export { CosineLaw } from './cosine/CosineLaw.ts';
export type { CovarianceEigenvalues } from './density/covarianceEigenvalues.ts';
export type { DensityRowsOptions } from './density/logDensity.ts';
export type { Measure, MeasureOptions } from './density/Measure.ts';
export { bhattacharyyaDistance } from './divergence/bhattacharyyaDistance.ts';
export { crossEntropy } from './divergence/crossEntropy.ts';
export { entropy } from './divergence/entropy.ts';
export { klDivergence } from './divergence/klDivergence.ts';
export type { BiasCorrection, EstimateOptions, FitOptions } from './fit/FitOptions.ts';
export type { FitResult } from './fit/FitResult.ts';
export { fit } from './fit/fit.ts';
export { marginalConcentration } from './fit/marginalConcentration.ts';
export type {
  EqualConcentrationsTestOptions,
  EqualConcentrationsTestResult,
} from './inference/equalConcentrationsTest.ts';
export { equalConcentrationsTest } from './inference/equalConcentrationsTest.ts';
export type {
  EqualMeanDirectionsTestOptions,
  EqualMeanDirectionsTestResult,
} from './inference/equalMeanDirectionsTest.ts';
export { equalMeanDirectionsTest } from './inference/equalMeanDirectionsTest.ts';
export type { FitComponent } from './inference/FitComponent.ts';
export type { GoodnessOfFitTestResult } from './inference/goodnessOfFitTest.ts';
export { goodnessOfFitTest } from './inference/goodnessOfFitTest.ts';
export type { MeanDirectionTestOptions, MeanDirectionTestResult } from './inference/meanDirectionTest.ts';
export { meanDirectionTest } from './inference/meanDirectionTest.ts';
export type { RayleighTestOptions, RayleighTestResult } from './inference/rayleighTest.ts';
export { rayleighTest } from './inference/rayleighTest.ts';
export type { Sample } from './inference/sampleSummary.ts';
export type { TestResult, TestRowOptions } from './inference/TestResult.ts';
export type { KernelKind } from './kernels/wasm.ts';
export { kernelKind } from './kernels/wasm.ts';
export type { Random, RandomOptions, SeededRandom } from './random.ts';
export { seededRandom } from './random.ts';
export type { RowOptions } from './resultant/resultantOf.ts';
export type { SufficientStatisticsJSON } from './resultant/SufficientStatistics.ts';
export { SufficientStatistics } from './resultant/SufficientStatistics.ts';
export type { CsrMatrix, Rows } from './rows.ts';
export type { GradientRows } from './sampling/sampleRowsWithGradient.ts';
export type { Accuracy } from './special/accuracy.ts';
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
export type { ArrayOptions, MeanResultantLengthArrayOptions } from './special/meanResultantLength.ts';
export {
  meanResultantLength,
  meanResultantLengthComplement,
} from './special/meanResultantLength.ts';
export { meanResultantLengthDerivative } from './special/meanResultantLengthDerivative.ts';
export { relativeLogNormalizer } from './special/relativeLogNormalizer.ts';
export { scaledLogNormalizer } from './special/scaledLogNormalizer.ts';
export { uniformExpansionErrorBound } from './special/uniformExpansionErrorBound.ts';
export type {
  ConjugateUpdateOptions,
  SamplesOptions,
  VonMisesFisherJSON,
} from './VonMisesFisher.ts';
export { VonMisesFisher } from './VonMisesFisher.ts';
