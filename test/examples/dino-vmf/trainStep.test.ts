import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerGradients } from 'von-mises-fisher/tfjs';
import { startEngine, tf } from '../../../examples/dino-vmf/engine.ts';
import { channelStatistics } from '../../../examples/dino-vmf/images/ImageSet.ts';
import { proceduralImages } from '../../../examples/dino-vmf/images/proceduralImages.ts';
import { multiCropBatch, multiCropRecipe } from '../../../examples/dino-vmf/images/views.ts';
import { NORMS, prototypes } from '../../../examples/dino-vmf/model/head.ts';
import { readCheckpoint, stateOf, writeCheckpoint } from '../../../examples/dino-vmf/run/checkpoint.ts';
import type { Config } from '../../../examples/dino-vmf/settings/config.ts';
import { lossAndGradients } from '../../../examples/dino-vmf/training/lossAndGradients.ts';
import { teacherTargets } from '../../../examples/dino-vmf/training/teacherTargets.ts';
import {
  initialState,
  type TrainState,
  trainStep,
  vitShape,
} from '../../../examples/dino-vmf/training/trainStep.ts';
import { TINY } from './tinyConfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'train-step-'));
const dataset = proceduralImages(0, 32, 8, TINY.imageSize);

beforeAll(async () => {
  await startEngine('wasm');
  registerGradients();
});
afterAll(() => rmSync(folder, { recursive: true }));

const recipe = multiCropRecipe({
  globalSize: TINY.imageSize,
  localSize: TINY.localSize,
  localCrops: TINY.localCrops,
  globalScale: [0.4, 1],
  localScale: [0.1, 0.4],
  ...(await channelStatistics(dataset.train)),
});
const batches = await Promise.all(
  Array.from({ length: 21 }, (_, step) => {
    const indices = Int32Array.from({ length: 8 }, (_, i) => (8 * step + i) % 32);
    return multiCropBatch(dataset.train, indices, recipe, 0, step);
  }),
);
const batch = (step: number) => batches[step];

function gradientsAt(config: Config, state: TrainState) {
  const views = batch(0);
  const globals = tf.tensor4d(views.globals, [16, config.imageSize, config.imageSize, 3]);
  const locals = tf.tensor4d(views.locals, [16, config.localSize, config.localSize, 3]);
  const tau = config.teacherTemperatureStart;
  const vit = vitShape(config);
  const targets = teacherTargets(state.teacher, vit, globals, state.centre, tau, config);
  return lossAndGradients(state.student, vit, { globals, locals, hidden: null }, targets, config, 0);
}

describe('one step', () => {
  it('prototypes begin at unit length, so that kappa is 1/tau', () => {
    const { student } = initialState(TINY);
    const norms = tf.norm(prototypes(student), 'euclidean', 1).dataSync();
    for (const norm of norms) expect(Math.abs(norm - 1)).toBeLessThan(4 * 2 ** -23);
  });

  it('with equal norms vMF is DINO: the same loss, and the same gradients but for the norms', () => {
    const vmf = { ...TINY, normalization: 'vmf' as const };
    const none = { ...TINY, normalization: 'none' as const };
    const a = gradientsAt(vmf, initialState(vmf));
    const b = gradientsAt(none, initialState(none));
    expect(Math.abs(a.loss.dataSync()[0] - b.loss.dataSync()[0])).toBeLessThan(2e-6);
    for (const [name, gradient] of Object.entries(a.gradients)) {
      if (name === NORMS) continue;
      const x = gradient.dataSync();
      const y = b.gradients[name].dataSync();
      const size = Math.max(...x.map(Math.abs));
      x.forEach((value, i) => {
        expect(Math.abs(value - y[i]), name).toBeLessThanOrEqual(2e-5 * size + 1e-9);
      });
    }
    const [norms, plain] = [a.gradients[NORMS].dataSync(), b.gradients[NORMS].dataSync()];
    expect(norms.some((value, i) => Math.abs(value - plain[i]) > 1e-4)).toBe(true);
  });

  it('reaches every tensor of the student with a finite gradient', () => {
    const { loss, gradients } = gradientsAt(TINY, initialState(TINY));
    expect(Number.isFinite(loss.dataSync()[0])).toBe(true);
    for (const [name, gradient] of Object.entries(gradients)) {
      const values = gradient.dataSync();
      expect(values.every(Number.isFinite), name).toBe(true);
      expect(
        values.some((value) => value !== 0),
        name,
      ).toBe(true);
    }
  });

  it.each(['none', 'l2', 'vmf'] as const)(
    'runs for normalization %s with both centrings',
    async (normalization) => {
      for (const centring of ['probability', 'logit'] as const) {
        const config = { ...TINY, normalization, centring };
        const state = initialState(config);
        for (let step = 0; step < 3; step++) {
          const report = await trainStep(state, batch(step), config);
          expect(Number.isFinite(report.loss)).toBe(true);
          expect(report.kl).toBeGreaterThan(-1e-4);
          expect(report.teacherEntropy).toBeLessThanOrEqual(Math.log(TINY.prototypes) + 1e-5);
        }
        expect(state.step).toBe(3);
      }
    },
  );

  it('keeps the number of tensors over twenty steps', async () => {
    const state = initialState(TINY);
    await trainStep(state, batch(0), TINY);
    const before = tf.memory().numTensors;
    for (let step = 1; step < 21; step++) await trainStep(state, batch(step), { ...TINY, steps: 40 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops with the step and the tensor when a weight is not finite, leaving the state', async () => {
    const state = initialState(TINY);
    const shape = state.student[NORMS].shape;
    state.student = { ...state.student, [NORMS]: tf.fill(shape, Number.NaN) };
    await expect(trainStep(state, batch(0), TINY)).rejects.toThrow(
      "step 1: the student's head.prototypes.g is not finite. Lower --learning-rate or --clip, or lengthen --warmup.",
    );
    expect(state.step).toBe(0);
  });
});

describe('checkpoint', () => {
  const about = {
    config: TINY,
    engine: 'wasm' as const,
    images: 'abc',
    statistics: { mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
    position: { epoch: 0, batch: 2 },
  };

  it('brings back every tensor, the counts and the step; the next step is the same, bit for bit', async () => {
    const path = join(folder, 'a.bin');
    const state = initialState(TINY);
    for (let step = 0; step < 2; step++) await trainStep(state, batch(step), TINY);
    await writeCheckpoint(path, state, about);
    const { header, tensors } = readCheckpoint(path);
    const restored = stateOf(header, tensors);
    expect(header.config).toEqual(TINY);
    expect(Object.keys(header).sort()).toEqual([
      'config',
      'counts',
      'engine',
      'images',
      'position',
      'statistics',
      'step',
      'tensors',
    ]);
    const [a, b] = [await trainStep(state, batch(2), TINY), await trainStep(restored, batch(2), TINY)];
    expect(b).toEqual(a);
    for (const [name, tensor] of Object.entries(state.teacher)) {
      expect(restored.teacher[name].dataSync(), name).toEqual(tensor.dataSync());
    }
  });

  it('refuses a damaged, a cut and a foreign file', async () => {
    const path = join(folder, 'b.bin');
    await writeCheckpoint(path, initialState(TINY), about);
    const bytes = readFileSync(path);
    const damaged = Buffer.from(bytes);
    damaged[bytes.length - 100] ^= 1;
    for (const content of [damaged, bytes.subarray(0, bytes.length - 10)]) {
      writeFileSync(path, content);
      expect(() => readCheckpoint(path)).toThrow(`${path}: damaged or cut short: its SHA-256 does not match`);
    }
    writeFileSync(path, 'something else');
    expect(() => readCheckpoint(path)).toThrow(`${path}: not a checkpoint, it must begin with DINOVMF2`);
    expect(() => readCheckpoint(join(folder, 'none'))).toThrow('no such checkpoint; nothing to resume');
  });
});
