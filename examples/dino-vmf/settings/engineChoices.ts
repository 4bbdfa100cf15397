import type { EngineChoice } from '../engine.ts';

/** What --engine takes, in the order in which auto tries them. */
export const ENGINE_CHOICES: readonly EngineChoice[] = [
  'auto',
  'tensorflow-gpu',
  'webgpu',
  'tensorflow',
  'wasm',
  'cpu',
];
