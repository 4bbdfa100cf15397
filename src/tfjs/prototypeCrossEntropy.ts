import * as tf from '@tensorflow/tfjs-core';
import { describe } from '../special/arrays.ts';
import { chunkedCrossEntropy } from './chunkedCrossEntropy.ts';
import { differentiableOnce } from './differentiable.ts';
import { kernelPack, type PrototypeScores } from './KernelPack.ts';
import { l2Normalize } from './l2Normalize.ts';
import { prototypeNormalizers } from './prototypeNormalizers.ts';
import { type PrototypeLogitsOptions, requirePrototypeScores } from './requirePrototypeScores.ts';
import { requirePositive, requireShape, requireTensor } from './requireTensor.ts';
import { requireViews } from './requireViews.ts';
import { viewPairs } from './viewPairs.ts';

/** A teacher by what its probabilities come from, see `prototypeLogits` and `teacherProbabilities`. */
export type PrototypeTeacher = {
  /** [G·B, p] unit rows */
  y: tf.Tensor2D;
  /** [K, p] */
  w: tf.Tensor2D;
  /** τ_t > 0 */
  tau: number;
  /** c [K]. Default none. */
  center?: tf.Tensor1D;
  /** The unit the center is kept in, as `tau` of `teacherProbabilities`. Default 1. */
  centerTau?: number;
};

export type PrototypeCrossEntropyOptions = PrototypeLogitsOptions & {
  /** G, the views that the teacher sees and that come first among the student's. Default 2. */
  globalViews?: number;
  /**
   * The view that the student's rows begin with, where they are not those of all views: a loss can so be taken
   * view by view, see below.
   */
  firstView?: number;
  /** How much each of the student's rows counts, [V·B]. Default 1. */
  weights?: tf.Tensor1D;
  /** Prototypes taken at once: [V·B, chunk] is the largest array made. Default 2^22/(V·B), at least 256. */
  chunk?: number;
};

/**
 * The loss of DINO-vMF from directions and prototypes, without a matrix of all logits.
 *
 *   ℒ = 1/|pairs| Σ_{(i,j): i≠j} (1/B) Σ_b -Σₖ P_t(x_{i,b})ₖ log P_s(x_{j,b})ₖ,   P_s = softmax(l)
 *
 * The same as `crossEntropy(teacher, studentLogProbabilities(prototypeLogits(y, w, tau)))`, rows grouped by
 * view as there, but the prototypes are taken `chunk` at a time, forward and in the gradient, so that no
 * [V·B, K] array is held where K is larger. A teacher given by its directions and prototypes instead of
 * its probabilities has none either. Gradients, first order, reach y and w; none the teacher.
 *
 * With `firstView` v the student's rows are those of the views v, v + 1, ...; the mean is over their pairs alone,
 * so the whole loss is the sum of the parts, each times its share of the pairs. One global view and
 * `firstView` 1 compare each row with the teacher's row of the same number. `weights` multiply what the rows
 * add to the sum; the divisor stays.
 *
 * Accuracy: that of float32 logits, some 2^-23 of the largest of a row, absolute in ℒ.
 *
 * Source: Govindarajan et al. (2023), Eqs. 3, 6 and 7.
 *
 * @param y [V·B, p] the student's unit rows; their length is not checked
 * @param w [K, p] the student's prototypes
 * @param tau the student's temperature τ_s > 0
 * @param teacher its probabilities [G·B, K], rows that sum to 1, or what they come from
 * @returns a scalar, nats
 * @throws TypeError for a non-tensor or shapes that do not fit; RangeError for counts that leave no pair, a
 *   temperature <= 0, a chunk or first view that is no integer in its range, or as `prototypeLogits`
 * @example
 * const loss = prototypeCrossEntropy(y, w, 0.1, targets, { normalization: 'vmf' });
 */
export function prototypeCrossEntropy(
  y: tf.Tensor2D,
  w: tf.Tensor2D,
  tau: number,
  teacher: tf.Tensor2D | PrototypeTeacher,
  { globalViews = 2, firstView, weights, chunk, ...options }: PrototypeCrossEntropyOptions = {},
): tf.Scalar {
  const caller = 'prototypeCrossEntropy';
  requirePrototypeScores(caller, y, w, tau, options);
  const prototypes = w.shape[0];
  const teacherRows = requireTeacher(teacher, prototypes, options);
  const counts = requireViews(caller, teacherRows, y.shape[0], globalViews, 'y');
  const weight = 1 / (requirePairs(globalViews, firstView, counts.views) * counts.batch);
  if (weights !== undefined) {
    requireTensor(caller, 'weights', weights);
    requireShape(caller, 'weights', weights, [y.shape[0]], `[${y.shape[0]}]`);
  }
  const chunked = chunkedCrossEntropy(requireChunk(chunk, y.shape[0]), firstView);
  const kernel = (firstView === undefined ? kernelPack().prototypeCrossEntropy : undefined) ?? chunked;

  return tf.tidy(() => {
    const student = scoresOf(y, w, tau, options);
    const given = 'tau' in teacher ? teacherScores(teacher, options) : teacher;
    const tensors = [...listed(student), ...('tau' in given ? listed(given) : [given])];
    const inputs = listed(student);
    return differentiableOnce<tf.Scalar>(
      caller,
      inputs,
      (save) => {
        const [perRow, ...saved] = kernel.forward(student, given, counts);
        save([...tensors, perRow, ...saved, ...(weights ? [weights] : [])]);
        return tf.mul(tf.sum(weights ? tf.mul(perRow, weights) : perRow), weight) as tf.Scalar;
      },
      (dy, saved) => {
        const savedStudent = restored(student, saved);
        const rest = saved.slice(inputs.length);
        const savedTeacher = 'tau' in given ? restored(given, rest) : (rest[0] as tf.Tensor2D);
        const perRow = weights ? (saved[saved.length - 1] as tf.Tensor) : tf.ones([y.shape[0]]);
        const dLoss = tf.mul(perRow, tf.mul(dy, weight)) as tf.Tensor1D;
        const kept = saved.slice(tensors.length, weights ? -1 : undefined);
        return kernel.backward(dLoss, savedStudent, savedTeacher, counts, kept);
      },
    );
  });
}

function scoresOf(
  y: tf.Tensor2D,
  w: tf.Tensor2D,
  tau: number,
  { normalization = 'vmf', ...options }: PrototypeLogitsOptions,
): PrototypeScores {
  return {
    y,
    w: normalization === 'l2' ? l2Normalize(w) : w,
    offsets: normalization === 'vmf' ? prototypeNormalizers(w, tau, options) : null,
    tau,
  };
}

function teacherScores(
  { y, w, tau, center, centerTau = 1 }: PrototypeTeacher,
  options: PrototypeLogitsOptions,
): PrototypeScores {
  const scores = scoresOf(y, w, tau, options);
  if (center === undefined) return scores;
  const shift = tf.neg(tf.div(center, centerTau)) as tf.Tensor1D;
  return { ...scores, offsets: scores.offsets ? tf.add(scores.offsets, shift) : shift };
}

const listed = ({ y, w, offsets }: PrototypeScores): tf.Tensor[] => [y, w, ...(offsets ? [offsets] : [])];

/** The scores made of the saved copies of their tensors, in the order of `listed`. */
const restored = ({ offsets, tau }: PrototypeScores, [y, w, n]: tf.Tensor[]): PrototypeScores => ({
  y: y as tf.Tensor2D,
  w: w as tf.Tensor2D,
  offsets: offsets ? (n as tf.Tensor1D) : null,
  tau,
});

/** Checks a teacher in either form; its rows. */
function requireTeacher(
  teacher: tf.Tensor2D | PrototypeTeacher,
  prototypes: number,
  options: PrototypeLogitsOptions,
): number {
  const caller = 'prototypeCrossEntropy';
  if (teacher === null || typeof teacher !== 'object' || !('tau' in teacher)) {
    requireTensor(caller, 'teacher', teacher);
    requireShape(caller, 'teacher', teacher, [null, prototypes], `[G·B, ${prototypes}]`);
    return teacher.shape[0];
  }
  const { y, w, tau, center, centerTau = 1 } = teacher;
  requirePrototypeScores(caller, y, w, tau, options, 'teacher.');
  requireShape(caller, 'teacher.w', w, [prototypes, y.shape[1]], `[${prototypes}, ${y.shape[1]}]`);
  requirePositive(caller, 'teacher.centerTau', centerTau);
  if (center !== undefined) {
    requireTensor(caller, 'teacher.center', center);
    requireShape(caller, 'teacher.center', center, [prototypes], `[${prototypes}]`);
  }
  return y.shape[0];
}

/** How many pairs of `viewPairs` the student's views belong to: all, or those from `firstView` on. */
function requirePairs(globalViews: number, firstView: number | undefined, views: number): number {
  if (firstView === undefined) return viewPairs(globalViews, views).length;
  if (typeof firstView !== 'number') {
    throw new TypeError(`prototypeCrossEntropy: firstView must be a number, got ${describe(firstView)}`);
  }
  if (!Number.isSafeInteger(firstView) || firstView < 0) {
    throw new RangeError(
      `prototypeCrossEntropy: firstView must be an integer of 0 or more, got ${firstView}`,
    );
  }
  const others = (view: number): number => (view < globalViews ? globalViews - 1 : globalViews);
  const pairs = Array.from({ length: views }, (_, nth) => others(firstView + nth)).reduce((a, b) => a + b, 0);
  if (pairs > 0) return pairs;
  throw new RangeError(
    `prototypeCrossEntropy: the student's views must have a pair, got ${views} from view ${firstView}`,
  );
}

function requireChunk(chunk: number | undefined, rows: number): number {
  if (chunk === undefined) return Math.max(256, Math.floor(2 ** 22 / Math.max(rows, 1)));
  if (typeof chunk !== 'number') {
    throw new TypeError(`prototypeCrossEntropy: chunk must be a number, got ${describe(chunk)}`);
  }
  if (!Number.isSafeInteger(chunk) || chunk < 1) {
    throw new RangeError(`prototypeCrossEntropy: chunk must be an integer of 1 or more, got ${chunk}`);
  }
  return chunk;
}
