import * as tf from '@tensorflow/tfjs-core';
import type { KernelPack, PrototypeScores, ViewCounts } from './KernelPack.ts';
import { product } from './matMul.ts';
import { sumOfOtherViews } from './sumOfOtherViews.ts';

/**
 * The cross-entropy of prototype scores in plain operations, `chunk` prototypes at a time.
 *
 *   ℓ_r = n_r log Σₖ exp l_rk - Σₖ T_rk l_rk,   ∂l_rk = ∂ℓ_r (n_r exp(l_rk - log Σ exp l_r) - T_rk)
 *
 * T_r is the sum of the teacher's probabilities over the n_r views other than that of row r. Where all
 * prototypes fit into one chunk, ∂l/∂ℓ is kept for the gradient; else each chunk is computed again. The
 * student's rows begin with view `firstView`.
 */
export function chunkedCrossEntropy(
  chunk: number,
  firstView = 0,
): NonNullable<KernelPack['prototypeCrossEntropy']> {
  const targetsOf = (
    teacher: PrototypeScores | tf.Tensor2D,
    totals: tf.Tensor1D | null,
    first: number,
    size: number,
    views: ViewCounts,
  ): tf.Tensor2D => sumOfOtherViews(probabilitiesOf(teacher, totals, first, size), views, firstView);
  return {
    forward(student, teacher, views) {
      const prototypes = student.w.shape[0];
      const isWhole = prototypes <= chunk;
      const teacherTotals = 'tau' in teacher ? logSumExpOf(teacher, chunk) : null;
      const counts = countsOfOtherViews(views, firstView);
      const sums: tf.Tensor1D[] = [];
      const expected: tf.Tensor1D[] = [];
      const kept: tf.Tensor[] = teacherTotals ? [teacherTotals] : [];
      for (let first = 0; first < prototypes; first += chunk) {
        const size = Math.min(chunk, prototypes - first);
        const parts = tf.tidy(() => {
          const logits = logitsOf(student, first, size);
          const targets = targetsOf(teacher, teacherTotals, first, size, views);
          const total = logSumExp(logits);
          const residual = isWhole ? [residualOf(logits, total, counts, targets)] : [];
          return [total, tf.sum(tf.mul(targets, logits), 1), ...residual];
        });
        sums.push(parts[0] as tf.Tensor1D);
        expected.push(parts[1] as tf.Tensor1D);
        kept.push(...parts.slice(2));
      }
      const totals = isWhole ? (sums[0] as tf.Tensor1D) : logSumExp(tf.stack(sums, 1) as tf.Tensor2D);
      return [tf.sub(tf.mul(counts, totals), tf.addN(expected)), totals, ...kept];
    },

    backward(dLoss, student, teacher, views, [, totals, ...kept]) {
      const prototypes = student.w.shape[0];
      const isWhole = prototypes <= chunk;
      const teacherTotals = 'tau' in teacher ? (kept[0] as tf.Tensor1D) : null;
      const counts = countsOfOtherViews(views, firstView);
      let dy: tf.Tensor | undefined;
      const dw: tf.Tensor[] = [];
      const dOffsets: tf.Tensor[] = [];
      for (let first = 0; first < prototypes; first += chunk) {
        const size = Math.min(chunk, prototypes - first);
        const parts = tf.tidy(() => {
          const residual = isWhole
            ? (kept[kept.length - 1] as tf.Tensor2D)
            : residualOf(
                logitsOf(student, first, size),
                totals as tf.Tensor1D,
                counts,
                targetsOf(teacher, teacherTotals, first, size, views),
              );
          const dLogits = tf.mul(residual, tf.expandDims(dLoss, 1));
          const scaled = tf.div(dLogits, student.tau);
          return [
            product(scaled, rowsOf(student.w, first, size), false, false),
            product(scaled, student.y, true, false),
            ...(student.offsets ? [tf.sum(dLogits, 0)] : []),
          ];
        });
        dy = dy === undefined ? parts[0] : replaced(dy, tf.add(dy, parts[0]), parts[0]);
        dw.push(parts[1]);
        dOffsets.push(...parts.slice(2));
      }
      return [dy as tf.Tensor, tf.concat(dw, 0), ...(student.offsets ? [tf.concat(dOffsets, 0)] : [])];
    },
  };
}

/** `next` in the place of two tensors that are not needed any more. */
function replaced(before: tf.Tensor, next: tf.Tensor, added: tf.Tensor): tf.Tensor {
  tf.dispose([before, added]);
  return next;
}

const rowsOf = (x: tf.Tensor2D, first: number, size: number): tf.Tensor2D =>
  size === x.shape[0] ? x : tf.slice(x, [first, 0], [size, x.shape[1]]);

/** l [rows, size] of the prototypes from `first` on. The division comes before the product, on the smaller factor. */
function logitsOf({ y, w, offsets, tau }: PrototypeScores, first: number, size: number): tf.Tensor2D {
  const scores = product(tf.div(y, tau), rowsOf(w, first, size), false, true) as tf.Tensor2D;
  return offsets ? tf.add(scores, tf.slice(offsets, first, size)) : scores;
}

function logSumExp(logits: tf.Tensor2D): tf.Tensor1D {
  const largest = tf.max(logits, 1, true);
  const sum = tf.sum(tf.exp(tf.sub(logits, largest)), 1);
  return tf.add(tf.log(sum), tf.squeeze(largest, [1]));
}

function logSumExpOf(scores: PrototypeScores, chunk: number): tf.Tensor1D {
  const prototypes = scores.w.shape[0];
  const sums: tf.Tensor1D[] = [];
  for (let first = 0; first < prototypes; first += chunk) {
    sums.push(tf.tidy(() => logSumExp(logitsOf(scores, first, Math.min(chunk, prototypes - first)))));
  }
  return sums.length === 1 ? sums[0] : logSumExp(tf.stack(sums, 1) as tf.Tensor2D);
}

/** P_t [G·B, size] */
function probabilitiesOf(
  teacher: PrototypeScores | tf.Tensor2D,
  teacherTotals: tf.Tensor1D | null,
  first: number,
  size: number,
): tf.Tensor2D {
  if (!('tau' in teacher)) return tf.slice(teacher, [0, first], [teacher.shape[0], size]);
  const totals = tf.expandDims(teacherTotals as tf.Tensor1D, 1);
  return tf.exp(tf.sub(logitsOf(teacher, first, size), totals));
}

/** n_r P_rk - T_rk */
const residualOf = (
  logits: tf.Tensor2D,
  totals: tf.Tensor1D,
  counts: tf.Tensor1D,
  targets: tf.Tensor2D,
): tf.Tensor2D => {
  const probabilities = tf.exp(tf.sub(logits, tf.expandDims(totals, 1)));
  return tf.sub(tf.mul(probabilities, tf.expandDims(counts, 1)), targets);
};

/** n [V·B]: G - 1 for a row of a global view, G for one of a local view. */
const countsOfOtherViews = ({ globalViews, views, batch }: ViewCounts, firstView: number): tf.Tensor1D =>
  tf.tensor1d(
    Array.from({ length: views * batch }, (_, row) =>
      firstView * batch + row < globalViews * batch ? globalViews - 1 : globalViews,
    ),
    'float32',
  );
