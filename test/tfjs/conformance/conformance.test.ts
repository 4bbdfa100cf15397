import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConformanceCase } from './ConformanceCase.ts';
import { conformanceCases } from './conformanceCases.ts';
import { engines, type Started } from './engines.ts';
import { measureCase } from './measureCase.ts';
import { memoryGrowth } from './memoryGrowth.ts';

describe('the suite itself, on cpu', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });
  const sound = conformanceCases[6] as ConformanceCase;
  /** The case with the first of its outputs changed. */
  const faultOf = async (change: (y: tf.Tensor) => tf.Tensor): Promise<string | null> => {
    const run = (inputs: tf.Tensor[]): tf.Tensor[] => {
      const [y, ...rest] = sound.run(inputs);
      return [change(y as tf.Tensor), ...rest];
    };
    return (await measureCase({ ...sound, run })).fault;
  };
  const lastChanged = (y: tf.Tensor, by: (x: number) => number): tf.Tensor => {
    const values = y.dataSync().slice();
    values[values.length - 1] = by(values.at(-1) as number);
    return tf.tensor(values, y.shape);
  };

  it('finds nothing wrong with what is right', async () => {
    expect(await faultOf((y) => y)).toBeNull();
  });

  it('sees one number that is off, or not written', async () => {
    expect(await faultOf((y) => lastChanged(y, (x) => x + 1e-3))).toMatch(/^output 0, number 454: got/);
    expect(await faultOf((y) => lastChanged(y, () => Number.NaN))).toMatch(/^output 0, number 454: got NaN/);
  });

  it('sees numbers that are missing, and tensors left behind', async () => {
    expect(await faultOf((y) => tf.slice(y, [0, 0], [1, 65]))).toMatch(/65 numbers for 455/);
    const kept: tf.Tensor[] = [];
    const fault = await faultOf((y) => {
      kept.push(tf.keep(tf.clone(y)));
      return y;
    });
    tf.dispose(kept);
    expect(fault).toBe('1 tensors left behind');
  });
});

for (const [name, start] of Object.entries(engines)) {
  const started: Started = await start();
  if (typeof started === 'string') {
    it(`says why ${name} was not tried`, () => {
      console.log(started);
      expect(['cpu', 'wasm']).not.toContain(name);
    });
    continue;
  }
  const backend = tf.getBackend();
  describe(`on ${name} (${started.device})`, () => {
    beforeAll(async () => {
      await tf.setBackend(backend);
    });
    afterAll(() => started.stop());

    it.each(conformanceCases.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
      expect((await measureCase(each)).fault).toBeNull();
    });

    // Software Vulkan takes half a second a step; ../webgpu/steps.test.ts takes 200 smaller ones.
    const steps = name === 'webgpu' ? 20 : 200;
    it(`holds no more memory after ${steps} steps`, async () => {
      expect(await memoryGrowth(steps)).toBeNull();
    });
  });
}
