import * as tf from '@tensorflow/tfjs-core';
import { meanResultantLength, relativeLogNormalizer } from 'von-mises-fisher';
import { type PrototypeNormalization, prototypeCrossEntropy } from 'von-mises-fisher/tfjs';
import { Bounded } from './Bounded.ts';
import { type ConformanceCase, type Numbers, numbers } from './ConformanceCase.ts';

const [STUDENT_TAU, TEACHER_TAU, CENTER_TAU] = [0.125, 0.0625, 2];
/** What log C_p and A_p promise, relative. */
const PROMISE = 2e-6;

interface Sizes {
  readonly batch: number;
  readonly views: number;
  readonly p: number;
  readonly prototypes: number;
  readonly normalization: PrototypeNormalization;
  readonly chunk?: number;
  /** The teacher as its probabilities, or by what they come from. */
  readonly given: 'probabilities' | 'scores';
}

const rowsOf = ({ shape, values }: Numbers): Bounded => {
  const width = shape.at(-1) as number;
  return new Bounded(values.length / width, width, values);
};

/** Unit rows up to the rounding of each number. */
function directions(rows: number, p: number, seed: number): Numbers {
  const { shape, values } = numbers([rows, p], seed);
  for (let row = 0; row < rows; row++) {
    const part = values.subarray(row * p, (row + 1) * p);
    const norm = Math.hypot(...part);
    for (let i = 0; i < p; i++) part[i] = (part[i] as number) / norm;
  }
  return { shape, values };
}

/** Rows that sum to 1. */
function probabilities(rows: number, columns: number, seed: number): Numbers {
  const { shape, values } = numbers([rows, columns], seed, 0.5, 0.5);
  for (let row = 0; row < rows; row++) {
    const part = values.subarray(row * columns, (row + 1) * columns);
    const sum = part.reduce((total, x) => total + x, 0);
    for (let i = 0; i < columns; i++) part[i] = (part[i] as number) / sum;
  }
  return { shape, values };
}

/** 1/‖w‖ of each row, 0 for a row of zeros. */
function inverseNorms(w: Bounded): Bounded {
  return w
    .mul(w)
    .sum()
    .map(
      (square) => (square > 0 ? 1 / Math.sqrt(square) : 0),
      (square, e, y) => (square > 0 ? (y * e) / (2 * square) + 8 * 2 ** -24 * y : 0),
    );
}

/** l [rows, K] and what its gradient needs. */
function scores(y: Bounded, w: Bounded, tau: number, normalization: PrototypeNormalization) {
  const inverse = inverseNorms(w);
  const used = normalization === 'l2' ? w.mul(inverse) : w;
  const plain = y.times(1 / tau).product(used.transposed());
  const kappa = w
    .mul(w)
    .sum()
    .mul(inverse)
    .times(1 / tau);
  const length = kappa.map(
    (k) => meanResultantLength(w.columns, k),
    (k, e, a) => e / w.columns + PROMISE * a * (k > 0 ? 1 : 0),
  );
  const normalizer = kappa.map(
    (k) => relativeLogNormalizer(w.columns, k),
    (k, e, n) => meanResultantLength(w.columns, k) * e + PROMISE * Math.abs(n),
  );
  const logits = normalization === 'vmf' ? plain.add(normalizer.transposed()) : plain;
  return { logits, used, inverse, length };
}

function headCase({ batch, views, p, prototypes, normalization, chunk, given }: Sizes): ConformanceCase {
  const w = numbers([prototypes, p], 41, 1.5);
  w.values.fill(0, 0, p);
  const inputs = [
    directions(views * batch, p, 40),
    w,
    numbers([1], 42),
    ...(given === 'probabilities'
      ? [probabilities(2 * batch, prototypes, 43)]
      : [directions(2 * batch, p, 44), numbers([prototypes, p], 45, 1.5), numbers([prototypes], 46, 3)]),
  ];
  const options = { normalization, ...(chunk ? { chunk } : {}) };
  const label = `[${views * batch},${p}] K = ${prototypes}${chunk ? ` by ${chunk}` : ''}`;
  return {
    name: `prototypeCrossEntropy ${normalization} ${label}, teacher by ${given}`,
    inputs,
    run([y, w, dy, first, teacherW, center]) {
      const teacher =
        given === 'probabilities'
          ? (first as tf.Tensor2D)
          : {
              y: first as tf.Tensor2D,
              w: teacherW as tf.Tensor2D,
              tau: TEACHER_TAU,
              center: center as tf.Tensor1D,
              centerTau: CENTER_TAU,
            };
      const loss = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
        prototypeCrossEntropy(a as tf.Tensor2D, b as tf.Tensor2D, STUDENT_TAU, teacher, options);
      const of = [y, w] as tf.Tensor[];
      return [
        loss(of[0] as tf.Tensor, of[1] as tf.Tensor),
        ...tf.grads(loss)(of, tf.squeeze(dy as tf.Tensor)),
      ];
    },
    expected(all) {
      const [y, w, dy, first, teacherW, center] = all.map(rowsOf) as Bounded[] as [
        Bounded,
        Bounded,
        Bounded,
        Bounded,
        Bounded,
        Bounded,
      ];
      const student = scores(y, w, STUDENT_TAU, normalization);
      const seen =
        given === 'probabilities'
          ? first
          : scores(first, teacherW, TEACHER_TAU, normalization)
              .logits.sub(center.times(1 / CENTER_TAU))
              .softmax();
      const [one, other] = [seen.rowsFrom(0, batch), seen.rowsFrom(batch, batch)];
      const both = one.add(other);
      const blocks = [other, one, ...Array.from({ length: views - 2 }, () => both)];
      const targets = Bounded.stack(blocks, prototypes);
      const counts = new Bounded(
        views * batch,
        1,
        Array.from({ length: views * batch }, (_, row) => (row < 2 * batch ? 1 : 2)),
      );
      const weight = 1 / ((2 * views - 2) * batch);
      const totals = student.logits.logSumExp();
      const perRow = counts.mul(totals).sub(targets.mul(student.logits).sum());
      const predicted = student.logits.sub(totals).exp();
      const dLogits = predicted.mul(counts).sub(targets).mul(dy.times(weight));
      const dScores = dLogits.times(1 / STUDENT_TAU);
      let dw = dScores.transposed().product(y);
      if (normalization === 'l2') {
        dw = dw.sub(student.used.mul(dw.mul(student.used).sum())).mul(student.inverse);
      }
      if (normalization === 'vmf') {
        // ∂n/∂w = -A_p(κ) w/(τ ‖w‖)
        const along = w.mul(student.inverse).mul(student.length.times(-1 / STUDENT_TAU));
        dw = dw.add(along.mul(dLogits.sumOfRows().transposed()));
      }
      return [perRow.sumOfRows().times(weight), dScores.product(student.used), dw];
    },
  };
}

/** The head: one image, odd sizes, chunks that do not divide K, a prototype of length 0, few rows and many prototypes. */
export const headCases: readonly ConformanceCase[] = [
  ...(['none', 'l2', 'vmf'] as const).flatMap((normalization) =>
    (['probabilities', 'scores'] as const).map((given) =>
      headCase({ batch: 3, views: 5, p: 17, prototypes: 131, chunk: 50, normalization, given }),
    ),
  ),
  headCase({ batch: 1, views: 2, p: 3, prototypes: 2, normalization: 'vmf', given: 'probabilities' }),
  headCase({ batch: 5, views: 4, p: 16, prototypes: 257, normalization: 'vmf', given: 'scores' }),
  headCase({ batch: 1, views: 8, p: 64, prototypes: 4096, normalization: 'vmf', given: 'scores' }),
  headCase({
    batch: 4,
    views: 2,
    p: 64,
    prototypes: 2500,
    chunk: 1000,
    normalization: 'vmf',
    given: 'probabilities',
  }),
];
