import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { startWebGPU } from 'von-mises-fisher/tfjs/webgpu';
import { startWebGPUForTests } from '../../support/webgpu.ts';
import { pattern } from '../gradientCheck.ts';

type WithDevice = { device: GPUDevice };
const first = await startWebGPUForTests();

it.runIf(typeof first === 'string')('says why webgpu was not tried', () => console.log(first));

if (typeof first !== 'string') first.stop();

describe.runIf(typeof first !== 'string')('startWebGPU', () => {
  const started = async () => {
    const engine = await startWebGPUForTests();
    if (typeof engine === 'string') throw new Error(engine);
    return engine;
  };

  it('tells what it runs on, and what memory it holds', async () => {
    const engine = await started();
    expect(tf.getBackend()).toBe('webgpu');
    expect(engine.name).toBe('webgpu');
    expect(engine.device).not.toBe('');
    expect(engine.isSoftware).toBe(/swiftshader|llvmpipe/i.test(engine.device));
    const before = engine.memory();
    const x = tf.add(tf.ones([1000]), 1);
    expect(engine.memory().bytesInUse).toBeGreaterThanOrEqual(before.bytesInUse + 4000);
    expect(engine.launches()).toBeGreaterThan(0);
    expect(Array.from(await x.data()).every((value) => value === 2)).toBe(true);
    x.dispose();
    await engine.settle();
    const { bytesInUse, peakBytes, bytesAllocated } = engine.memory();
    expect(peakBytes).toBeGreaterThanOrEqual(4000);
    expect(bytesAllocated).toBeGreaterThanOrEqual(bytesInUse);
    engine.stop();
  });

  it('multiplies right where the stock program for long inner sizes does not', async () => {
    const engine = await started();
    const [m, inner, n] = [8, 4096, 64];
    const a = pattern(m * inner, 1);
    const b = pattern(n * inner, 2);
    const product = await tf
      .matMul(tf.tensor2d(a, [m, inner]), tf.tensor2d(b, [n, inner]), false, true)
      .data();
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        let size = 0;
        for (let k = 0; k < inner; k++) {
          const term = (a[i * inner + k] as number) * (b[j * inner + k] as number);
          sum += term;
          size += Math.abs(term);
        }
        // The bound of a sum of n products in any order: n half-ulps of the sum of their sizes.
        expect(Math.abs((product[i * n + j] as number) - sum)).toBeLessThan(inner * 2 ** -24 * size);
      }
    }
    engine.stop();
  });

  it('stops at a shader that does not compile', async () => {
    const engine = await started();
    const x = tf.add(tf.ones([1000]), 1);
    (tf.backend() as unknown as WithDevice).device.createShaderModule({ code: 'fn nonsense(' });
    await expect(x.data()).rejects.toThrow(/webgpu: the device reports an error: .*WGSL/s);
    expect(() => tf.add(x, 1)).toThrow(/the device reports an error/);
    await expect(engine.settle()).rejects.toThrow(/the device reports an error/);
    engine.stop();
  });

  it('stops at a buffer that cannot be had', async () => {
    const engine = await started();
    const { device } = tf.backend() as unknown as WithDevice;
    const tooMany = device.limits.maxBufferSize / 4 + 1;
    await expect(tf.fill([tooMany], 1).data()).rejects.toThrow(/reports an error: .*Buffer size/s);
    engine.stop();
  });

  it('says so when the device is lost, in what waits and in every later call', async () => {
    const engine = await started();
    const x = tf.add(tf.ones([1000]), 1);
    const waiting = x.data();
    (tf.backend() as unknown as WithDevice).device.destroy();
    await expect(waiting).rejects.toThrow(/webgpu: the device was lost/);
    expect(() => tf.add(x, 1)).toThrow(/its tensors are gone, start again from what was saved/);
    engine.stop();
    const again = await started();
    expect(Array.from(await tf.add(tf.ones([2]), 1).data())).toEqual([2, 2]);
    again.stop();
  });

  it('says that values are to be awaited', async () => {
    const engine = await started();
    const x = tf.add(tf.ones([1000]), 1);
    expect(() => x.dataSync()).toThrow(/use `await tensor.data\(\)`/);
    engine.stop();
  });

  it('names what is wrong', async () => {
    await expect(startWebGPU({ powerPreference: 'most' as 'low-power' })).rejects.toThrow(
      new RangeError(`startWebGPU: powerPreference must be 'high-performance' or 'low-power', got "most"`),
    );
  });
});
