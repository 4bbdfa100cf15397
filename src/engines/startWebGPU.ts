import type { StartedEngine, StartRequest } from './Engine.ts';
import { EngineError } from './EngineError.ts';
import { importPeer, resolvePeer } from './importPeer.ts';
import { mayHaveGpu } from './mayHaveGpu.ts';
import { useBackend } from './useBackend.ts';

/** Drivers that compute on the processor, where native CPU engines and wasm are faster. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

/** What is used of Dawn's bindings and of the adapter they give. */
interface Dawn {
  readonly create: (flags: string[]) => Gpu;
  readonly globals: Record<string, unknown>;
}
interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<Adapter | null>;
}
interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
}

/** Any vendor's GPU through Vulkan, Metal or Direct3D. */
export async function startWebGPU({ from, named }: StartRequest): Promise<StartedEngine> {
  if (!named && resolvePeer('webgpu', from) !== null && !mayHaveGpu()) {
    throw new EngineError('there is no GPU here');
  }
  const { create, globals } = await importPeer<Dawn>('webgpu', from);
  const gpu = (globalThis.navigator as { gpu?: Gpu } | undefined)?.gpu ?? provided(create([]), globals);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) {
    throw new EngineError(
      'no GPU is visible to WebGPU: it takes a Vulkan driver on Linux (apt-get install libvulkan1, and the GPU driver with graphics), Metal on macOS, Direct3D 12 on Windows',
    );
  }
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = description || device || `${vendor} ${architecture}`.trim() || 'a GPU without a name';
  const isSoftware =
    isFallbackAdapter === true || SOFTWARE.test(`${name} ${vendor} ${architecture} ${device}`);
  if (isSoftware && !named) {
    throw new EngineError(`there is only ${name}, which computes on the processor`);
  }
  await importPeer('@tensorflow/tfjs-backend-webgpu', from);
  await useBackend('webgpu');
  return { backend: 'webgpu', device: name };
}

/** Puts Dawn where a browser has its WebGPU. */
function provided(gpu: Gpu, globals: Record<string, unknown>): Gpu {
  Object.assign(globalThis, globals);
  if (globalThis.navigator === undefined) {
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  } else {
    Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  }
  return gpu;
}
