import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.ts';
import { requireShape, requireTensor } from './requireTensor.ts';
import { requireViews } from './requireViews.ts';
import { sumOfOtherViews } from './sumOfOtherViews.ts';
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
  const { views, batch } = requireViews(
    'crossEntropy',
    teacherRows,
    student.shape[0],
    globalViews,
    'studentLogProbabilities',
  );
  const weight = 1 / (viewPairs(globalViews, views).length * batch);
  return differentiable<tf.Scalar>(
    [student],
    (save) => {
      const targets = sumOfOtherViews(teacher, { globalViews, views, batch });
      save([targets]);
      return tf.mul(tf.sum(tf.sum(tf.mul(targets, student), 1)), -weight) as tf.Scalar;
    },
    (dy, [targets]) => [tf.mul(targets, tf.mul(dy, -weight))],
  );
}
