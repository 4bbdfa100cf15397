import { tf } from '../engine.ts';
import type { Parameters } from '../model/parameters.ts';
import type { VitShape } from '../model/vit.ts';
import type { Config } from '../settings/config.ts';
import { hiddenPatches } from './hiddenPatches.ts';
import { keepFactors } from './keepFactors.ts';
import { type StudentViews, studentLoss } from './studentLoss.ts';
import type { TeacherTargets } from './teacherTargets.ts';

/** What the student is shown: [2 · batch] global views, [L · batch] local ones, the masks of the global ones. */
export interface StudentBatch {
  readonly globals: tf.Tensor4D;
  readonly locals: tf.Tensor4D | null;
  readonly hidden: Uint8Array | null;
}

export interface LossAndGradients {
  readonly loss: tf.Scalar;
  readonly gradients: Parameters;
  /** With iBOT. */
  readonly terms: LossTerms | null;
}

/** The two terms of the loss, and the student's directions of the second global view, [batch, p]. */
export interface LossTerms {
  readonly cls: tf.Scalar;
  readonly patches: tf.Scalar;
  readonly second: tf.Tensor2D;
}

/** Views that are next to each other and of one size. */
interface Run {
  readonly first: number;
  readonly count: number;
}

type Maybe = tf.Tensor | null;

/**
 * Loss and gradient of the student at one batch, without changing anything. `accumulate` says how many views are
 * taken at once; what they give is added, so that the activations of those at work alone are in memory.
 */
export function lossAndGradients(
  student: Parameters,
  vit: VitShape,
  batch: StudentBatch,
  targets: TeacherTargets,
  config: Config,
  step: number,
): LossAndGradients {
  const views = 2 + (batch.locals ? batch.locals.shape[0] / config.batchSize : 0);
  let sums: Maybe[] = [];
  for (const runs of groups(config.accumulate, views)) {
    const before = sums;
    sums = tf.tidy(() => {
      const shown = runs.map((run) => studentViews(run, batch, config, step));
      const kept: Maybe[] = [null, null, null];
      const evaluate = () => {
        const { loss, cls, patches, directions } = studentLoss(student, vit, shown, views, targets, config);
        if (batch.hidden) {
          const second = secondView(directions, runs, config.batchSize);
          [cls, patches, second].forEach((x, i) => {
            kept[i] = x && tf.keep(tf.clone(x as tf.Tensor));
          });
        }
        return loss;
      };
      const { value, grads } = tf.engine().gradients(evaluate, Object.values(student));
      const sum = [value, ...kept, ...grads].map((x, i) => plus(before[i] ?? null, x ?? null));
      for (const x of kept) x?.dispose();
      return sum as tf.Tensor[];
    });
    for (const x of before) x?.dispose();
  }
  const [loss, cls, patches, second, ...gradients] = sums;
  const zeros = (name: string) => tf.zerosLike(student[name] as tf.Tensor);
  return {
    loss: loss as tf.Scalar,
    gradients: Object.fromEntries(
      // The mask token has no part in views without masks.
      Object.keys(student).map((name, i) => [name, gradients[i] ?? zeros(name)]),
    ),
    terms: batch.hidden
      ? {
          cls: cls as tf.Scalar,
          patches: (patches ?? tf.scalar(0)) as tf.Scalar,
          second: second as tf.Tensor2D,
        }
      : null,
  };
}

/** The views in the groups that are taken at once. */
function groups(accumulate: Config['accumulate'], views: number): Run[][] {
  if (accumulate === 'views') return Array.from({ length: views }, (_, first) => [{ first, count: 1 }]);
  const runs = [{ first: 0, count: 2 }, ...(views > 2 ? [{ first: 2, count: views - 2 }] : [])];
  return accumulate === 'sizes' ? runs.map((run) => [run]) : [runs];
}

/** What the student sees of some views. */
function studentViews(
  { first, count }: Run,
  { globals, locals, hidden }: StudentBatch,
  config: Config,
  step: number,
): StudentViews {
  const size = config.batchSize;
  const [images, from] = first < 2 ? [globals, first] : [locals as tf.Tensor4D, first - 2];
  const rows = count * size;
  const kept = config.dropPath > 0 ? keepFactors(config, step, first * size, rows) : null;
  const patches = (config.imageSize / config.patchSize) ** 2;
  const bits = hidden && first < 2 ? hidden.subarray(first * size * patches) : null;
  const mask = bits?.subarray(0, rows * patches) ?? null;
  const before = hidden?.subarray(0, first * size * patches) ?? [];
  return {
    images: rows === images.shape[0] ? images : tf.slice(images, [from * size, 0, 0, 0], [rows, -1, -1, -1]),
    first,
    count,
    corruption: {
      hidden: mask ? tf.tensor2d(Float32Array.from(mask), [mask.length, 1]) : undefined,
      kept: kept ? tf.tensor2d(kept, [2 * config.depth, rows]) : undefined,
    },
    hidden: mask && hiddenPatches(mask, patches),
    hiddenBefore: [...before].reduce((sum, bit) => sum + bit, 0),
  };
}

/** The rows of the second global view among those of some views; null where it is not among them. */
function secondView(directions: tf.Tensor2D, runs: readonly Run[], size: number): tf.Tensor2D | null {
  const { first, count } = runs[0] as Run;
  if (first > 1 || first + count < 2) return null;
  return tf.slice(directions, [(1 - first) * size, 0], [size, directions.shape[1]]);
}

function plus(a: Maybe, b: Maybe): Maybe {
  if (a && b) return tf.add(a, b);
  const one = a ?? b;
  return one && tf.clone(one);
}
