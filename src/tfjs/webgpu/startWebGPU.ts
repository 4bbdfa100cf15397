import * as tf from '@tensorflow/tfjs-core';
import { registerKernelPack } from '../KernelPack.ts';
import { avoidSplitProducts } from './avoidSplitProducts.ts';
import { findGPU } from './findGPU.ts';
import { GuardedBackend } from './GuardedBackend.ts';
import { webgpuKernels } from './webgpuKernels.ts';

export type WebGPUOptions = {
  /** Which device where there are several. @default 'high-performance' */
  powerPreference?: 'high-performance' | 'low-power';
  /** Whether operations on small tensors that were never on the device may run on the cpu. @default true */
  forwardToCpu?: boolean;
};

export type WebGPUMemory = {
  /** Of all buffers that hold something. */
  bytesInUse: number;
  /** The most that was in use at once since the start. */
  peakBytes: number;
  /** With the buffers kept for use again. */
  bytesAllocated: number;
};

export type WebGPUEngine = {
  readonly name: 'webgpu';
  /** For example 'nvidia'. */
  readonly vendor: string;
  /** The device's name as far as the system tells it. */
  readonly device: string;
  /** Whether the device is a program on the processor (SwiftShader, llvmpipe, WARP): right, but slow. */
  readonly isSoftware: boolean;
  memory(): WebGPUMemory;
  /** Kernels issued since the start. */
  launches(): number;
  /** Waits for all that was issued; throws what the device reported. */
  settle(): Promise<void>;
  /** Gives the device back; tensors on it are gone. */
  stop(): void;
};

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|warp/i;

/** The limits that matter to products of large matrices and to fused kernels; the rest keep their defaults. */
const RAISED = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

/**
 * Starts the WebGPU engine of TensorFlow.js and makes it the current one.
 *
 * In a browser on its own `navigator.gpu`, in Node on the npm package `webgpu` (Dawn: Vulkan, Metal or
 * Direct3D 12, so a GPU of any vendor without CUDA). Differs from the stock start in four ways: the device's
 * limits are the adapter's (larger buffers, more of them in a kernel); an error of the device or its loss
 * makes the next `await tensor.data()` throw, and every later call, where the stock backend goes on with
 * what lies in a recycled buffer; products never take the program that returns wrong values for long inner
 * sizes (`MatMulSplitKProgram`); and memory can be asked for.
 *
 * Values come back by `await tensor.data()` only; `dataSync()` works in browsers, slowly, and in Node not
 * at all. Called again, it starts anew, and tensors of the engine before are gone.
 *
 * @throws RangeError for an unknown powerPreference; Error where there is no WebGPU or no adapter, with what
 *   to install
 * @example
 * const { device, isSoftware } = await startWebGPU();
 */
export async function startWebGPU({
  powerPreference = 'high-performance',
  forwardToCpu = true,
}: WebGPUOptions = {}): Promise<WebGPUEngine> {
  if (powerPreference !== 'high-performance' && powerPreference !== 'low-power') {
    throw new RangeError(
      `startWebGPU: powerPreference must be 'high-performance' or 'low-power', got ${JSON.stringify(powerPreference)}`,
    );
  }
  const gpu = await findGPU();
  const adapter = await gpu.requestAdapter({ powerPreference });
  if (adapter === null) {
    throw new Error(
      'startWebGPU: no adapter: WebGPU finds no driver of a GPU here (on Linux it needs Vulkan: libvulkan1 and the driver, in containers NVIDIA_DRIVER_CAPABILITIES with graphics)',
    );
  }
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: Object.fromEntries(RAISED.map((name) => [name, adapter.limits[name]])),
  });
  const backend = new GuardedBackend(device, adapter.info);
  tf.env().set('WEBGPU_CPU_FORWARD', forwardToCpu);
  avoidSplitProducts();
  registerKernelPack('webgpu', (current) => (current instanceof GuardedBackend ? webgpuKernels : {}));
  if (tf.engine().registryFactory.webgpu !== undefined) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => backend, 3);
  await tf.setBackend('webgpu');
  await tf.ready();
  const { vendor, architecture, device: id, description } = adapter.info;
  const name = description || [vendor, architecture, id].filter(Boolean).join(' ') || 'unnamed device';
  return {
    name: 'webgpu',
    vendor,
    device: name,
    isSoftware: adapter.info.isFallbackAdapter || SOFTWARE.test(`${name} ${architecture} ${id}`),
    memory: () => ({
      bytesInUse: backend.bufferManager.numBytesUsed,
      peakBytes: backend.peakBytes,
      bytesAllocated: backend.bufferManager.numBytesAllocated,
    }),
    launches: () => backend.launches,
    settle: () => backend.settle(),
    stop: () => {
      if (tf.findBackend('webgpu') === backend) tf.removeBackend('webgpu');
      else backend.dispose();
    },
  };
}
