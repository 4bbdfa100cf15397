import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.ts';
import { requireShape, requireTensor } from './requireTensor.ts';
import { viewPairs } from './viewPairs.ts';

export type CrossEntropyOptions = {
  /** G, the views that the teacher sees and that come first among the student's. Default 2. */
  globalViews?: number;
};

/**
 * The cross-entropy between the teacher's and the student's views, the loss of DINO.
 *
 *   ℒ = 1/|pairs| Σ_{(i,j): i≠j} (1/B) Σ_b -Σₖ P_t(x_{i,b})ₖ log P_s(x_{j,b})ₖ
 *
 * over the pairs of `viewPairs`: every global view of the teacher against every other view of the student.
 * Rows are grouped by view: view 0 of all B images, then view 1 of all, ... in both tensors, G·B rows of the
 * teacher, V·B of the student. No gradient flows into the teacher; the gradient into the student's
 * log-probabilities is first order.
 *
 * Source: Caron et al. (2021), Eq. 3; Govindarajan et al. (2023), section 3.
 *
 * @param teacherProbabilities [G·B, K]
 * @param studentLogProbabilities [V·B, K]
 * @returns a scalar, nats
 * @throws TypeError for a non-tensor or shapes that do not fit; RangeError for counts that leave no pair
 * @example
 * const loss = crossEntropy(targets, studentLogProbabilities(logits), { globalViews: 2 });
 */
export function crossEntropy(
  teacherProbabilities: tf.Tensor2D,
  studentLogProbabilities: tf.Tensor2D,
  { globalViews = 2 }: CrossEntropyOptions = {},
): tf.Scalar {
  const teacher = requireTensor('crossEntropy', 'teacherProbabilities', teacherProbabilities);
  const student = requireTensor('crossEntropy', 'studentLogProbabilities', studentLogProbabilities);
  requireShape('crossEntropy', 'teacherProbabilities', teacher, [null, null], '[G·B, K]');
  const [teacherRows, prototypes] = teacher.shape;
  requireShape(
    'crossEntropy',
    'studentLogProbabilities',
    student,
    [null, prototypes],
    `[V·B, ${prototypes}]`,
  );
  const batch = teacherRows / globalViews;
  if (!Number.isInteger(globalViews) || globalViews < 1 || !Number.isInteger(batch) || batch < 1) {
    throw new RangeError(
      `crossEntropy: globalViews must divide the teacher's ${teacherRows} rows, got ${globalViews}`,
    );
  }
  const views = student.shape[0] / batch;
  if (!Number.isInteger(views)) {
    throw new TypeError(
      `crossEntropy: studentLogProbabilities must have a multiple of ${batch} rows (one view), got ${student.shape[0]}`,
    );
  }
  const weight = 1 / (viewPairs(globalViews, views).length * batch);
  return differentiable<tf.Scalar>(
    [student],
    (save) => {
      const targets = sumOfOtherViews(teacher, globalViews, views, batch);
      save([targets]);
      return tf.mul(tf.sum(tf.sum(tf.mul(targets, student), 1)), -weight) as tf.Scalar;
    },
    (dy, [targets]) => [tf.mul(targets, tf.mul(dy, -weight))],
  );
}

/** For each of the student's views the sum of the teacher's probabilities over the views other than it. */
function sumOfOtherViews(
  teacher: tf.Tensor2D,
  globalViews: number,
  views: number,
  batch: number,
): tf.Tensor2D {
  const prototypes = teacher.shape[1];
  const seen = tf.split<tf.Tensor2D>(teacher, globalViews, 0);
  const sumOf = (parts: tf.Tensor2D[]): tf.Tensor2D => parts.reduce((sum, part) => tf.add(sum, part));
  const targets = seen.map((_, own) => {
    const others = seen.filter((_, view) => view !== own);
    return others.length > 0 ? sumOf(others) : (tf.zeros([batch, prototypes]) as tf.Tensor2D);
  });
  if (views === globalViews) return tf.concat(targets, 0);
  const all = sumOf(seen);
  const locals = Array.from({ length: views - globalViews }, () => all);
  return tf.concat([...targets, ...locals], 0);
}
