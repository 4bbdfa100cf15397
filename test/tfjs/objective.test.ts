import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as core from 'von-mises-fisher';
import {
  crossEntropy,
  l2Normalize,
  type PrototypeNormalization,
  prototypeLogits,
  softmax,
  studentLogProbabilities,
  teacherProbabilities,
  updateLogitCenter,
  updateProbabilityCenter,
  viewPairs,
} from 'von-mises-fisher/tfjs';
import { expectGradients, tensorOf } from './gradientCheck.ts';
import { onEachBackend } from './onEachBackend.ts';

const rowsOf = (t: tf.Tensor): number[][] => {
  const width = t.shape[t.rank - 1] as number;
  const values = Array.from(t.dataSync());
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
};

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

const logSumExp = (values: readonly number[]): number => {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, v) => sum + Math.exp(v - top), 0));
};

const logSoftmaxOf = (row: readonly number[]): number[] => {
  const total = logSumExp(row);
  return row.map((x) => x - total);
};

/** |got - want| <= allowed, element by element. */
function expectNear(got: tf.Tensor, want: readonly number[], allowed: number): void {
  const values = got.dataSync();
  expect(values.length).toBe(want.length);
  want.forEach((expected, i) => {
    if (!(Math.abs(values[i] - expected) <= allowed)) {
      expect.fail(`element ${i}: got ${values[i]}, expected ${expected}, allowed ±${allowed}`);
    }
  });
}

/** Equations 6 and 7 in double precision, without log C_p(0). */
function logitsOf(
  y: readonly number[][],
  w: readonly number[][],
  tau: number,
  normalization: PrototypeNormalization,
  terms?: number,
): number[] {
  const p = w[0].length;
  return y.flatMap((direction) =>
    w.map((prototype) => {
      const norm = Math.hypot(...prototype);
      const score = dot(direction, prototype) / tau;
      if (normalization === 'none') return score;
      if (normalization === 'l2') return norm > 0 ? score / norm : 0;
      if (terms === undefined) return score + core.relativeLogNormalizer(p, norm / tau);
      return score + core.logNormalizer(p, norm / tau, { terms }) - core.logNormalizer(p, 0, { terms });
    }),
  );
}

const unitRows = (shape: [number, number], seed: number): tf.Tensor2D =>
  l2Normalize(tensorOf(shape, seed) as tf.Tensor2D);

onEachBackend(() => {
  describe('prototypeLogits', () => {
    const settings: [PrototypeNormalization, number | undefined][] = [
      ['none', undefined],
      ['l2', undefined],
      ['vmf', undefined],
      ['vmf', 0],
      ['vmf', 2],
    ];

    it.each(settings)('%s, terms %s: agrees with double precision', (normalization, terms) => {
      tf.tidy(() => {
        const y = unitRows([5, 16], 1);
        const w = tensorOf([7, 16], 2, 3) as tf.Tensor2D;
        for (const tau of [0.04, 0.1, 1]) {
          const options = terms === undefined ? { normalization } : { normalization, terms };
          const logits = prototypeLogits(y, w, tau, options);
          expect(logits.shape).toEqual([5, 7]);
          const want = logitsOf(rowsOf(y), rowsOf(w), tau, normalization, terms);
          // 16 products of |w y|/τ up to 3/τ, the norm, and the normalizer of about the same size.
          expectNear(logits, want, (64 * 2 ** -24 * 12) / tau);
        }
      });
    });

    it.each(settings)('%s, terms %s: gradients agree with differences', (normalization, terms) => {
      tf.tidy(() => {
        const y = tensorOf([3, 8], 3);
        const w = tensorOf([4, 8], 4, 2);
        const options = terms === undefined ? { normalization } : { normalization, terms };
        const f = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
          prototypeLogits(a as tf.Tensor2D, b as tf.Tensor2D, 0.5, options);
        expectGradients(f, [y, w], 16);
      });
    });

    it("takes 'vmf' by default, and 'vmf' equals 'none' shifted when all lengths are equal", () => {
      tf.tidy(() => {
        const y = unitRows([4, 16], 5);
        const w = unitRows([6, 16], 6);
        const vmf = prototypeLogits(y, w, 0.1);
        const shift = core.relativeLogNormalizer(16, 10);
        expectNear(
          tf.sub(vmf, prototypeLogits(y, w, 0.1, { normalization: 'none' })),
          Array(24).fill(shift),
          2 ** -19,
        );
        expectNear(
          softmax(vmf),
          Array.from(softmax(prototypeLogits(y, w, 0.1, { normalization: 'l2' })).dataSync()),
          2 ** -20,
        );
      });
    });

    it('keeps a zero prototype finite, and its gradient right', () => {
      tf.tidy(() => {
        const y = unitRows([3, 16], 7);
        const w = tf.concat([
          tf.zeros([1, 16]),
          tensorOf([1, 16], 8),
          tf.fill([1, 16], 1e-30),
        ]) as tf.Tensor2D;
        const dy = tf.ones([3, 3]);
        for (const normalization of ['none', 'l2', 'vmf'] as const) {
          const f = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
            prototypeLogits(a as tf.Tensor2D, b as tf.Tensor2D, 0.1, { normalization });
          expect(
            rowsOf(f(y, w))
              .flatMap((row) => [row[0], row[2]])
              .every((l) => Math.abs(l) < 1e-10),
          ).toBe(true);
          const [towardsY, towardsW] = tf.grads(f)([y, w], dy);
          expect([...towardsY.dataSync(), ...towardsW.dataSync()].every(Number.isFinite)).toBe(true);
          // At w = 0 the normalizer is flat: only Σ_b y_b/τ remains.
          const sums = Array.from(tf.div(tf.sum(y, 0), 0.1).dataSync());
          const want = normalization === 'l2' ? Array(16).fill(0) : sums;
          expectNear(tf.slice(towardsW, [0, 0], [1, 16]), want, 2 ** -18);
          expectNear(tf.slice(towardsW, [2, 0], [1, 16]), want, 2 ** -18);
        }
      });
    });

    it('gives rows whose softmax sums to 1 and ignores a constant', () => {
      tf.tidy(() => {
        const logits = prototypeLogits(unitRows([6, 32], 9), tensorOf([40, 32], 10, 4) as tf.Tensor2D, 0.04);
        const probabilities = softmax(logits);
        expectNear(tf.sum(probabilities, 1), Array(6).fill(1), 40 * 2 ** -24);
        // Adding 64 to logits of up to 2^9 loses 2^-15 of each.
        expectNear(softmax(tf.add(logits, 64)), Array.from(probabilities.dataSync()), 2 ** -13);
      });
    });

    it('names what is wrong', () => {
      tf.tidy(() => {
        const y = tf.ones([2, 4]) as tf.Tensor2D;
        const w = tf.ones([3, 4]) as tf.Tensor2D;
        expect(() => prototypeLogits(y, tf.ones([3, 5]), 0.1)).toThrow(
          new TypeError('prototypeLogits: w must have shape [K, 4], got [3, 5]'),
        );
        expect(() => prototypeLogits(tf.ones([2, 2, 4]) as unknown as tf.Tensor2D, w, 0.1)).toThrow(
          new TypeError('prototypeLogits: y must have shape [B, p], got [2, 2, 4]'),
        );
        expect(() => prototypeLogits(y, w, 0)).toThrow(
          new RangeError('prototypeLogits: tau must be a finite number above 0, got 0'),
        );
        expect(() => prototypeLogits(y, w, '1' as unknown as number)).toThrow(TypeError);
        expect(() => prototypeLogits(y, w, 1, { normalization: 'L2' as 'l2' })).toThrow(
          new RangeError(`prototypeLogits: normalization must be 'none', 'l2' or 'vmf', got "L2"`),
        );
        expect(() => prototypeLogits(y, w, 1, { terms: -1 })).toThrow(RangeError);
        expect(() => prototypeLogits([[1]] as unknown as tf.Tensor2D, w, 1)).toThrow(
          /y must be a tensor, got object/,
        );
      });
    });
  });

  describe('studentLogProbabilities and teacherProbabilities', () => {
    it('are Eqs. 6 and 7', () => {
      tf.tidy(() => {
        const logits = tensorOf([4, 9], 11, 8) as tf.Tensor2D;
        const center = tensorOf([9], 12, 2) as tf.Tensor1D;
        const c = Array.from(center.dataSync());
        const rows = rowsOf(logits);
        expectNear(studentLogProbabilities(logits), rows.flatMap(logSoftmaxOf), 2 ** -19);
        for (const tau of [1, 0.04, 0.5]) {
          const want = rows.flatMap((row) => logSoftmaxOf(row.map((l, k) => l - c[k] / tau)).map(Math.exp));
          expectNear(teacherProbabilities(logits, center, { tau }), want, (2 ** -21 * 2) / tau);
        }
      });
    });

    it('name what is wrong', () => {
      tf.tidy(() => {
        const logits = tf.ones([2, 3]) as tf.Tensor2D;
        expect(() => teacherProbabilities(logits, tf.zeros([4]))).toThrow(
          new TypeError('teacherProbabilities: center must have shape [3], got [4]'),
        );
        expect(() => teacherProbabilities(logits, tf.zeros([3]), { tau: -1 })).toThrow(RangeError);
        expect(() => studentLogProbabilities(3 as unknown as tf.Tensor)).toThrow(TypeError);
      });
    });
  });

  describe('updateLogitCenter', () => {
    it('is Eq. 8 over the logits, or over the raw scores in the unit τ', () => {
      tf.tidy(() => {
        const y = unitRows([6, 8], 13);
        const w = tensorOf([5, 8], 14, 2) as tf.Tensor2D;
        const center = tensorOf([5], 15) as tf.Tensor1D;
        const c = Array.from(center.dataSync());
        const [directions, prototypes] = [rowsOf(y), rowsOf(w)];
        const raw = prototypes.map(
          (prototype) => directions.reduce((sum, d) => sum + dot(d, prototype), 0) / 6,
        );
        const tau = 0.04;
        const logits = prototypeLogits(y, w, tau, { normalization: 'none' });
        const scaled = updateLogitCenter(center, logits, 0.9, { tau });
        expectNear(
          scaled,
          raw.map((mean, k) => 0.9 * c[k] + 0.1 * mean),
          2 ** -20,
        );
        expectNear(
          updateLogitCenter(center, logits, 0.9),
          raw.map((mean, k) => 0.9 * c[k] + (0.1 * mean) / tau),
          2 ** -18,
        );
        // DINO's targets: softmax((⟨w,y⟩ - c)/τ) with the center from before this batch.
        const want = directions.flatMap((d) =>
          logSoftmaxOf(prototypes.map((prototype, k) => (dot(d, prototype) - c[k]) / tau)).map(Math.exp),
        );
        expectNear(teacherProbabilities(logits, center, { tau }), want, 2 ** -14);
      });
    });
  });

  describe('updateProbabilityCenter', () => {
    const eq9 = (rows: number[][], center: number[], m: number): number[] => {
      const logs = rows.map(logSoftmaxOf);
      return center.map(
        (c, k) => m * c + (1 - m) * (logSumExp(logs.map((row) => row[k])) - Math.log(rows.length)),
      );
    };

    it('is Eq. 9', () => {
      tf.tidy(() => {
        const logits = tensorOf([6, 5], 16, 10) as tf.Tensor2D;
        const center = tensorOf([5], 17) as tf.Tensor1D;
        const want = eq9(rowsOf(logits), Array.from(center.dataSync()), 0.9);
        expectNear(updateProbabilityCenter(center, logits, 0.9), want, 2 ** -18);
        expectNear(updateProbabilityCenter(center, logits, 1), Array.from(center.dataSync()), 0);
      });
    });

    it('stays finite at κ = 500, where probabilities leave float32', () => {
      tf.tidy(() => {
        const y = unitRows([8, 64], 18);
        const w = tf.mul(unitRows([12, 64], 19), 20) as tf.Tensor2D;
        const poles = tf.concat([w, tf.mul(tf.neg(tf.slice(y, [0, 0], [4, 64])), 20)]) as tf.Tensor2D;
        const logits = prototypeLogits(y, poles, 0.04);
        const naive = tf.log(tf.mean(softmax(logits), 0));
        expect(Array.from(naive.dataSync()).some((c) => c === Number.NEGATIVE_INFINITY)).toBe(true);
        const center = updateProbabilityCenter(tf.zeros([16]), logits, 0);
        expect(Array.from(center.dataSync()).every(Number.isFinite)).toBe(true);
        // Logits of up to 2^10 in size carry 2^-14 each.
        expectNear(center, eq9(rowsOf(logits), Array(16).fill(0), 0), 2 ** -12);
        const targets = teacherProbabilities(logits, center);
        expect(Array.from(targets.dataSync()).every(Number.isFinite)).toBe(true);
      });
    });

    it('takes κ = 0 rows: uniform logits give log(1/K)', () => {
      tf.tidy(() => {
        const logits = prototypeLogits(unitRows([4, 8], 20), tf.zeros([5, 8]), 0.04);
        expectNear(updateProbabilityCenter(tf.zeros([5]), logits, 0), Array(5).fill(-Math.log(5)), 2 ** -22);
      });
    });

    it('names what is wrong, as updateLogitCenter does', () => {
      tf.tidy(() => {
        const logits = tf.ones([2, 3]) as tf.Tensor2D;
        for (const update of [updateProbabilityCenter, updateLogitCenter]) {
          expect(() => update(tf.zeros([4]), logits, 0.9)).toThrow(
            new TypeError(`${update.name}: center must have shape [3], got [4]`),
          );
          expect(() => update(tf.zeros([3]), logits, 1.1)).toThrow(
            new RangeError(`${update.name}: momentum must be in [0, 1], got 1.1`),
          );
          expect(() => update(tf.zeros([3]), logits, '1' as unknown as number)).toThrow(TypeError);
          expect(() => update(tf.zeros([3]), tf.ones([3]) as unknown as tf.Tensor2D, 0.9)).toThrow(
            /\[B, K\]/,
          );
        }
      });
    });
  });

  describe('crossEntropy', () => {
    it.each([
      [2, 2, 3],
      [2, 5, 3],
      [1, 2, 4],
      [3, 4, 1],
    ])(
      '%d global of %d views, batch %d: agrees with a loop and with differences',
      (globalViews, views, batch) => {
        tf.tidy(() => {
          const prototypes = 6;
          const targets = softmax(tensorOf([globalViews * batch, prototypes], 21, 2) as tf.Tensor2D);
          const logits = tensorOf([views * batch, prototypes], 22, 3) as tf.Tensor2D;
          const [p, logQ] = [rowsOf(targets), rowsOf(logits).map(logSoftmaxOf)];
          let sum = 0;
          let pairs = 0;
          for (let i = 0; i < globalViews; i++) {
            for (let j = 0; j < views; j++) {
              if (i === j) continue;
              pairs++;
              for (let b = 0; b < batch; b++) sum -= dot(p[i * batch + b], logQ[j * batch + b]) / batch;
            }
          }
          expect(viewPairs(globalViews, views).length).toBe(pairs);
          const loss = (l: tf.Tensor): tf.Tensor =>
            crossEntropy(targets, studentLogProbabilities(l as tf.Tensor2D), { globalViews });
          expect(loss(logits).shape).toEqual([]);
          expectNear(loss(logits), [sum / pairs], 2 ** -20);
          expectGradients(loss, [logits], 8);
        });
      },
    );

    it('does not differentiate the teacher', () => {
      tf.tidy(() => {
        const f = (l: tf.Tensor): tf.Tensor =>
          crossEntropy(softmax(l as tf.Tensor2D), studentLogProbabilities(tf.ones([4, 3]) as tf.Tensor2D));
        expect(() => tf.grad(f)(tf.ones([4, 3]))).toThrow(
          /Cannot compute gradient of y=f\(x\) with respect to x/,
        );
      });
    });

    it('has two global views by default', () => {
      tf.tidy(() => {
        const targets = softmax(tensorOf([4, 3], 23) as tf.Tensor2D);
        const student = studentLogProbabilities(tensorOf([6, 3], 24) as tf.Tensor2D);
        expect(crossEntropy(targets, student).dataSync()).toEqual(
          crossEntropy(targets, student, { globalViews: 2 }).dataSync(),
        );
      });
    });

    it('names what is wrong', () => {
      tf.tidy(() => {
        const targets = tf.ones([4, 3]) as tf.Tensor2D;
        const student = (rows: number, width = 3): tf.Tensor2D => tf.ones([rows, width]) as tf.Tensor2D;
        expect(() => crossEntropy(targets, student(6, 4))).toThrow(
          new TypeError('crossEntropy: studentLogProbabilities must have shape [V·B, 3], got [6, 4]'),
        );
        expect(() => crossEntropy(targets, student(5))).toThrow(
          new TypeError(
            'crossEntropy: studentLogProbabilities must have a multiple of 2 rows (one view), got 5',
          ),
        );
        expect(() => crossEntropy(targets, student(6), { globalViews: 3 })).toThrow(
          new RangeError("crossEntropy: globalViews must divide the teacher's 4 rows, got 3"),
        );
        expect(() => crossEntropy(targets, student(2))).toThrow(RangeError);
        expect(() => crossEntropy(targets, student(4), { globalViews: 1 })).toThrow(RangeError);
      });
    });
  });

  it('one step of the objective leaves no tensor behind', () => {
    const y = unitRows([4, 16], 25);
    const w = tensorOf([6, 16], 26, 2) as tf.Tensor2D;
    const center = tf.zeros([6]) as tf.Tensor1D;
    const step = (): tf.Tensor[] => {
      const teacher = prototypeLogits(y, w, 0.04);
      const targets = teacherProbabilities(teacher, center);
      const next = updateLogitCenter(updateProbabilityCenter(center, teacher, 0.9), teacher, 0.9, {
        tau: 0.04,
      });
      const { value, grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) =>
        crossEntropy(
          targets,
          studentLogProbabilities(prototypeLogits(a as tf.Tensor2D, b as tf.Tensor2D, 0.1)),
        ),
      )([y, w]);
      return [next, value, ...grads];
    };
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) {
      const kept = tf.tidy(step);
      expect(tf.memory().numTensors).toBe(before + 4);
      tf.dispose(kept);
    }
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([y, w, center]);
  });

  it('functions called outside tf.tidy leave only their result', () => {
    const logits = tensorOf([4, 6], 27) as tf.Tensor2D;
    const w = tensorOf([3, 6], 28) as tf.Tensor2D;
    const center = tf.zeros([6]) as tf.Tensor1D;
    const calls: (() => tf.Tensor)[] = [
      () => teacherProbabilities(logits, center, { tau: 0.5 }),
      () => studentLogProbabilities(logits),
      () => updateLogitCenter(center, logits, 0.9),
      () => updateProbabilityCenter(center, logits, 0.9),
      () => crossEntropy(logits, logits),
      () => prototypeLogits(logits, w, 0.1, { normalization: 'none' }),
    ];
    for (const call of calls) {
      const before = tf.memory().numTensors;
      const result = call();
      expect(tf.memory().numTensors - before, String(call)).toBe(1);
      result.dispose();
    }
    tf.dispose([logits, w, center]);
  });
});

describe('viewPairs', () => {
  it('lists teacher and student views', () => {
    expect(viewPairs(2, 3)).toEqual([
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 2],
    ]);
    expect(viewPairs(2, 10)).toHaveLength(18);
    expect(viewPairs(1, 2)).toEqual([[0, 1]]);
  });

  it('names counts that leave no pair', () => {
    expect(() => viewPairs(0, 2)).toThrow(
      new RangeError('viewPairs: globalViews must be an integer of 1 or more, got 0'),
    );
    expect(() => viewPairs(1, 1)).toThrow(
      new RangeError('viewPairs: views must be an integer of 2 or more, got 1'),
    );
    expect(() => viewPairs(3, 2)).toThrow(RangeError);
  });
});
