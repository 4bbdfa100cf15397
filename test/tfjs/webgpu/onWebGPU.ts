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
  backend.uploadToGPU = (dataId: object) => {
    const data = backend.tensorMap.get(dataId);
    const isNew = data.resource == null && data.values == null;
    upload(dataId);
    if (!isNew || !(data.resource instanceof GPUBuffer)) return;
    // In the order of the kernels: as a copy on the same encoder, outside a pass.
    const { size } = data.resource;
    const poison = backend.device.createBuffer({
      size,
      usage: GPUBufferUsage.COPY_SRC,
      mappedAtCreation: true,
    });
    new Float32Array(poison.getMappedRange()).fill(Number.NaN);
    poison.unmap();
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    const { commandEncoder } = backend as unknown as { commandEncoder: GPUCommandEncoder };
    commandEncoder.copyBufferToBuffer(poison, 0, data.resource, 0, size);
  };
}

/** The same computation in plain operations on the cpu backend, as numbers. */
export function onCpu(f: () => tf.Tensor[]): Float32Array[] {
  const before = tf.getBackend();
  tf.setBackend('cpu');
  try {
    return tf.tidy(() => f().map((x) => x.dataSync() as Float32Array)) as unknown as Float32Array[];
  } finally {
    tf.setBackend(before);
  }
}

/** Element by element within so many half-ulps of float32 of a scale, or of each entry's own. */
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
