import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { startWebGPU, type WebGPUEngine } from 'von-mises-fisher/tfjs/webgpu';

export { tf };

export type BrowserEngine = {
  readonly name: 'webgpu' | 'wasm';
  readonly device: string;
  /** Why not webgpu. */
  readonly remark: string;
  readonly webgpu: WebGPUEngine | null;
};

/** WebGPU where the browser has it, else WebAssembly; or the one asked for. Stands in for the trainer's `engine.ts`. */
export async function startBrowserEngine(choice: string): Promise<BrowserEngine> {
  let remark = '';
  if (choice !== 'wasm') {
    try {
      const webgpu = await startWebGPU();
      return { name: 'webgpu', device: webgpu.device, remark, webgpu };
    } catch (error) {
      if (choice === 'webgpu') throw error;
      remark = (error as Error).message;
    }
  }
  setWasmPaths('./dist/');
  if (!(await tf.setBackend('wasm'))) throw new Error('neither WebGPU nor WebAssembly can be started here');
  await tf.ready();
  return { name: 'wasm', device: 'WebAssembly on this processor', remark, webgpu: null };
}
