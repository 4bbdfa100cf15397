import { beforeAll, describe, expect, it } from 'vitest';
import { registerGradients } from 'von-mises-fisher/tfjs';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { initialVit, vitTokens } from '../../../../examples/dino-vmf/model/vit.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';
import { keepFactors } from '../../../../examples/dino-vmf/training/keepFactors.ts';
import { vitShape } from '../../../../examples/dino-vmf/training/trainStep.ts';
import { TINY } from '../tinyConfig.ts';

const settings = { seed: 2, depth: 5, dropPath: 0.4 };

describe('keepFactors', () => {
  it('drops more the deeper the block, and scales what it keeps', () => {
    const images = 4000;
    const factors = keepFactors(settings, 7, 0, images);
    for (let branch = 0; branch < 10; branch++) {
      const row = factors.subarray(branch * images, (branch + 1) * images);
      const chance = (0.4 * Math.floor(branch / 2)) / 4;
      const dropped = row.filter((factor) => factor === 0).length;
      const deviation = Math.sqrt(images * chance * (1 - chance));
      expect(Math.abs(dropped - images * chance)).toBeLessThanOrEqual(5 * deviation);
      const scaled = Math.fround(1 / (1 - chance));
      expect(row.every((factor) => factor === 0 || factor === scaled)).toBe(true);
    }
    // The two branches of a block are drawn apart.
    expect(factors.subarray(8 * images, 9 * images)).not.toEqual(factors.subarray(9 * images));
  });

  it('follows from seed, step and row, whatever rows it is drawn with', () => {
    const whole = keepFactors(settings, 7, 0, 12);
    expect(keepFactors(settings, 7, 0, 12)).toEqual(whole);
    expect(keepFactors(settings, 8, 0, 12)).not.toEqual(whole);
    const part = keepFactors(settings, 7, 8, 4);
    for (let branch = 0; branch < 10; branch++) {
      expect(part.subarray(branch * 4, branch * 4 + 4)).toEqual(
        whole.subarray(branch * 12 + 8, branch * 12 + 12),
      );
    }
  });
});

describe('drop path in the transformer', () => {
  beforeAll(async () => {
    await startEngine('wasm');
    registerGradients();
  });

  it('leaves an image as it came where all is dropped, and doubles the branches of another', () => {
    tf.tidy(() => {
      const shape = vitShape({ ...TINY, depth: 1 });
      const parameters = initialVit(shape, Random.keyed(1));
      const random = Random.keyed(9);
      const one = Float32Array.from({ length: 16 * 16 * 3 }, () => random.normal());
      const images = tf.tensor4d(Float32Array.of(...one, ...one, ...one), [3, 16, 16, 3]);
      // Attention and MLP: image 0 keeps both, image 1 neither, image 2 twice the first alone.
      const kept = tf.tensor2d([1, 0, 2, 1, 0, 0], [2, 3]);
      const [whole] = vitTokens(parameters, shape, images);
      const [dropped] = vitTokens(parameters, shape, images, 1, { kept });
      const values = (tokens: tf.Tensor | undefined, image: number) => [
        ...tf.slice(tokens as tf.Tensor, [image, 0, 0], [1, -1, -1]).dataSync(),
      ];
      expect(values(dropped, 0)).toEqual(values(whole, 0));
      const none = { ...parameters };
      for (const name of ['project', 'contract']) {
        for (const part of ['weight', 'bias']) {
          const full = `block0.${name}.${part}`;
          none[full] = tf.zerosLike(parameters[full] as tf.Tensor);
        }
      }
      const [embedded] = vitTokens(none, shape, images);
      expect(values(dropped, 1)).toEqual(values(embedded, 1));
      const first = { ...none };
      for (const part of ['weight', 'bias']) {
        const full = `block0.project.${part}`;
        first[full] = tf.mul(parameters[full] as tf.Tensor, 2);
      }
      const doubled = values(vitTokens(first, shape, images)[0], 2);
      values(dropped, 2).forEach((value, i) => {
        expect(Math.abs(value - (doubled[i] as number))).toBeLessThan(2 ** -20);
      });
    });
  });
});
