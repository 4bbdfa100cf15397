export type { EngineName } from './Engine.ts';
export { EngineError } from './EngineError.ts';
export { type Linked, type LinkOptions, linkTensorflow } from './linkTensorflow.ts';
export { type EngineOptions, type SelectedEngine, selectEngine } from './selectEngine.ts';
