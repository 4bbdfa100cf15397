import * as tf from '@tensorflow/tfjs-core';
import type { KernelPack, PrototypeScores, ViewCounts } from '../KernelPack.ts';
import { gridOf, launchInto, launchKernel, unwrittenTensor } from './launchKernel.ts';
import { scaledSumOfParts } from './matrixProduct.ts';
import { productPlan } from './productPlan.ts';
import { type Chunk, prototypeChunks } from './prototypeChunks.ts';
import { columnSums, statisticsOfRows, towardsDirections, towardsPrototypes } from './prototypeReductions.ts';
import { scoreTiles } from './scoreTiles.ts';

type Scores = { y: tf.Tensor2D; w: tf.Tensor2D; bias: tf.Tensor; scale: number; rows: number; p: number };

/** The teacher: its probabilities [G·B, K], or its scores and their logSumExp, to compute them from by chunks. */
type Teacher = tf.Tensor2D | { readonly scores: Scores; readonly logSumExp: tf.Tensor };

/** The teacher's probabilities of a chunk: columns of an array, to be disposed of by who asked for it. */
type Targets = { readonly tensor: tf.Tensor; readonly scalars: Record<string, number> };

const scoresOf = ({ y, w, offsets, tau }: PrototypeScores): Scores => ({
  ...{ y, w, bias: offsets ?? tf.zeros([w.shape[0]]) },
  ...{ scale: 1 / tau, rows: y.shape[0], p: y.shape[1] },
});

const common = ({ rows, p, scale }: Scores, { first, count }: Chunk): Record<string, number> => ({
  rows,
  inner: p,
  columns: count,
  firstPrototype: first,
  scale,
});

/** exp(l - logSumExp) for a chunk, [rows, chunk]. */
function probabilities(scores: Scores, logSumExp: tf.Tensor, chunk: Chunk): tf.Tensor {
  const { y, w, bias, rows, p } = scores;
  const { perThread, across, down } = productPlan(rows, chunk.count, p);
  return launchKernel(
    scoreTiles('probabilities', perThread),
    [y, w, bias, logSumExp],
    [[rows, chunk.count]],
    common(scores, chunk),
    [across, down, 1],
  )[0] as tf.Tensor;
}

function targetsOf(teacher: Teacher, chunk: Chunk, { globalViews, batch }: ViewCounts): Targets {
  const isGiven = teacher instanceof tf.Tensor;
  return {
    tensor: isGiven ? tf.clone(teacher) : probabilities(teacher.scores, teacher.logSumExp, chunk),
    scalars: {
      views: globalViews,
      batch,
      targetColumns: isGiven ? teacher.shape[1] : chunk.count,
      targetFirst: isGiven ? chunk.first : 0,
    },
  };
}

/** [loss, logSumExp] of rows; the loss is 0 without targets. */
function statisticsOf(
  scores: Scores,
  chunks: readonly Chunk[],
  targetsOfChunk: ((chunk: Chunk) => Targets) | null,
): [tf.Tensor, tf.Tensor] {
  const { y, w, bias, rows, p } = scores;
  // One size of tile for all chunks: a row's statistics lie in one array.
  const { perThread, down } = productPlan(rows, (chunks[0] as Chunk).count, p);
  const across = ({ count }: Chunk): number => Math.ceil(count / (16 * perThread));
  const tilesInAll = chunks.reduce((sum, chunk) => sum + across(chunk), 0);
  const statistics = unwrittenTensor([rows, tilesInAll, 4]);
  const kernel = scoreTiles(targetsOfChunk ? 'statistics with targets' : 'statistics', perThread);
  let firstTile = 0;
  for (const chunk of chunks) {
    const targets = targetsOfChunk?.(chunk);
    launchInto(
      kernel,
      [statistics],
      [y, w, bias, ...(targets ? [targets.tensor] : [])],
      { ...common(scores, chunk), firstTile, tilesInAll, ...targets?.scalars },
      [across(chunk), down, 1],
    );
    targets?.tensor.dispose();
    firstTile += across(chunk);
  }
  const shapes = [[rows], [rows]];
  const sizes = { rows, width: tilesInAll };
  const [logSumExp, loss] = launchKernel(
    statisticsOfRows,
    [statistics],
    shapes,
    sizes,
    gridOf(Math.ceil(rows / 8)),
  ) as [tf.Tensor, tf.Tensor];
  statistics.dispose();
  return [loss, logSumExp];
}

/** dLoss (n P - T) of a chunk, [rows, chunk]. */
function gradientOfScores(
  scores: Scores,
  chunk: Chunk,
  logSumExp: tf.Tensor,
  targets: Targets,
  dLoss: tf.Tensor,
): tf.Tensor {
  const { y, w, bias, rows, p } = scores;
  const { perThread, across, down } = productPlan(rows, chunk.count, p);
  return launchKernel(
    scoreTiles('gradient', perThread),
    [y, w, bias, logSumExp, targets.tensor, dLoss],
    [[rows, chunk.count]],
    { ...common(scores, chunk), ...targets.scalars },
    [across, down, 1],
  )[0] as tf.Tensor;
}

/**
 * The cross-entropy of prototype scores, tile by tile of the array of scores, which is never there:
 *
 * - forward, a tile leaves only its rows' largest score, Σ exp and what the loss needs
 * - backward, a chunk of at most 32 MiB of the gradient by the scores is there at a time, for its products
 *   with y and with w; on a GPU it stays in the second-level cache between the kernels
 *
 * A teacher given by scores is computed the same way, its probabilities by chunks of the prototypes.
 */
export function prototypeHead(mostEntries?: number): NonNullable<KernelPack['prototypeCrossEntropy']> {
  const chunksOf = (scores: Scores): Chunk[] => prototypeChunks(scores.rows, scores.w.shape[0], mostEntries);

  const teacherOf = (given: PrototypeScores | tf.Tensor2D, logSumExp?: tf.Tensor): Teacher => {
    if (!('tau' in given)) return given;
    const scores = scoresOf(given);
    return { scores, logSumExp: logSumExp ?? statisticsOf(scores, chunksOf(scores), null)[1] };
  };

  return {
    forward(student, given, views) {
      const scores = scoresOf(student);
      const teacher = teacherOf(given);
      const [loss, logSumExp] = statisticsOf(scores, chunksOf(scores), (chunk) =>
        targetsOf(teacher, chunk, views),
      );
      return [loss, logSumExp, ...('scores' in teacher ? [teacher.logSumExp] : [])];
    },

    backward(dLoss, student, given, views, [, logSumExp, teacherLogSumExp]) {
      const scores = scoresOf(student);
      const teacher = teacherOf(given, teacherLogSumExp);
      const { y, w, scale, rows, p } = scores;
      const chunks = chunksOf(scores);
      const dw = unwrittenTensor(w.shape);
      const dOffsets = unwrittenTensor([w.shape[0]]);
      const longest = (chunks[0] as Chunk).count;
      const ofDirections = productPlan(rows, p, longest, { canSplit: true });
      const { parts } = ofDirections;
      const sums = unwrittenTensor([parts, rows, p]);
      for (const chunk of chunks) {
        const { first: firstPrototype, count } = chunk;
        const targets = targetsOf(teacher, chunk, views);
        const gradient = gradientOfScores(scores, chunk, logSumExp as tf.Tensor, targets, dLoss);
        targets.tensor.dispose();
        if (student.offsets) {
          const columns = { rows, columns: count, firstPrototype };
          launchInto(columnSums, [dOffsets], [gradient], columns, [Math.ceil(count / 32), 1, 1]);
        }
        const ofPrototypes = productPlan(count, p, rows);
        launchInto(
          towardsPrototypes(ofPrototypes.perThread),
          [dw],
          [gradient, y],
          { rows: count, inner: rows, columns: p, firstPrototype, scale },
          [ofPrototypes.across, ofPrototypes.down, 1],
        );
        const part = { partLength: Math.ceil(count / parts), isFirst: firstPrototype === 0 ? 1 : 0 };
        launchInto(
          towardsDirections(ofDirections.perThread),
          [sums],
          [gradient, w],
          { rows, inner: count, columns: p, firstPrototype, ...part },
          [ofDirections.across, ofDirections.down, parts],
        );
        gradient.dispose();
      }
      const dy = scaledSumOfParts(sums, y.shape, scale);
      sums.dispose();
      return [dy, dw, ...(student.offsets ? [dOffsets] : [])];
    },
  };
}
