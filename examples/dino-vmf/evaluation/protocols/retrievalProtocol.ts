import { join } from 'node:path';
import { tf } from '../../engine.ts';
import { UserError } from '../../UserError.ts';
import { percent } from '../evaluation.ts';
import type { Context, Outcome, Protocol, Subject } from '../Protocol.ts';
import { requireColour } from '../requireColour.ts';
import { averagePrecision, type RankingScore } from '../retrieval/averagePrecision.ts';
import { readGroundTruth } from '../retrieval/groundTruth.ts';
import { imageDescriptor } from '../retrieval/imageDescriptor.ts';
import { rankedOrder } from '../retrieval/rankedOrder.ts';
import { unitRows } from '../unitRows.ts';

/** Which lists are to be found and which are taken out of the ranking. */
const RULES = {
  easy: { positive: ['easy'], removed: ['junk', 'hard'] },
  medium: { positive: ['easy', 'hard'], removed: ['junk'] },
  hard: { positive: ['hard'], removed: ['junk', 'easy'] },
} as const;

/**
 * Image retrieval as DINO does it on the revisited Oxford and Paris sets (Radenović et al., 2018): images ranked by the
 * cosine of their [CLS] features after the last norm, scored by mean average precision (trapezoidal) and mean
 * precision among the first 1, 5 and 10, under the easy, medium and hard rules.
 *
 * With `--ground-truth`, lists of images, see groundTruth.ts; DINO takes `--size 224` for Oxford and `--size 512
 * --multi-scale` for Paris. Queries are whole images, not cut to their boxes, as in DINO. Without it, a proxy on images
 * with classes: each test image asks for the training images of its class, none is junk.
 */
export const retrievalProtocol: Protocol = {
  name: 'retrieval',
  title: 'Retrieval: mean average precision, and mean precision among the first',
  kinds: ['cls'],
  pixels: true,
  settings: ({ groundTruth, size, multiScale }) =>
    groundTruth === null
      ? { query: 'test images', database: 'training images', positive: 'same class' }
      : { groundTruth, size: size ?? 224, multiScale },
  run: (context, subject) =>
    context.settings.groundTruth === null ? byClass(context, subject) : byLists(context, subject),
};

/** Ranked lists scored as they come, and their means. */
class Scores {
  #scores: RankingScore[] = [];

  add(score: RankingScore | null): void {
    if (score !== null) this.#scores.push(score);
  }

  get means() {
    const n = this.#scores.length;
    const mean = (of: (score: RankingScore) => number) => this.#scores.reduce((sum, s) => sum + of(s), 0) / n;
    return {
      queries: n,
      meanAveragePrecision: mean((s) => s.averagePrecision),
      meanPrecisionAt: {
        1: mean((s) => s.precisionAt[0]),
        5: mean((s) => s.precisionAt[1]),
        10: mean((s) => s.precisionAt[2]),
      },
    };
  }
}

function rowOf(network: string, rule: string, { means }: Scores): Record<string, string> {
  const shown = (x: number) => (Number.isNaN(x) ? '–' : percent(x));
  return {
    network,
    rule,
    queries: `${means.queries}`,
    mAP: shown(means.meanAveragePrecision),
    'mP@1': shown(means.meanPrecisionAt[1]),
    'mP@5': shown(means.meanPrecisionAt[5]),
    'mP@10': shown(means.meanPrecisionAt[10]),
  };
}

async function byClass({ features, task, dataset }: Context, subject: Subject): Promise<Outcome> {
  const images = await dataset();
  const { train, test } = await features.of(subject, images, 'cls');
  const ofClass = images.train.classNames.map(
    (_, label) => new Set([...train.labels.keys()].filter((row) => train.labels[row] === label)),
  );
  const none = new Set<number>();
  const scores = new Scores();
  await task.run(`retrieval, ${subject.name}`, test.labels.length, (tick) =>
    eachSimilarity(unitRows(test), unitRows(train), train.dimension, tick, (query, similarities) => {
      const positives = ofClass[test.labels[query] as number] as Set<number>;
      scores.add(averagePrecision(rankedOrder(similarities), positives, none));
    }),
  );
  return { rows: [rowOf(subject.name, 'same class', scores)], results: { sameClass: scores.means } };
}

async function byLists(context: Context, { name, parameters }: Subject): Promise<Outcome> {
  const { settings, vit, statistics, task } = context;
  if (parameters === null)
    throw new UserError('--ground-truth: raw pixels of images of unlike shape cannot be compared', 2);
  requireColour('retrieval', statistics);
  const { images, queries } = readGroundTruth(settings.groundTruth as string);
  const files = [...images, ...queries.map(({ image }) => image)];
  const scales = settings.multiScale ? [1, Math.SQRT1_2, 0.5] : [1];
  const options = { parameters, vit, statistics, size: settings.size ?? 224, scales };
  const rows = new Float32Array(files.length * vit.width);
  await task.run(`descriptors, ${name}`, files.length, async (tick) => {
    for (const [i, file] of files.entries()) {
      await tick(i);
      rows.set(await imageDescriptor(join(settings.data as string, file), options), i * vit.width);
    }
  });
  const scores = { easy: new Scores(), medium: new Scores(), hard: new Scores() };
  const [database, asked] = [
    rows.subarray(0, images.length * vit.width),
    rows.subarray(images.length * vit.width),
  ];
  await task.run(`retrieval, ${name}`, queries.length, (tick) =>
    eachSimilarity(asked, database, vit.width, tick, (at, similarities) => {
      const query = queries[at] as (typeof queries)[number];
      const ranking = rankedOrder(similarities);
      for (const [rule, { positive, removed }] of Object.entries(RULES)) {
        const numbers = (lists: readonly ('easy' | 'hard' | 'junk')[]) =>
          new Set(lists.flatMap((list) => query[list]));
        scores[rule as keyof typeof RULES].add(
          averagePrecision(ranking, numbers(positive), numbers(removed)),
        );
      }
    }),
  );
  return {
    rows: Object.entries(scores).map(([rule, of]) => rowOf(name, rule, of)),
    results: Object.fromEntries(Object.entries(scores).map(([rule, of]) => [rule, of.means])),
  };
}

/** The cosines of each query with all rows, on the engine, a few queries at a time. */
async function eachSimilarity(
  queries: Float32Array,
  rows: Float32Array,
  dimension: number,
  tick: (done: number) => Promise<void>,
  use: (query: number, similarities: Float32Array) => void,
): Promise<void> {
  const [asked, count] = [queries.length / dimension, rows.length / dimension];
  const atOnce = Math.max(1, Math.min(64, Math.floor(2 ** 24 / count)));
  const database = tf.tensor2d(rows, [count, dimension]);
  try {
    for (let from = 0; from < asked; from += atOnce) {
      await tick(from);
      const some = Math.min(atOnce, asked - from);
      const block = queries.subarray(from * dimension, (from + some) * dimension);
      const product = tf.tidy(() => tf.matMul(tf.tensor2d(block, [some, dimension]), database, false, true));
      const cosines = (await product.data()) as Float32Array;
      product.dispose();
      for (let i = 0; i < some; i++) use(from + i, cosines.subarray(i * count, (i + 1) * count));
    }
  } finally {
    database.dispose();
  }
}
