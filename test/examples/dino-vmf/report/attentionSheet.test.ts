import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { proceduralImages } from '../../../../examples/dino-vmf/images/proceduralImages.ts';
import { type Parameters, parameter } from '../../../../examples/dino-vmf/model/parameters.ts';
import { attentionSheet } from '../../../../examples/dino-vmf/report/attentionSheet.ts';
import { contactSheet } from '../../../../examples/dino-vmf/report/contactSheet.ts';
import { disposeState, initialState, vitShape } from '../../../../examples/dino-vmf/training/trainStep.ts';
import { TINY } from '../tinyConfig.ts';

beforeAll(() => startEngine('wasm'));

/** The colour at row y and column x of a PNG. */
async function pixelsOf(png: Buffer) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const at = (y: number, x: number) => [
    ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
  ];
  return { ...info, at };
}

const BRIGHTEST = [253, 231, 37];
const DARKEST = [13, 8, 60];

/** The network with attention of [CLS] that only its positions decide: token `chosen` has the key of the query. */
function looksAt(network: Parameters, chosen: number): Parameters {
  const { width } = TINY;
  const tokens = (TINY.imageSize / TINY.patchSize) ** 2 + 1;
  const pattern = (j: number) => (j % 2 === 0 ? 1 : -1);
  const positions = Float32Array.from({ length: tokens * width }, (_, i) =>
    Math.floor(i / width) === chosen ? 1000 * pattern(i % width) : 0,
  );
  // Queries are the pattern for every token, keys the normed tokens themselves, values nothing.
  const weight = Float32Array.from({ length: width * 3 * width }, (_, i) =>
    (i % (3 * width)) - width === Math.floor(i / (3 * width)) ? 1 : 0,
  );
  const bias = Float32Array.from({ length: 3 * width }, (_, i) => (i < width ? 4 * pattern(i) : 0));
  return {
    ...network,
    positions: tf.tensor(positions, parameter(network, 'positions').shape),
    'block0.qkv.weight': tf.tensor2d(weight, [width, 3 * width]),
    'block0.qkv.bias': tf.tensor1d(bias),
  };
}

describe('attentionSheet', () => {
  it('shows the image, then where each head looks, with the brightest colour there', async () => {
    const { test } = proceduralImages(0, 8, 16, TINY.imageSize);
    const state = initialState(TINY);
    const flat = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
    for (const [chosen, [top, left]] of [
      [1, [16, 16]],
      [2, [16, 48]],
      [3, [48, 16]],
    ] as const) {
      const network = looksAt(state.teacher, chosen);
      const { at, width, height } = await pixelsOf(await attentionSheet(network, vitShape(TINY), test, flat));
      expect([width, height]).toEqual([5 * 68 - 4, 6 * 68 - 4]);
      for (let row = 0; row < 6; row++) {
        for (let column = 1; column < 5; column++) {
          for (const y of [16, 48]) {
            for (const x of [16, 48]) {
              const isThere = y === top && x === left;
              const colour = at(68 * row + y, 68 * column + x);
              if (isThere) expect(colour).toEqual(BRIGHTEST);
              else expect(colour, 'far from it').not.toEqual(BRIGHTEST);
            }
          }
        }
        if (row < 5) expect(at(68 * row + 66, 10), 'between the rows').toEqual([255, 255, 255]);
      }
      tf.dispose([
        network.positions,
        network['block0.qkv.weight'],
        network['block0.qkv.bias'],
      ] as tf.Tensor[]);
    }
    disposeState(state);
  });

  it('is dark all over where all patches get the same', async () => {
    const { test } = proceduralImages(0, 8, 1, TINY.imageSize);
    const state = initialState(TINY);
    const bias = tf.zeros([3 * TINY.width]);
    const weight = tf.zeros([TINY.width, 3 * TINY.width]);
    const network = { ...state.teacher, 'block0.qkv.weight': weight, 'block0.qkv.bias': bias };
    const flat = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
    const { at } = await pixelsOf(await attentionSheet(network, vitShape(TINY), test, flat));
    expect(at(10, 68 + 10)).toEqual(DARKEST);
    expect(at(50, 3 * 68 + 50)).toEqual(DARKEST);
    tf.dispose([bias, weight]);
    disposeState(state);
  });
});

describe('contactSheet', () => {
  const cell = (size: number) => ({
    width: size,
    height: size,
    at: (y: number, x: number, c: number) => (c === 0 ? y : x),
  });

  it.each([
    [8, 64],
    [100, 100],
    [224, 128],
  ])('brings pictures of %d pixels to %d', async (size, shown) => {
    const { at, width, height } = await pixelsOf(await contactSheet([[cell(size), cell(4)], [cell(size)]]));
    expect([width, height]).toEqual([2 * shown + 4, 2 * shown + 4]);
    const last = Math.floor(((shown - 1) * size) / shown);
    expect(at(shown - 1, shown - 1)).toEqual([last, last, last]);
    expect(at(shown - 1, 2 * shown + 3)).toEqual([3, 3, 3]);
    expect(at(2 * shown + 3, 2 * shown + 3), 'no picture there').toEqual([255, 255, 255]);
  });
});
