import type { StartedEngine, StartRequest } from './Engine.ts';
import { EngineError } from './EngineError.ts';
import { importPeer, resolvePeer } from './importPeer.ts';
import { mayHaveGpu } from './mayHaveGpu.ts';

/** Any vendor's GPU through Vulkan, Metal or Direct3D, with this package's kernels. */
export async function startWebGPU({ from, named }: StartRequest): Promise<StartedEngine> {
  if (!named && resolvePeer('webgpu', from) !== null && !mayHaveGpu()) {
    throw new EngineError('there is no GPU here');
  }
  await importPeer('webgpu', from);
  await importPeer('@tensorflow/tfjs-backend-webgpu', from);
  const { startWebGPU: start } = await import('../tfjs/webgpu/index.ts');
  const engine = await start().catch((error: Error) => {
    throw new EngineError(error.message);
  });
  if (engine.isSoftware && !named) {
    engine.stop();
    throw new EngineError(`there is only ${engine.device}, which computes on the processor`);
  }
  return { backend: 'webgpu', device: engine.device };
}
