import * as tf from '@tensorflow/tfjs-core';
import { viewPairs } from '../viewPairs.ts';
import { gridOf, launchInto, launchKernel, unwrittenTensor } from './launchKernel.ts';
import { sumsPerThread } from './matrixProduct.ts';
import { type Chunk, prototypeChunks } from './prototypeChunks.ts';
import {
  columnSums,
  scaledSum,
  scaledSumOfParts,
  statisticsOfRows,
  towardsDirections,
  towardsPrototypes,
} from './prototypeReductions.ts';
import { scoreTiles } from './scoreTiles.ts';

/** One network's scores l = ⟨y, w⟩/τ + bias without the array of them: y [rows, p], w [K, p], bias [K]. */
export type Scores = {
  readonly y: tf.Tensor;
  readonly w: tf.Tensor;
  readonly bias: tf.Tensor;
  readonly tau: number;
};

/** The teacher's probabilities: given, [G·B, K], or computed chunk by chunk from its scores and their logSumExp. */
export type Targets = tf.Tensor | { readonly scores: Scores; readonly logSumExp: tf.Tensor };

export type HeadOptions = {
  readonly globalViews: number;
  /** Entries over rows and prototypes held at a time. @default 2^23 */
  readonly mostEntries?: number | undefined;
};

/** To be disposed of by who asked for it. */
type TargetChunk = { readonly tensor: tf.Tensor; readonly first: number; readonly columns: number };

const isTensor = (targets: Targets): targets is tf.Tensor => targets instanceof tf.Tensor;

/** A grid of tiles over [rows, columns], and the sums of each thread. */
function tiles(rows: number, columns: number): { perThread: 4 | 8; grid: [number, number, number] } {
  const perThread = sumsPerThread(rows, columns);
  const side = 16 * perThread;
  return { perThread, grid: [Math.ceil(columns / side), Math.ceil(rows / side), 1] };
}

/** The tiles of every chunk are of one size, or a row's statistics could not lie in one array. */
function statisticsOf(
  { y, w, bias, tau }: Scores,
  chunks: readonly Chunk[],
  targetsOf: ((chunk: Chunk) => TargetChunk) | null,
  scalars: Record<string, number>,
): { logSumExp: tf.Tensor; loss: tf.Tensor } {
  const [rows, inner] = y.shape as [number, number];
  const perThread = sumsPerThread(rows, (chunks[0] as Chunk).count);
  const side = 16 * perThread;
  const tilesOf = ({ count }: Chunk): number => Math.ceil(count / side);
  const tilesInAll = chunks.reduce((sum, chunk) => sum + tilesOf(chunk), 0);
  const statistics = unwrittenTensor([rows, tilesInAll, 4]);
  const kernel = scoreTiles(targetsOf ? 'statistics with targets' : 'statistics', perThread);
  let firstTile = 0;
  for (const chunk of chunks) {
    const targets = targetsOf?.(chunk);
    launchInto(
      kernel,
      [statistics],
      [y, w, bias, ...(targets ? [targets.tensor] : [])],
      {
        ...scalars,
        rows,
        inner,
        columns: chunk.count,
        firstPrototype: chunk.first,
        scale: 1 / tau,
        firstTile,
        tilesInAll,
        ...targetScalars(targets),
      },
      [tilesOf(chunk), Math.ceil(rows / side), 1],
    );
    targets?.tensor.dispose();
    firstTile += tilesOf(chunk);
  }
  const [logSumExp, loss] = launchKernel(
    statisticsOfRows,
    [statistics],
    [[rows], [rows]],
    { rows, width: tilesInAll },
    gridOf(Math.ceil(rows / 8)),
  ) as [tf.Tensor, tf.Tensor];
  statistics.dispose();
  return { logSumExp, loss };
}

const targetScalars = (targets: TargetChunk | undefined): Record<string, number> =>
  targets ? { targetColumns: targets.columns, targetFirst: targets.first } : {};

/** exp(l - logSumExp) for a chunk, [rows, chunk]. */
function probabilities({ y, w, bias, tau }: Scores, logSumExp: tf.Tensor, chunk: Chunk): tf.Tensor {
  const [rows, inner] = y.shape as [number, number];
  const { perThread, grid } = tiles(rows, chunk.count);
  return launchKernel(
    scoreTiles('probabilities', perThread),
    [y, w, bias, logSumExp],
    [[rows, chunk.count]],
    { rows, inner, columns: chunk.count, firstPrototype: chunk.first, scale: 1 / tau },
    grid,
  )[0] as tf.Tensor;
}

const chunkOf =
  (targets: Targets) =>
  (chunk: Chunk): TargetChunk =>
    isTensor(targets)
      ? { tensor: tf.clone(targets), first: chunk.first, columns: targets.shape[1] as number }
      : { tensor: probabilities(targets.scores, targets.logSumExp, chunk), first: 0, columns: chunk.count };

/** logSumExp over the prototypes, [rows], without the array of scores. */
export function logSumExpOfScores(scores: Scores, mostEntries?: number): tf.Tensor {
  const [rows] = scores.y.shape as [number, number];
  const chunks = prototypeChunks(rows, scores.w.shape[0] as number, mostEntries);
  const { logSumExp, loss } = statisticsOf(scores, chunks, null, {});
  loss.dispose();
  return logSumExp;
}

type Comparison = { rows: number; batch: number; chunks: Chunk[]; weight: number };

function comparison({ y, w }: Scores, targets: Targets, options: HeadOptions): Comparison {
  const rows = y.shape[0] as number;
  const { globalViews, mostEntries } = options;
  const taught = (isTensor(targets) ? targets : targets.scores.y).shape[0] as number;
  const batch = taught / globalViews;
  const chunks = prototypeChunks(Math.max(rows, taught), w.shape[0] as number, mostEntries);
  const weight = 1 / (viewPairs(globalViews, rows / batch).length * batch);
  return { rows, batch, chunks, weight };
}

/** The loss of `crossEntropy` from the student's scores, a scalar, and their logSumExp for the gradient. */
export function prototypeLoss(
  student: Scores,
  targets: Targets,
  options: HeadOptions,
): { loss: tf.Tensor; logSumExp: tf.Tensor } {
  const { batch, chunks, rows, weight } = comparison(student, targets, options);
  const { logSumExp, loss } = statisticsOf(student, chunks, chunkOf(targets), {
    views: options.globalViews,
    batch,
  });
  const [sum] = launchKernel(scaledSum, [loss], [[]], { size: rows, scale: weight }, [1, 1, 1]) as [
    tf.Tensor,
  ];
  loss.dispose();
  return { loss: sum, logSumExp };
}

/** Parts of the inner axis for dY, so that a device has workgroups enough. */
const partsFor = (tilesOfResult: number, inner: number): number =>
  Math.max(1, Math.min(Math.ceil(256 / tilesOfResult), Math.floor(inner / 256)));

/**
 * The gradients of the loss, one chunk of the prototypes at a time: the chunk's probabilities once more, minus
 * the targets, then their products with y and with w.
 */
export function prototypeLossGradient(
  dLoss: tf.Tensor,
  student: Scores,
  logSumExp: tf.Tensor,
  targets: Targets,
  options: HeadOptions,
): { dy: tf.Tensor; dw: tf.Tensor; dBias: tf.Tensor } {
  const { y, w, bias, tau } = student;
  const { batch, chunks, rows, weight } = comparison(student, targets, options);
  const p = y.shape[1] as number;
  const longest = (chunks[0] as Chunk).count;
  const dw = unwrittenTensor(w.shape);
  const dBias = unwrittenTensor(bias.shape);
  const forDirections = tiles(rows, p);
  const parts = partsFor(forDirections.grid[0] * forDirections.grid[1], longest);
  const sums = unwrittenTensor([parts, rows, p]);
  for (const chunk of chunks) {
    const { first: firstPrototype, count } = chunk;
    const target = chunkOf(targets)(chunk);
    const forScores = tiles(rows, count);
    const [gradient] = launchKernel(
      scoreTiles('gradient', forScores.perThread),
      [y, w, bias, logSumExp, target.tensor, dLoss],
      [[rows, count]],
      {
        ...{ rows, inner: p, columns: count, firstPrototype, scale: 1 / tau, weight, batch },
        ...{ views: options.globalViews, ...targetScalars(target) },
      },
      forScores.grid,
    ) as [tf.Tensor];
    target.tensor.dispose();
    launchInto(columnSums, [dBias], [gradient], { rows, columns: count, firstPrototype }, [
      Math.ceil(count / 32),
      1,
      1,
    ]);
    const forPrototypes = tiles(count, p);
    launchInto(
      towardsPrototypes(forPrototypes.perThread),
      [dw],
      [gradient, y],
      { rows: count, inner: rows, columns: p, firstPrototype, scale: 1 / tau },
      forPrototypes.grid,
    );
    launchInto(
      towardsDirections(forDirections.perThread),
      [sums],
      [gradient, w],
      {
        ...{ rows, inner: count, columns: p, firstPrototype },
        ...{ partLength: Math.ceil(count / parts), isFirst: firstPrototype === 0 ? 1 : 0 },
      },
      [forDirections.grid[0], forDirections.grid[1], parts],
    );
    gradient.dispose();
  }
  const [dy] = launchKernel(
    scaledSumOfParts,
    [sums],
    [y.shape],
    { size: rows * p, count: parts, scale: 1 / tau },
    gridOf(Math.ceil((rows * p) / 256)),
  ) as [tf.Tensor];
  sums.dispose();
  return { dy, dw, dBias };
}
