import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { UserError } from './UserError.ts';

export { tf };

export type EngineChoice = 'auto' | 'wasm' | 'cpu';

/** Makes the engine current and says which one it is and why. */
export async function startEngine(choice: EngineChoice): Promise<{ name: 'wasm' | 'cpu'; why: string }> {
  if (choice === 'cpu') {
    await use('cpu');
    return {
      name: 'cpu',
      why: 'asked for; plain JavaScript, about 20 times slower than wasm',
    };
  }
  const require = createRequire(import.meta.url);
  setWasmPaths(`${join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist')}/`);
  const failure = await use('wasm').then(
    () => null,
    (error: Error) => error.message.split('\n')[0],
  );
  if (failure === null) {
    return {
      name: 'wasm',
      why: choice === 'wasm' ? 'asked for' : 'fastest engine at hand: WebAssembly with SIMD, from npm alone',
    };
  }
  if (choice === 'wasm') {
    throw new UserError(`--engine wasm: WebAssembly cannot be started here (${failure}); try --engine cpu`);
  }
  await use('cpu');
  return {
    name: 'cpu',
    why: `wasm cannot be started here (${failure}); about 20 times slower`,
  };
}

async function use(name: 'wasm' | 'cpu'): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`backend ${name} refused to start`);
  await tf.ready();
}
