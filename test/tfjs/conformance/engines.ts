import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import 'von-mises-fisher/tfjs/wasm';
import { startWebGPUForTests } from '../../support/webgpu.ts';
import { startTensorflow } from './startTensorflow.ts';

/** An engine that runs, or in one line why it cannot. */
export type Started = { readonly device: string; stop(): unknown } | string;

const startBackend = async (name: string, device: string): Promise<Started> => {
  if (!(await tf.setBackend(name))) throw new Error(`the ${name} backend did not start`);
  await tf.ready();
  return { device, stop: () => {} };
};

/** How each engine is started. The first two are in node_modules and have to run everywhere. */
export const engines: Readonly<Record<string, () => Promise<Started>>> = {
  cpu: () => startBackend('cpu', 'plain JavaScript'),
  wasm: () => startBackend('wasm', 'WebAssembly'),
  webgpu: startWebGPUForTests,
  tensorflow: () => startTensorflow('tensorflow'),
};
