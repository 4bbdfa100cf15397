import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerGradients, updateProbabilityCenter } from 'von-mises-fisher/tfjs';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { NORMS, PATCH_DIRECTIONS, PATCH_NORMS } from '../../../../examples/dino-vmf/model/head.ts';
import { takenRows } from '../../../../examples/dino-vmf/model/takenRows.ts';
import { MASK_TOKEN, vitTokens } from '../../../../examples/dino-vmf/model/vit.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';
import { readCheckpoint, stateOf, writeCheckpoint } from '../../../../examples/dino-vmf/run/checkpoint.ts';
import type { Config } from '../../../../examples/dino-vmf/settings/config.ts';
import { drawMasks } from '../../../../examples/dino-vmf/training/drawMasks.ts';
import { logMeanProbability } from '../../../../examples/dino-vmf/training/logMeanProbability.ts';
import {
  disposeState,
  initialState,
  type TrainState,
  trainStep,
  vitShape,
} from '../../../../examples/dino-vmf/training/trainStep.ts';
import { TINY } from '../tinyConfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'ibot-'));

beforeAll(async () => {
  await startEngine('wasm');
  registerGradients();
});
afterAll(() => rmSync(folder, { recursive: true }));

const IBOT: Config = {
  ...TINY,
  ...{ method: 'ibot', imageSize: 24, batchSize: 4, depth: 2, dropPath: 0.2, steps: 20 },
};

function batch(config: Config, step: number) {
  const random = Random.keyed(8, step);
  const noise = (count: number, side: number) =>
    Float32Array.from({ length: count * config.batchSize * side * side * 3 }, () => random.normal());
  return { globals: noise(2, config.imageSize), locals: noise(config.localCrops, config.localSize) };
}

async function steps(state: TrainState, config: Config, to: number) {
  let report = null as Awaited<ReturnType<typeof trainStep>> | null;
  while (state.step < to) report = await trainStep(state, batch(config, state.step), config);
  return report;
}

const valuesOf = (state: TrainState) =>
  [
    ...Object.values(state.student),
    ...Object.values(state.teacher),
    ...Object.values(state.moments.first),
    ...Object.values(state.moments.second),
    state.centre,
    state.patchCentre as tf.Tensor,
  ].map((tensor) => tensor.dataSync());

describe('a step of iBOT', () => {
  it('reports both losses, what is left of each, and the agreement; keeps the number of tensors', async () => {
    const state = initialState(IBOT);
    await steps(state, IBOT, 1);
    const before = tf.memory().numTensors;
    for (let to = 2; to < 12; to++) {
      const report = await steps(state, IBOT, to);
      const { loss, clsLoss, patchLoss, patchKl, agreement } = report as Required<NonNullable<typeof report>>;
      expect(Math.abs(loss - clsLoss - patchLoss)).toBeLessThan(8 * 2 ** -24 * loss);
      expect(patchKl).toBeGreaterThan(-1e-4);
      expect(patchKl).toBeLessThanOrEqual(patchLoss + 1e-6);
      expect(agreement * IBOT.batchSize).toBe(Math.round(agreement * IBOT.batchSize));
    }
    expect(tf.memory().numTensors).toBe(before);
    disposeState(state);
  });

  it('reports none of that for DINO', async () => {
    const config: Config = { ...IBOT, method: 'dino' };
    const state = initialState(config);
    const report = await steps(state, config, 1);
    for (const key of ['clsLoss', 'patchLoss', 'patchKl', 'agreement', 'patchTemperature']) {
      expect(report).not.toHaveProperty(key);
    }
    expect(state.patchCentre).toBeNull();
    expect(state.student).not.toHaveProperty(MASK_TOKEN);
    disposeState(state);
  });

  it('weighs the two losses', async () => {
    const [a, b] = [IBOT, { ...IBOT, clsWeight: 0.5, patchWeight: 2 }].map((config) => ({
      config,
      state: initialState(config),
    }));
    const plain = await steps(a.state, a.config, 1);
    const weighted = await steps(b.state, b.config, 1);
    expect(weighted?.clsLoss).toBe(plain?.clsLoss);
    expect(weighted?.patchLoss).toBe(plain?.patchLoss);
    const expected = 0.5 * (plain?.clsLoss as number) + 2 * (plain?.patchLoss as number);
    expect(Math.abs((weighted?.loss as number) - expected)).toBeLessThan(8 * 2 ** -24 * expected);
  });

  it('goes on bit for bit from a checkpoint, drop path and masks included', async () => {
    const config: Config = { ...IBOT, sharedHead: false, patchPrototypes: 20 };
    const state = initialState(config);
    await steps(state, config, 2);
    const path = join(folder, 'a.bin');
    await writeCheckpoint(path, state, {
      ...{ config, engine: 'wasm', images: 'none', position: { epoch: 0, batch: 2 } },
      statistics: { mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
    });
    const { header, tensors } = readCheckpoint(path);
    const resumed = stateOf(header, tensors);
    expect(await steps(resumed, config, 5)).toEqual(await steps(state, config, 5));
    expect(valuesOf(resumed)).toEqual(valuesOf(state));
    const other = initialState({ ...config, seed: 1 });
    expect(valuesOf(other)).not.toEqual(valuesOf(state));
  });

  it('a mask token for the student alone; it learns, and the teacher sees the whole views', async () => {
    const state = initialState(IBOT);
    expect(state.teacher).not.toHaveProperty(MASK_TOKEN);
    expect([...(state.student[MASK_TOKEN] as tf.Tensor).dataSync()].every((x) => x === 0)).toBe(true);
    await steps(state, IBOT, 3);
    expect(state.teacher).not.toHaveProperty(MASK_TOKEN);
    expect([...(state.student[MASK_TOKEN] as tf.Tensor).dataSync()].some((x) => x !== 0)).toBe(true);
    expect(Object.keys(state.teacher).sort()).toEqual(
      Object.keys(state.student)
        .filter((name) => name !== MASK_TOKEN)
        .sort(),
    );
  });

  it('the token takes the place of the hidden patches before positions are added', () => {
    tf.tidy(() => {
      const state = initialState({ ...IBOT, depth: 0 });
      const vit = vitShape({ ...IBOT, depth: 0 });
      // Without blocks the tokens would be what goes in; one block with nothing in its branches lets it through.
      const shape = { ...vit, depth: 1 };
      const through = { ...initialState({ ...IBOT, depth: 1 }).student, ...state.student };
      for (const name of ['project', 'contract']) {
        for (const part of ['weight', 'bias']) {
          const full = `block0.${name}.${part}`;
          through[full] = tf.zerosLike(through[full] as tf.Tensor);
        }
      }
      const token = tf.fill([1, vit.width], 7);
      const images = tf.tensor4d(batch(IBOT, 0).globals, [8, 24, 24, 3]);
      const hidden = drawMasks(IBOT, 0);
      const mask = tf.tensor2d(Float32Array.from(hidden), [hidden.length, 1]);
      const student = { ...through, [MASK_TOKEN]: token };
      const [seen] = vitTokens(student, shape, images, 1, { hidden: mask });
      const [whole] = vitTokens(student, shape, images);
      const positions = (through.positions as tf.Tensor).dataSync();
      const [a, b] = [(seen as tf.Tensor).dataSync(), (whole as tf.Tensor).dataSync()];
      const [tokens, width] = [10, vit.width];
      let covered = 0;
      for (let image = 0; image < 8; image++) {
        for (let t = 0; t < tokens; t++) {
          const isHidden = t > 0 && hidden[image * 9 + t - 1] === 1;
          covered += isHidden ? 1 : 0;
          for (let i = 0; i < width; i++) {
            const at = (image * tokens + t) * width + i;
            const want = isHidden ? 7 + (positions[t * width + i] as number) : (b[at] as number);
            expect(Math.abs((a[at] as number) - want)).toBeLessThan(2 ** -20);
          }
        }
      }
      expect(covered).toBeGreaterThan(0);
    });
  });

  it('freezes the prototypes of both, then counts their steps from their release', async () => {
    const config: Config = { ...IBOT, sharedHead: false, patchPrototypes: 20, freezeLastLayer: '2steps' };
    const state = initialState(config);
    const drawn = (state.student[PATCH_DIRECTIONS] as tf.Tensor).dataSync().slice();
    await steps(state, config, 2);
    expect((state.student[PATCH_DIRECTIONS] as tf.Tensor).dataSync()).toEqual(drawn);
    expect(state.moments.counts[PATCH_NORMS]).toBe(0);
    await steps(state, config, 3);
    expect((state.student[PATCH_DIRECTIONS] as tf.Tensor).dataSync()).not.toEqual(drawn);
    expect(state.moments.counts[PATCH_NORMS]).toBe(1);
    expect(state.moments.counts[MASK_TOKEN]).toBe(3);
  });

  it('l2 keeps g at 1 in both networks, bit for bit; none lets it go', async () => {
    for (const normalization of ['l2', 'none'] as const) {
      const config: Config = { ...IBOT, sharedHead: false, patchPrototypes: 20, normalization };
      const state = initialState(config);
      await steps(state, config, 6);
      for (const name of [NORMS, PATCH_NORMS]) {
        for (const network of [state.student, state.teacher]) {
          const isOne = (network[name] as tf.Tensor).dataSync().every((g) => g === 1);
          expect(isOne, `${normalization} ${name}`).toBe(normalization === 'l2');
        }
      }
    }
  });
});

describe('logMeanProbability', () => {
  const drawn = (rows: number, p: number) => {
    const random = Random.keyed(5);
    return tf.tensor2d(
      Float32Array.from({ length: rows * p }, () => random.normal()),
      [rows, p],
    );
  };

  it.each([1, 7, 64, 200])('some rows at a time is the mean of Eq. 9, %d at once', (atOnce) => {
    tf.tidy(() => {
      const y = drawn(100, 6);
      const got = logMeanProbability(y, 6, (rows) => tf.mul(rows, 4), atOnce).dataSync();
      const want = updateProbabilityCenter(tf.zeros([6]), tf.mul(y, 4), 0).dataSync();
      got.forEach((value, k) => {
        expect(Math.abs(value - (want[k] as number))).toBeLessThan(16 * 2 ** -24 * 4);
      });
    });
  });

  it('is finite where the probabilities themselves would be 0 in float32', () => {
    tf.tidy(() => {
      const y = tf.tensor2d([
        [1, 0, -1],
        [1, -1, 0],
      ]);
      // Logits up to 500 apart: exp(-500) is 0 in float32, its logarithm not.
      const got = logMeanProbability(y, 3, (rows) => tf.mul(rows, 500), 1).dataSync();
      const want = [0, -500 - Math.log(2), -500 - Math.log(2)];
      want.forEach((value, k) => {
        expect(Math.abs((got[k] as number) - value)).toBeLessThanOrEqual(2 ** -14);
      });
    });
  });

  it('leaves nothing behind', () => {
    const y = drawn(40, 6);
    const before = tf.memory().numTensors;
    tf.tidy(() => logMeanProbability(y, 6, (rows) => tf.mul(rows, 4), 7)).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('takenRows', () => {
  it('takes rows, and gives their gradient back to them alone', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
      const rows = Int32Array.of(2, 0);
      expect(takenRows(x, rows).arraySync()).toEqual([
        [5, 6],
        [1, 2],
      ]);
      const weights = tf.tensor2d([
        [10, 20],
        [30, 40],
      ]);
      const gradient = tf.grad((a) => tf.mul(takenRows(a as tf.Tensor2D, rows), weights))(x);
      expect(gradient.arraySync()).toEqual([
        [30, 40],
        [0, 0],
        [10, 20],
      ]);
    });
  });
});
