import { dirname, join } from 'node:path';
import type { StartedEngine, StartRequest } from './Engine.ts';
import { importPeer, resolvePeer } from './importPeer.ts';
import { processorName } from './processorName.ts';
import { useBackend } from './useBackend.ts';

const PACKAGE = '@tensorflow/tfjs-backend-wasm';

/** WebAssembly with SIMD, from npm alone, with this package's kernels. */
export async function startWasm({ from }: StartRequest): Promise<StartedEngine> {
  const { setWasmPaths, getThreadsCount } = await importPeer<typeof import('@tensorflow/tfjs-backend-wasm')>(
    PACKAGE,
    from,
  );
  const manifest = resolvePeer(`${PACKAGE}/package.json`, from) as string;
  // The paths may be set only before the backend starts.
  const { findBackend } = await import('@tensorflow/tfjs-core');
  if (findBackend('wasm') == null) setWasmPaths(`${join(dirname(manifest), 'dist')}/`);
  await useBackend('wasm');
  await import('../tfjs/wasm/index.ts');
  return {
    backend: 'wasm',
    device: `WebAssembly on ${processorName()}, of which it takes ${getThreadsCount()}`,
  };
}
