export { EngineError } from './EngineError.ts';
export { type Linked, type LinkOptions, linkTensorflow } from './linkTensorflow.ts';
