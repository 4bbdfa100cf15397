/**
 * von-mises-fisher/tfjs: the vMF log-normalizer and the DINO-vMF objective, differentiable, and EM for vMF
 * mixtures, in float32 on any backend of TensorFlow.js (@tensorflow/tfjs-core 4.22.0, a peer).
 */
export { type AdamWOptions, type AdamWState, adamW } from './adamW.ts';
export { attention } from './attention.ts';
export { type CrossEntropyOptions, crossEntropy } from './crossEntropy.ts';
export type { ExpansionOptions } from './ExpansionOptions.ts';
export {
  fitMixtureOnTensors,
  type TensorMixtureFit,
  type TensorMixtureFitOptions,
  type TensorMixtureProgress,
} from './fitMixtureOnTensors.ts';
export { gelu } from './gelu.ts';
export { l2Normalize } from './l2Normalize.ts';
export { layerNorm } from './layerNorm.ts';
export { linear } from './linear.ts';
export { logNormalizer } from './logNormalizer.ts';
export { logSoftmax } from './logSoftmax.ts';
export type { MixturePassOptions } from './MixturePassOptions.ts';
export { matMul } from './matMul.ts';
export { meanResultantLength } from './meanResultantLength.ts';
export { mixtureStatistics } from './mixtureStatistics.ts';
export type { TensorMixtureStatistics } from './passOverRows.ts';
export {
  type PrototypeCrossEntropyOptions,
  type PrototypeTeacher,
  prototypeCrossEntropy,
} from './prototypeCrossEntropy.ts';
export { prototypeLogits } from './prototypeLogits.ts';
export { registerGradients } from './registerGradients.ts';
export { relativeLogNormalizer } from './relativeLogNormalizer.ts';
export type { PrototypeLogitsOptions, PrototypeNormalization } from './requirePrototypeScores.ts';
export { softmax } from './softmax.ts';
export type { WeightOptions } from './startingWeights.ts';
export { studentLogProbabilities } from './studentLogProbabilities.ts';
export { sumOfSquares } from './sumOfSquares.ts';
export { type CenterOptions, teacherProbabilities } from './teacherProbabilities.ts';
export type { MixtureStart, TensorMixture } from './tensorMixture.ts';
export { updateLogitCenter } from './updateLogitCenter.ts';
export { updateProbabilityCenter } from './updateProbabilityCenter.ts';
export { viewPairs } from './viewPairs.ts';
