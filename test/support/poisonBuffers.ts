import * as tf from '@tensorflow/tfjs-core';
import type { GuardedBackend } from '../../src/tfjs/webgpu/GuardedBackend.ts';

/** Fills every buffer handed out with NaN, so that what a kernel leaves unwritten is seen: the current backend's, webgpu. */
export function poisonBuffers(): void {
  const backend = tf.backend() as GuardedBackend;
  const upload = backend.uploadToGPU.bind(backend);
  let poison = nanBuffer(backend.device, 2 ** 16);
  backend.uploadToGPU = (dataId: object) => {
    const data = backend.tensorMap.get(dataId);
    const isNew = data.resource == null && data.values == null;
    upload(dataId);
    if (!isNew || !(data.resource instanceof GPUBuffer)) return;
    const { size } = data.resource;
    if (size > poison.size) poison = nanBuffer(backend.device, 2 * size);
    // In the order of the kernels: a copy on the same encoder.
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    const { commandEncoder } = backend as unknown as { commandEncoder: GPUCommandEncoder };
    commandEncoder.copyBufferToBuffer(poison, 0, data.resource, 0, size);
  };
}

function nanBuffer(device: GPUDevice, size: number): GPUBuffer {
  const buffer = device.createBuffer({ size, usage: GPUBufferUsage.COPY_SRC, mappedAtCreation: true });
  new Float32Array(buffer.getMappedRange()).fill(Number.NaN);
  buffer.unmap();
  return buffer;
}
