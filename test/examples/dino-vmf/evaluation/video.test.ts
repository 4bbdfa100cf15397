import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { videoProtocol } from '../../../../examples/dino-vmf/evaluation/protocols/videoProtocol.ts';
import { boundaryAccuracy } from '../../../../examples/dino-vmf/evaluation/video/boundaryAccuracy.ts';
import { davisFolder } from '../../../../examples/dino-vmf/evaluation/video/davisFolder.ts';
import { maskOf } from '../../../../examples/dino-vmf/evaluation/video/maskOf.ts';
import { overFrames } from '../../../../examples/dino-vmf/evaluation/video/overFrames.ts';
import { propagateLabels } from '../../../../examples/dino-vmf/evaluation/video/propagateLabels.ts';
import { readMask } from '../../../../examples/dino-vmf/evaluation/video/readMask.ts';
import { regionSimilarity } from '../../../../examples/dino-vmf/evaluation/video/regionSimilarity.ts';
import { evaluationContext } from './evaluationContext.ts';

const folder = mkdtempSync(join(tmpdir(), 'video-'));
beforeAll(async () => {
  await startEngine('wasm');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** 1 where left <= x < right, on 100 x 100 pixels. */
const stripe = (left: number, right: number) =>
  Uint8Array.from({ length: 10_000 }, (_, i) => (i % 100 >= left && i % 100 < right ? 1 : 0));
const nothing = new Uint8Array(10_000);
const F = (a: Uint8Array, b: Uint8Array) => boundaryAccuracy(a, b, 100, 100);

describe('measures', () => {
  it('J: stripes of 30 and 40 columns that share 20', () => {
    expect(regionSimilarity(stripe(20, 50), stripe(30, 70))).toBe(20 / 50);
    expect(regionSimilarity(nothing, nothing)).toBe(1);
    expect(regionSimilarity(nothing, stripe(0, 1))).toBe(0);
  });

  it('F: two edges of which one fits is 1/2; within the 2 pixels of tolerance it fits', () => {
    expect(F(stripe(20, 50), stripe(20, 50))).toBe(1);
    expect(F(stripe(20, 50), stripe(20, 60))).toBe(0.5);
    // 0.008 of the diagonal of 141.4 pixels is 1.13, rounded up to 2.
    expect(F(stripe(20, 50), stripe(22, 48))).toBe(1);
    expect(F(stripe(20, 50), stripe(23, 53))).toBe(0);
    // One edge on the mask, two on the truth: precision 1, recall 1/2.
    expect(F(stripe(0, 50), stripe(20, 50))).toBeWithinUlp(2 / 3, 1);
    expect([F(nothing, nothing), F(nothing, stripe(1, 2)), F(stripe(1, 2), nothing)]).toEqual([1, 0, 0]);
  });

  it('mean, recall and decay over frames', () => {
    const { mean, recall, decay } = overFrames([1, 0.8, 0.6, 0.4, 0.2]);
    expect(mean).toBeWithinUlp(0.6, 2);
    expect(decay).toBeWithinUlp(0.6, 4);
    expect(recall).toBe(3 / 5);
    expect(overFrames([0.5])).toEqual({ mean: 0.5, recall: 0, decay: 0 });
  });
});

describe('label propagation', () => {
  const grid = { rows: 1, columns: 3, objects: 2 };
  const frame = (features: number[], labels: number[] = []) => ({
    features: tf.tensor2d(features, [3, 2]),
    labels: Float32Array.from(labels),
  });
  const propagated = async (
    features: number[],
    sources: ReturnType<typeof frame>[],
    window: number,
    top: number,
  ) => [...(await propagateLabels(frame(features).features, sources, { ...grid, window, top }))];
  const source = () => frame([1, 0, 0, 1, -1, 0], [1, 0, 0, 1, 1, 0]);

  it('takes the labels of the nearest, weighted by exp(cos/0.1)', async () => {
    const out = await propagated([0.8, 0.6, 0, 1, 1, 0], [source()], 0, 2);
    // The first patch sees cosines 0.8 (object 0), 0.6 (object 1); the third 1 (object 0), 0 (object 1).
    const share = 1 / (1 + Math.exp(-2));
    expect(Math.abs(out[0] - share)).toBeLessThan(1e-6);
    expect(Math.abs(out[1] - (1 - share))).toBeLessThan(1e-6);
    expect(Math.abs(out[4] - 1 / (1 + Math.exp(-10)))).toBeLessThan(1e-6);
    for (let patch = 0; patch < 3; patch++) {
      expect(Math.abs(out[2 * patch] + out[2 * patch + 1] - 1)).toBeLessThan(1e-6);
    }
  });

  it('looks no further than the window, and over all sources together', async () => {
    const features = [0, 1, 1, 0, 1, 0];
    // The third patch looks like the first, two away: within the window the second (cos 0) beats itself (cos -1).
    expect(await propagated(features, [source()], 1, 1)).toEqual([0, 1, 1, 0, 0, 1]);
    const second = frame([0, 1, 0, 1, 1, 0], [0, 1, 0, 1, 1, 0]);
    expect((await propagated(features, [source(), second], 1, 1)).slice(4)).toEqual([1, 0]);
  });

  it('rows of patches: a square grid is searched in both directions', async () => {
    // Unit vectors of a circle, a different one each; the frame is the source moved one down and one right.
    const angle = (row: number, column: number) => [Math.cos(row + 3 * column), Math.sin(row + 3 * column)];
    const places = Array.from({ length: 9 }, (_, i) => [Math.floor(i / 3), i % 3]);
    const labels = Float32Array.from({ length: 81 }, (_, i) => (Math.floor(i / 9) === i % 9 ? 1 : 0));
    const before = { features: tf.tensor2d(places.map(([y, x]) => angle(y, x))), labels };
    const now = tf.tensor2d(places.map(([y, x]) => angle(y - 1, x - 1)));
    const how = { rows: 3, columns: 3, objects: 9, window: 1, top: 1 };
    const out = await propagateLabels(now, [before], how);
    for (const [y, x] of places.filter(([row, column]) => row > 0 && column > 0)) {
      const patch = 3 * y + x;
      expect(out.subarray(9 * patch, 9 * patch + 9).indexOf(1)).toBe(3 * (y - 1) + x - 1);
    }
  });

  it('a mask: the larger stretched map wins, the edge half way between patches', () => {
    const labels = Float32Array.of(1, 0, 1, 0, 0.4, 0.6, 0.4, 0.6);
    const { objects } = maskOf(labels, { rows: 1, columns: 4, objects: 2, patch: 4 }, 16, 2);
    // Both maps are stretched to [0, 1]: they cross in the middle.
    expect([...objects]).toEqual([...Array(2)].flatMap(() => [...Array(8).fill(0), ...Array(8).fill(1)]));
  });
});

/** A PNG of palette entries, as the annotations of DAVIS are. */
function palettePng(width: number, height: number, entries: Uint8Array, palette: number[][]): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(body.length + 8);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc32(body), body.length + 4);
    return frame;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.concat(
    Array.from({ length: height }, (_, y) =>
      Buffer.from([0, ...entries.subarray(y * width, (y + 1) * width)]),
    ),
  );
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The first entries of the palette of PASCAL VOC. */
const PALETTE = [
  [0, 0, 0],
  [128, 0, 0],
  [0, 128, 0],
  [128, 128, 0],
  [0, 0, 128],
  [128, 0, 128],
  [0, 128, 128],
  [128, 128, 128],
  [64, 0, 0],
  [192, 0, 0],
];

describe('annotations', () => {
  it('reads the numbers of a palette and of grey values', async () => {
    const numbers = Uint8Array.from({ length: 20 }, (_, i) => i % 10);
    writeFileSync(join(folder, 'palette.png'), palettePng(5, 4, numbers, PALETTE));
    expect(await readMask(join(folder, 'palette.png'))).toEqual({ width: 5, height: 4, objects: numbers });
    const grey = sharp(Buffer.from(numbers), { raw: { width: 5, height: 4, channels: 1 } });
    await grey.toColourspace('b-w').png().toFile(join(folder, 'grey.png'));
    expect((await readMask(join(folder, 'grey.png'))).objects).toEqual(numbers);
  });
});

const WIDTH = 128;
const HEIGHT = 64;

/** A clip of six frames on which a red and a blue square walk `pace` pixels a frame over a green ground. */
async function writeClip(directory: string, name: string, pace: number): Promise<void> {
  const [frames, annotations] = ['JPEGImages', 'Annotations'].map((kind) =>
    join(directory, kind, '480p', name),
  );
  for (const path of [frames, annotations, join(directory, 'ImageSets/2017')])
    mkdirSync(path, { recursive: true });
  writeFileSync(join(directory, 'ImageSets/2017/val.txt'), `${name}\n`);
  const colours = [
    [40, 160, 60],
    [230, 40, 30],
    [30, 40, 220],
  ];
  for (let frame = 0; frame < 6; frame++) {
    const shift = frame * pace;
    const objects = new Uint8Array(WIDTH * HEIGHT);
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const inside = (left: number, top: number) => x >= left && x < left + 24 && y >= top && y < top + 24;
        objects[y * WIDTH + x] = inside(8 + shift, 8) ? 1 : inside(96 - shift, 32) ? 2 : 0;
      }
    }
    const file = `0000${frame}`;
    const pixels = Buffer.from([...objects].flatMap((object) => colours[object]));
    await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .jpeg({ quality: 95 })
      .toFile(join(frames, `${file}.jpg`));
    writeFileSync(join(annotations, `${file}.png`), palettePng(WIDTH, HEIGHT, objects, PALETTE));
  }
}

type Results = { JF: number; J: { mean: number; recall: number }; F: { mean: number }; objects: number };

describe('a clip', () => {
  it('squares that walk a patch a frame are followed, and stay where they are if they stand still', async () => {
    for (const [name, pace] of [
      ['walking', 8],
      ['still', 0],
    ] as const) {
      const data = join(folder, name);
      await writeClip(data, name, pace);
      const { context, subject } = await evaluationContext({ data, size: 64 });
      const before = tf.memory().numTensors;
      const { rows, results } = await videoProtocol.run(context, subject);
      expect(tf.memory().numTensors).toBe(before);
      const { J, F, JF, objects } = results as Results;
      expect(objects).toBe(2);
      expect(rows.map((row) => row.clip)).toEqual(['all 1', name]);
      // 24-pixel squares in 8-pixel patches: corners are rounded by the bilinear maps, hence not 1.
      expect(J.mean, name).toBeGreaterThan(0.85);
      expect(J.recall, name).toBe(1);
      expect(F.mean, name).toBeGreaterThan(0.7);
      expect(JF).toBeWithinUlp((J.mean + F.mean) / 2, 1);
    }
  });

  it('no similarity to go by: with the window shut the walking squares stay behind', async () => {
    const { context, subject } = await evaluationContext({
      ...{ data: join(folder, 'walking'), size: 64, sources: 0 },
      // Looks one patch around in the first frame only: from the fourth frame on the squares are out of sight.
      window: 1,
    });
    const { results } = await videoProtocol.run(context, subject);
    expect((results as Results).J.mean).toBeLessThan(0.8);
  });

  it('names what a folder lacks', () => {
    expect(() => davisFolder(folder)).toThrow('not laid out as DAVIS-2017');
    const data = join(folder, 'walking');
    rmSync(join(data, 'Annotations/480p/walking/00003.png'));
    expect(() => davisFolder(data)).toThrow('walking has 6 frames and 5 annotations');
    rmSync(join(data, 'JPEGImages/480p/walking'), { recursive: true });
    expect(() => davisFolder(data)).toThrow('no folder JPEGImages/480p/walking');
  });
});
