export type { ComponentDistance } from './componentDistances.ts';
export type { ComponentsTest, ComponentsTestOptions } from './componentsTest.ts';
export { componentsTest } from './componentsTest.ts';
export type { Criteria } from './criteria.ts';
export { fitMixture } from './fitMixture.ts';
export type { MixtureRowOptions } from './MixtureData.ts';
export type {
  Initialization,
  InitializationMethod,
  MixtureFitOptions,
  MixtureProgress,
} from './MixtureFitOptions.ts';
export type { MixtureFitResult, RestartReport, RestartSummary } from './MixtureFitResult.ts';
export type { MixtureKind } from './MixtureKind.ts';
export type { MixtureState } from './MixtureState.ts';
export type { MixtureSamples } from './mixtureSamples.ts';
export type {
  SelectComponentsOptions,
  Selection,
  SelectionCriterion,
  SelectionRow,
} from './selectComponents.ts';
export { selectComponents } from './selectComponents.ts';
export type {
  SelectSparsityOptions,
  SparsityCriterion,
  SparsityRow,
  SparsitySelection,
} from './selectSparsity.ts';
export { selectSparsity } from './selectSparsity.ts';
export type { Interval, MixtureErrors, StandardErrorOptions } from './standardErrors.ts';
export { standardErrors } from './standardErrors.ts';
export { fitMixtureStream } from './stream/fitMixtureStream.ts';
export type { MixtureStreamOptions } from './stream/MixtureStreamOptions.ts';
export type { RowChunk, RowSource, WeightedChunk } from './stream/RowSource.ts';
export { startWorkers } from './threads/startWorkers.ts';
export type {
  LogPdfRowsOptions,
  MixtureOptions,
  RowsOptions,
  ScoreOptions,
  VonMisesFisherMixtureJSON,
} from './VonMisesFisherMixture.ts';
export { VonMisesFisherMixture } from './VonMisesFisherMixture.ts';
