/** The engines of TensorFlow.js, fastest first: the order in which they are tried. */
export const ENGINES = ['tensorflow-gpu', 'webgpu', 'tensorflow', 'wasm', 'cpu'] as const;

export type EngineName = (typeof ENGINES)[number];

/** How an engine is to be started. */
export interface StartRequest {
  /** The folder of the project whose packages are taken. */
  readonly from: string;
  /** Whether the engine was asked for by its name; else it is refused where a slower one would be as good. */
  readonly named: boolean;
}

/** An engine that is now TensorFlow.js's current backend. */
export interface StartedEngine {
  /** The name that `tf.getBackend()` gives. */
  readonly backend: string;
  /** What it runs on, as the engine or the system calls it. */
  readonly device: string;
}
