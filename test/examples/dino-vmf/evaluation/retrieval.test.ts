import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../../examples/dino-vmf/engine.ts';
import { retrievalProtocol } from '../../../../examples/dino-vmf/evaluation/protocols/retrievalProtocol.ts';
import { averagePrecision } from '../../../../examples/dino-vmf/evaluation/retrieval/averagePrecision.ts';
import { readGroundTruth } from '../../../../examples/dino-vmf/evaluation/retrieval/groundTruth.ts';
import { rankedOrder } from '../../../../examples/dino-vmf/evaluation/retrieval/rankedOrder.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';
import { evaluationContext } from './evaluationContext.ts';

const score = (ranking: number[], positives: number[], junk: number[] = []) => {
  const found = averagePrecision(Int32Array.from(ranking), new Set(positives), new Set(junk));
  if (found === null) throw new Error('no positives');
  return found;
};

describe('average precision', () => {
  it('is 1 where all positives come first, and has no value without positives', () => {
    expect(score([4, 2, 0, 1, 3], [2, 4]).averagePrecision).toBe(1);
    expect(averagePrecision(Int32Array.of(0, 1), new Set(), new Set())).toBeNull();
  });

  it('rankings worked out by hand', () => {
    // Only positive in second place: (0/1 + 1/2)/2.
    expect(score([9, 1], [1]).averagePrecision).toBe(0.25);
    // In places 1 and 3: ((1 + 1)/2 + (1/2 + 2/3)/2)/2.
    expect(score([1, 9, 2, 8], [1, 2]).averagePrecision).toBeWithinUlp((1 + 7 / 12) / 2, 2);
    // In places 2 and 4: ((0 + 1/2)/2 + (1/3 + 2/4)/2)/2 = (1/4 + 5/12)/2 = 1/3.
    expect(score([9, 1, 8, 2], [1, 2]).averagePrecision).toBeWithinUlp(1 / 3, 2);
    // A positive that is missing from the ranking counts in n: one of two found first gives 1/2.
    expect(score([1, 9], [1, 2]).averagePrecision).toBe(0.5);
  });

  it('junk is taken out before ranks are counted', () => {
    expect(score([7, 1, 6, 9, 2], [1, 2], [7, 6])).toEqual(score([1, 9, 2], [1, 2]));
  });

  it('precision among the first 1, 5 and 10, no deeper than the last positive', () => {
    // Positives in places 2 and 4: 0/1; then both within min(5, 4) = 4.
    expect(score([9, 1, 8, 2, 7, 6, 5], [1, 2]).precisionAt).toEqual([0, 0.5, 0.5]);
    const long = Array.from({ length: 20 }, (_, i) => i);
    // Places 1, 3, 5, ..., 19: 1, 3/5, 5/10.
    expect(
      score(
        long,
        long.filter((i) => i % 2 === 0),
      ).precisionAt,
    ).toEqual([1, 0.6, 0.5]);
  });
});

describe('ranked order', () => {
  it('falls, the earlier of equals first; zeros of both signs are equal', () => {
    const similarities = Float32Array.of(0.5, -1, 0.5, 1, 0, -0.25, -1, -0, 0);
    const order = [...rankedOrder(similarities)];
    expect(order).toEqual([3, 0, 2, 4, 7, 8, 5, 1, 6]);
  });

  it('is what a comparing sort gives', () => {
    const random = Random.keyed(11);
    const similarities = Float32Array.from(
      { length: 2000 },
      () => Math.round(random.normal() * 50 + 0.5) / 50 + 1e-3,
    );
    const expected = Int32Array.from(similarities.keys()).sort(
      (a, b) => similarities[b] - similarities[a] || a - b,
    );
    expect(rankedOrder(similarities)).toEqual(expected);
  });
});

describe('lists of easy, hard and junk images', () => {
  const folder = mkdtempSync(join(tmpdir(), 'retrieval-'));
  beforeAll(async () => {
    await startEngine('wasm');
    const picture = async (name: string, background: string, [width, height]: number[]) =>
      await sharp({ create: { width, height, channels: 3, background } })
        .png()
        .toFile(join(folder, name));
    await picture('red.png', '#d02020', [40, 30]);
    await picture('red1.png', '#d02020', [40, 30]);
    await picture('red2.png', '#c82424', [60, 30]);
    await picture('orange.png', '#d05020', [40, 30]);
    await picture('blue.png', '#2020d0', [30, 30]);
    await picture('green.png', '#20d020', [30, 50]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const images = ['blue.png', 'orange.png', 'red1.png', 'green.png', 'red2.png'];
  const write = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return join(folder, name);
  };
  const truth = (lists: object) => ({ images, queries: [{ image: 'red.png', ...lists }] });
  type Results = Record<'easy' | 'medium' | 'hard', { queries: number; meanAveragePrecision: number }>;
  const measured = async (lists: object, changed: object = {}) => {
    const groundTruth = write('truth.json', truth(lists));
    const { context, subject } = await evaluationContext({ data: folder, groundTruth, size: 32, ...changed });
    const results = (await retrievalProtocol.run(context, subject)).results as Results;
    return [results.easy, results.medium, results.hard].map((of) => of.meanAveragePrecision);
  };

  it('the rules: hard leaves easy images out, junk counts for nothing', async () => {
    // The twin comes first, the near red second, orange third; blue and green last.
    expect(await measured({ easy: ['red1.png'], hard: ['red2.png'], junk: [] })).toEqual([1, 1, 1]);
    // Orange alone: after both reds it is at rank 2 under medium; junk reds bring it to the front.
    expect((await measured({ hard: ['orange.png'] }))[1]).toBeWithinUlp(1 / 6, 1);
    expect(await measured({ hard: ['orange.png'], junk: [2, 4] })).toEqual([Number.NaN, 1, 1]);
    expect((await measured({ hard: ['orange.png'], easy: ['red1.png', 'red2.png'] }))[2]).toBe(1);
  });

  it('over several scales too', async () => {
    const lists = { easy: ['red1.png'], hard: ['red2.png'] };
    expect(await measured(lists, { multiScale: true })).toEqual([1, 1, 1]);
  });

  it('refuses what is no ground truth, naming file and entry', () => {
    const refused = (content: unknown, message: string) =>
      expect(() => readGroundTruth(write('wrong.json', content))).toThrow(message);
    expect(() => readGroundTruth(join(folder, 'none.json'))).toThrow('--ground-truth');
    refused('{', '--ground-truth');
    refused({ queries: [] }, "'images' must be a list of names");
    refused({ images, queries: [{ image: 3 }] }, 'queries[0].image must be a name');
    refused(truth({ easy: ['pink.png'] }), 'queries[0].easy: "pink.png" is not among the images');
    refused(truth({ junk: [5] }), 'queries[0].junk: 5 is not among the images');
  });
});
