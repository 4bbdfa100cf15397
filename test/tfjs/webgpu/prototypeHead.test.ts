import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { PrototypeScores } from '../../../src/tfjs/KernelPack.ts';
import { prototypeChunks } from '../../../src/tfjs/webgpu/prototypeChunks.ts';
import { prototypeHead } from '../../../src/tfjs/webgpu/prototypeHead.ts';
import { pattern } from '../gradientCheck.ts';
import { expectWithin, onWebGPU } from './onWebGPU.ts';

const HALF_ULP = 2 ** -24;

/** Scores as numbers. */
type Values = { y: number[]; w: number[]; offsets: number[] | null; tau: number };

type Case = {
  name: string;
  globalViews: number;
  views: number;
  batch: number;
  p: number;
  prototypes: number;
  teacherAs: 'scores' | 'probabilities';
  hasOffsets: boolean;
  /** Of one chunk. */
  mostEntries?: number;
};

const usual = { globalViews: 2, views: 4, hasOffsets: true, teacherAs: 'scores' } as const;
const given = { ...usual, teacherAs: 'probabilities' } as const;
const CASES: Case[] = [
  { ...usual, name: 'one prototype', batch: 1, p: 3, prototypes: 1 },
  { ...usual, name: 'batch 1', batch: 1, p: 5, prototypes: 67 },
  { ...usual, name: 'no local views', views: 2, batch: 2, p: 7, prototypes: 65 },
  { ...usual, name: 'one global view', globalViews: 1, batch: 3, p: 4, prototypes: 33 },
  { ...usual, name: 'no offsets', batch: 3, p: 17, prototypes: 130, hasOffsets: false },
  { ...usual, name: 'odd sizes, four chunks', batch: 17, p: 33, prototypes: 427, mostEntries: 128 },
  {
    ...{ ...given, name: 'given probabilities, four chunks' },
    ...{ batch: 5, p: 19, prototypes: 500, mostEntries: 128 },
  },
  // Given probabilities, since software takes a second or two to compile each of the large kernels.
  { ...given, name: 'large tiles of scores', batch: 64, p: 3, prototypes: 6150 },
  { ...given, name: 'large tiles of prototypes', batch: 1, p: 256, prototypes: 6150 },
  { ...given, name: 'many rows', views: 10, batch: 615, p: 256, prototypes: 3 },
];

function valuesOf(rows: number, p: number, prototypes: number, seed: number, hasOffsets: boolean): Values {
  const y = pattern(rows * p, seed);
  for (let r = 0; r < rows; r++) {
    const norm = Math.hypot(...y.slice(r * p, (r + 1) * p)) || 1;
    for (let i = 0; i < p; i++) y[r * p + i] = Math.fround((y[r * p + i] as number) / norm);
  }
  return {
    y,
    w: pattern(prototypes * p, seed + 1),
    offsets: hasOffsets ? pattern(prototypes, seed + 2).map((x) => -4 - 2 * x) : null,
    tau: 0.125,
  };
}

const tensorsOf = ({ y, w, offsets, tau }: Values, p: number): PrototypeScores => ({
  y: tf.tensor2d(y, [y.length / p, p]),
  w: tf.tensor2d(w, [w.length / p, p]),
  offsets: offsets ? tf.tensor1d(offsets) : null,
  tau,
});

/** Scores of a row in double precision, and what float32 may get wrong in any of them. */
function rowOf(
  { y, w, offsets, tau }: Values,
  r: number,
  p: number,
): { scores: Float64Array; error: number } {
  const prototypes = w.length / p;
  let error = 0;
  const scores = Float64Array.from({ length: prototypes }, (_, k) => {
    let sum = 0;
    let size = 0;
    for (let i = 0; i < p; i++) {
      const term = ((y[r * p + i] as number) * (w[k * p + i] as number)) / tau;
      sum += term;
      size += Math.abs(term);
    }
    const offset = offsets?.[k] ?? 0;
    error = Math.max(error, ((p + 2) * size + 2 * Math.abs(offset)) * HALF_ULP);
    return sum + offset;
  });
  return { scores, error };
}

function logSumExp(scores: Float64Array): number {
  const top = scores.reduce((a, b) => Math.max(a, b));
  return top + Math.log(scores.reduce((sum, l) => sum + Math.exp(l - top), 0));
}

await onWebGPU(() => {
  describe('prototypeHead', () => {
    it.each(CASES)('$name', async ({ mostEntries, ...sizes }) => {
      const { globalViews, views, batch, p, prototypes, teacherAs, hasOffsets } = sizes;
      const rows = views * batch;
      const student = valuesOf(rows, p, prototypes, 1, hasOffsets);
      const teacher = valuesOf(globalViews * batch, p, prototypes, 11, hasOffsets);
      const taught = Array.from({ length: globalViews * batch }, (_, r) => rowOf(teacher, r, p));
      const probabilities = taught.map(({ scores }) => {
        const total = logSumExp(scores);
        return scores.map((l) => Math.exp(l - total));
      });
      const kernel = prototypeHead(mostEntries === undefined ? undefined : mostEntries * rows);
      const counts = { globalViews, views, batch };
      const dLoss = pattern(rows, 5);

      const wantLoss: number[] = [];
      const wantTotals: number[] = [];
      const lossErrors: number[] = [];
      const totalErrors: number[] = [];
      const [dy, dyError] = [new Float64Array(rows * p), new Float64Array(rows * p)];
      const [dw, dwError] = [new Float64Array(prototypes * p), new Float64Array(prototypes * p)];
      const [dn, dnError] = [new Float64Array(prototypes), new Float64Array(prototypes)];
      for (let r = 0; r < rows; r++) {
        const { scores, error } = rowOf(student, r, p);
        const total = logSumExp(scores);
        const others = Array.from({ length: globalViews }, (_, i) => i).filter(
          (i) => i !== Math.floor(r / batch),
        );
        const seen = others.map((i) => i * batch + (r % batch));
        const spread = total - scores.reduce((a, b) => Math.min(a, b));
        // A score is wrong by `error`; exp of a difference as large as the spread by 3 + 2 spread ulp more, and
        // the teacher's alike; sums over K in tiles of 64 or 128 and 32 lanes add some hundred roundings.
        const teacherError =
          teacherAs === 'scores'
            ? Math.max(0, ...seen.map((t) => (taught[t] as (typeof taught)[0]).error))
            : 0;
        const ofExp = (8 + 4 * (spread + 20)) * HALF_ULP;
        const inTotal = error + ofExp + 160 * HALF_ULP + Math.abs(total) * HALF_ULP;
        const inTargets = 2 * teacherError + 2 * ofExp + 200 * HALF_ULP;
        let loss = 0;
        for (let k = 0; k < prototypes; k++) {
          const q = Math.exp((scores[k] as number) - total);
          const target = seen.reduce((sum, t) => sum + (probabilities[t]?.[k] as number), 0);
          loss += target * (total - (scores[k] as number));
          const d = dLoss[r] as number;
          const g = d * (seen.length * q - target);
          const gError = Math.abs(d) * (seen.length * q * (2 * inTotal + ofExp) + target * inTargets);
          const rounding = Math.abs(d) * (seen.length * q + target) * (rows + 64) * HALF_ULP;
          (dn[k] as number) += g;
          (dnError[k] as number) += gError + rounding;
          for (let i = 0; i < p; i++) {
            const [yi, wi] = [student.y[r * p + i] as number, student.w[k * p + i] as number];
            (dy[r * p + i] as number) += (g * wi) / student.tau;
            (dw[k * p + i] as number) += (g * yi) / student.tau;
            (dyError[r * p + i] as number) += ((gError + rounding) * Math.abs(wi)) / student.tau;
            (dwError[k * p + i] as number) += ((gError + rounding) * Math.abs(yi)) / student.tau;
          }
        }
        wantLoss.push(loss);
        wantTotals.push(total);
        totalErrors.push(inTotal);
        lossErrors.push(seen.length * (2 * inTotal + inTargets * (spread + 1)) + 8 * HALF_ULP * loss);
      }

      const taughtAs =
        teacherAs === 'scores'
          ? tensorsOf(teacher, p)
          : tf.tensor2d(
              probabilities.flatMap((row) => Array.from(row)),
              [globalViews * batch, prototypes],
            );
      const scores = tensorsOf(student, p);
      const [loss, ...saved] = kernel.forward(scores, taughtAs, counts) as [tf.Tensor, ...tf.Tensor[]];
      const back = kernel.backward(tf.tensor1d(dLoss), scores, taughtAs, counts, [loss, ...saved]);
      await expectWithin(loss, wantLoss, (i) => lossErrors[i] as number);
      await expectWithin(saved[0] as tf.Tensor, wantTotals, (i) => totalErrors[i] as number);
      expect(back.length).toBe(hasOffsets ? 3 : 2);
      await expectWithin(back[0] as tf.Tensor, dy, (i) => dyError[i] as number);
      await expectWithin(back[1] as tf.Tensor, dw, (i) => dwError[i] as number);
      if (hasOffsets) await expectWithin(back[2] as tf.Tensor, dn, (i) => dnError[i] as number);
    });

    it('takes the prototypes in chunks that leave none out', () => {
      for (const [rows, prototypes, most] of [
        [1, 1, 128],
        [10, 65536, 2 ** 17],
        [640, 65536, undefined],
        [3, 129, 1],
      ] as const) {
        const chunks = prototypeChunks(rows, prototypes, most);
        let next = 0;
        for (const { first, count } of chunks) {
          expect(first).toBe(next);
          expect(count).toBeGreaterThan(0);
          expect(count * rows).toBeLessThanOrEqual(Math.max(most ?? 2 ** 23, 128 * rows));
          next = first + count;
        }
        expect(next).toBe(prototypes);
      }
      expect(prototypeChunks(640, 65536).length).toBe(6);
    });
  });
});
