import type * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { poisonBuffers } from '../../support/poisonBuffers.ts';
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
