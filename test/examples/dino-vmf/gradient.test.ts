import { beforeAll, describe, expect, it } from 'vitest';
import { registerGradients } from 'von-mises-fisher/tfjs';
import { startEngine, tf } from '../../../examples/dino-vmf/engine.ts';
import { networkFeatures } from '../../../examples/dino-vmf/evaluation/features.ts';
import { proceduralImages } from '../../../examples/dino-vmf/images/proceduralImages.ts';
import { positionResampling } from '../../../examples/dino-vmf/model/positionResampling.ts';
import { Random } from '../../../examples/dino-vmf/random.ts';
import type { Config } from '../../../examples/dino-vmf/settings/config.ts';
import { DataOrder } from '../../../examples/dino-vmf/training/DataOrder.ts';
import { lossAndGradients } from '../../../examples/dino-vmf/training/lossAndGradients.ts';
import { studentLoss } from '../../../examples/dino-vmf/training/studentLoss.ts';
import { teacherTargets } from '../../../examples/dino-vmf/training/teacherTargets.ts';
import { initialState, vitShape } from '../../../examples/dino-vmf/training/trainStep.ts';
import { TINY } from './tinyConfig.ts';

beforeAll(async () => {
  await startEngine('wasm');
  registerGradients();
});

const whole = { corruption: {}, hidden: null, hiddenBefore: 0 };

describe('the whole gradient', () => {
  it.each(['none', 'l2', 'vmf'] as const)(
    'agrees with differences of the loss in every tensor, %s',
    (normalization) => {
      const config: Config = { ...TINY, normalization };
      const state = initialState(config);
      const random = Random.keyed(4);
      const images = (count: number, size: number) =>
        tf.tensor4d(
          Float32Array.from({ length: count * size * size * 3 }, () => random.normal()),
          [count, size, size, 3],
        );
      const globals = images(2 * config.batchSize, config.imageSize);
      const locals = images(config.localCrops * config.batchSize, config.localSize);
      const vit = vitShape(config);
      const targets = teacherTargets(state.teacher, vit, globals, state.centre, 0.04, config);
      const shown = { globals, locals, hidden: null };
      const { gradients } = lossAndGradients(state.student, vit, shown, targets, config, 0);
      const lossAt = (name: string, direction: tf.Tensor, by: number) =>
        tf.tidy(() => {
          const moved = tf.add(state.student[name] as tf.Tensor, tf.mul(direction, by));
          const views = [
            { ...whole, images: globals, first: 0, count: 2 },
            { ...whole, images: locals, first: 2, count: 2 },
          ];
          const student = { ...state.student, [name]: moved };
          return studentLoss(student, vit, views, 4, targets, config).loss.dataSync()[0] as number;
        });
      for (const [name, gradient] of Object.entries(gradients)) {
        const norm = Math.hypot(...gradient.dataSync());
        if (name === 'head.prototypes.g' && normalization === 'l2') {
          // Unit prototypes forget their norm: nothing but rounding may arrive.
          expect(norm).toBeLessThan(1e-5);
          continue;
        }
        const direction = tf.mul(gradient, 1 / norm);
        const slope = (by: number) => (lossAt(name, direction, by) - lossAt(name, direction, -by)) / (2 * by);
        // Steps that change the loss by about 0.02: float32 rounding of the loss (2e-6) is then 1e-4 of the slope.
        const step = Math.min(0.05, 0.01 / norm);
        const [wide, narrow] = [slope(step), slope(step / 2)];
        const truncation = Math.abs(wide - narrow);
        const rounding = 4e-6 / step;
        expect(Math.abs(narrow - norm), name).toBeLessThan(truncation + rounding + 1e-4 * norm);
        expect(truncation + rounding, `${name}: the check must bite`).toBeLessThan(0.25 * norm + 2e-3);
      }
    },
  );
});

describe('positions of another grid', () => {
  it('are the same on the same grid, keep constants, and interpolate PyTorch-like from 4 to 2', () => {
    const same = positionResampling(3, 3);
    for (let i = 0; i < 81; i++) expect(same[i]).toBe(i % 10 === 0 ? 1 : 0);
    const half = positionResampling(4, 2);
    for (let row = 0; row < 4; row++) {
      const sum = half.subarray(row * 16, (row + 1) * 16).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - 1)).toBeLessThan(2 ** -20);
    }
    // Half way between samples Keys' kernel with a = -3/4 weighs -3/32, 19/32, 19/32, -3/32; the end repeats.
    const first = [16 / 32, 19 / 32, -3 / 32, 0] as const;
    first.forEach((down, y) => {
      first.forEach((across, x) => {
        expect(half[y * 4 + x]).toBe(down * across);
      });
    });
  });
});

describe('xoroshiro64**', () => {
  it('gives the numbers of its authors from the state (1, 2)', () => {
    const random = new Random([1, 2]);
    expect(Array.from({ length: 10 }, () => random.bits())).toEqual([
      3802928447, 813792938, 1618621494, 2955957307, 3252880261, 1129983909, 2539651700, 1327610908,
      1757650787, 2763843748,
    ]);
    expect(() => new Random([0, 0])).toThrow(RangeError);
    expect(() => Random.keyed(-1)).toThrow('Random.keyed: every key must be an integer in [0, 2^53), got -1');
  });
});

describe('data order', () => {
  it('takes every image at most once a pass, another order each pass, from the step alone', () => {
    const order = new DataOrder(9, 21, 4);
    const pass = (epoch: number) =>
      Array.from({ length: 5 }, (_, i) => [...order.batch(5 * epoch + i)]).flat();
    expect(new Set(pass(0)).size).toBe(20);
    expect(pass(1)).not.toEqual(pass(0));
    expect([...new DataOrder(9, 21, 4).batch(7)]).toEqual([...order.batch(7)]);
    expect(order.position(7)).toEqual({ epoch: 1, batch: 2 });
  });
});

describe('features', () => {
  it('do not depend on which images are taken together', async () => {
    const { train } = proceduralImages(1, 72, 8, TINY.imageSize);
    const statistics = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
    const { student } = initialState(TINY);
    const all = await networkFeatures(student, vitShape(TINY), train, statistics);
    const last = {
      ...train,
      count: 1,
      labels: train.labels.slice(-1),
      picture: () => train.picture(71),
    };
    const alone = await networkFeatures(student, vitShape(TINY), last, statistics);
    alone.values.forEach((value, i) => {
      expect(Math.abs(value - (all.values[71 * TINY.width + i] as number))).toBeLessThan(1e-5);
    });
  });
});
