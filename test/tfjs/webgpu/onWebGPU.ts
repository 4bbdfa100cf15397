import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuardedBackend } from '../../../src/tfjs/webgpu/GuardedBackend.ts';
import { startWebGPUForTests } from '../../support/webgpu.ts';

/** Runs cases on the WebGPU engine where one can be had; one line says why not. */
export async function onWebGPU(cases: () => void): Promise<void> {
  const started = await startWebGPUForTests();
  if (typeof started === 'string') {
    it('says why webgpu was not tried', () => console.log(started));
    return;
  }
  describe(`on webgpu (${started.device})`, () => {
    beforeAll(poisonBuffers);
    cases();
    afterAll(() => started.stop());
  });
}

/** Fills every buffer handed out with NaN, so that what a kernel leaves unwritten is seen. */
function poisonBuffers(): void {
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

/** Element by element, with what each may differ by. */
export async function expectWithin(
  got: tf.Tensor,
  want: ArrayLike<number>,
  allowed: (index: number) => number,
): Promise<void> {
  const values = await got.data();
  expect(values.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    const error = Math.abs((values[i] as number) - (want[i] as number));
    if (!(error <= allowed(i))) {
      expect.fail(`element ${i}: got ${values[i]}, expected ${want[i]}, allowed ±${allowed(i)}`);
    }
  }
}
