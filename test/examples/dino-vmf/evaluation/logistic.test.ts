import { describe, expect, it } from 'vitest';
import type { Features } from '../../../../examples/dino-vmf/evaluation/knn.ts';
import { crossValidation } from '../../../../examples/dino-vmf/evaluation/logistic/crossValidation.ts';
import { lbfgs } from '../../../../examples/dino-vmf/evaluation/logistic/lbfgs.ts';
import { logisticObjective } from '../../../../examples/dino-vmf/evaluation/logistic/logisticObjective.ts';
import { logisticRegression } from '../../../../examples/dino-vmf/evaluation/logistic/logisticRegression.ts';
import { predictedClasses } from '../../../../examples/dino-vmf/evaluation/logistic/predictedClasses.ts';
import { strongWolfe } from '../../../../examples/dino-vmf/evaluation/logistic/strongWolfe.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';
import { readTable } from '../../../support/table.ts';

describe('L-BFGS', () => {
  it('finds the minimum of a quadratic of condition 1000 to the size that its gradient allows', async () => {
    const scale = Float64Array.from({ length: 20 }, (_, i) => 10 ** ((3 * i) / 19));
    const goal = Float64Array.from({ length: 20 }, (_, i) => Math.sin(i + 1));
    const { x, gradient, converged } = await lbfgs(
      async (at) => {
        const step = at.map((xi, i) => xi - goal[i]);
        const slopes = step.map((d, i) => d * scale[i]);
        return { value: step.reduce((sum, d, i) => sum + (d * slopes[i]) / 2, 0), gradient: slopes };
      },
      new Float64Array(20),
      { gradientTolerance: 1e-9, valueTolerance: 0 },
    );
    expect(converged).toBe(true);
    // |x - goal| = |gradient| / scale, and scale is 1 or more.
    x.forEach((xi, i) => {
      expect(Math.abs(xi - goal[i])).toBeLessThanOrEqual(1e-9);
    });
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThanOrEqual(1e-9);
  });

  it("goes through Rosenbrock's valley to (1, 1)", async () => {
    const { x, iterations, converged } = await lbfgs(
      async ([a, b]) => ({
        value: (1 - a) ** 2 + 100 * (b - a * a) ** 2,
        gradient: Float64Array.of(-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)),
      }),
      Float64Array.of(-1.2, 1),
      { gradientTolerance: 1e-8, valueTolerance: 0 },
    );
    expect(converged).toBe(true);
    expect(iterations).toBeLessThan(100);
    // The Hessian at (1, 1) has the smallest eigenvalue 0.399.
    for (const xi of x) expect(Math.abs(xi - 1)).toBeLessThan((2 * 1e-8) / 0.399);
  });

  it('says when the iterations ran out, and stops at once at a minimum', async () => {
    const square = async (x: Float64Array) => ({
      value: (x[0] - 3) ** 4,
      gradient: Float64Array.of(4 * (x[0] - 3) ** 3),
    });
    const cut = await lbfgs(square, Float64Array.of(0), { maxIterations: 2, gradientTolerance: 1e-12 });
    expect([cut.converged, cut.iterations]).toEqual([false, 2]);
    const there = await lbfgs(square, Float64Array.of(3));
    expect([there.converged, there.iterations, there.evaluations]).toEqual([true, 0, 1]);
  });

  it('line search: strong Wolfe conditions hold, from first steps far too short and far too long', async () => {
    const phi = (t: number) => Math.cos(t) + 0.1 * (t - 3) ** 2;
    const slope = (t: number) => -Math.sin(t) + 0.2 * (t - 3);
    const start = { step: 0, value: phi(0.1), slope: slope(0.1) };
    for (const first of [1e-6, 0.01, 1, 3, 50, 1e4]) {
      const found = await strongWolfe(start, first, async (step) => ({
        step,
        value: phi(0.1 + step),
        slope: slope(0.1 + step),
      }));
      expect(found, `${first}`).not.toBeNull();
      const { step, value, slope: there } = found as NonNullable<typeof found>;
      expect(value).toBeLessThanOrEqual(start.value + 1e-4 * step * start.slope);
      expect(Math.abs(there)).toBeLessThanOrEqual(0.9 * Math.abs(start.slope));
    }
  });
});

describe('logistic regression', () => {
  const table = readTable('logisticRegression');
  const labels = Int32Array.from(
    table.filter((row) => row.of === 'label'),
    (row) => Number(row.value),
  );
  const values = Float32Array.from(
    table.filter((row) => row.of === 'x'),
    (row) => Number(row.value),
  );
  const rows: Features = { values, dimension: values.length / labels.length, labels };

  for (const decay of [0.01, 1, 100]) {
    for (const intercept of [true, false]) {
      it(`is scikit-learn's, weight decay ${decay}, ${intercept ? 'with' : 'without'} intercept`, async () => {
        const answers = table.filter(
          (row) => Number(row.decay) === decay && row.intercept === (intercept ? 'yes' : 'no'),
        );
        const penalty = decay / labels.length;
        const { classifier, minimum } = await logisticRegression(rows, 3, {
          ...{ penalty, intercept, gradientTolerance: 1e-8, valueTolerance: 0 },
        });
        const value = Number(answers.find((row) => row.of === 'value')?.value);
        expect(Math.abs(minimum.value * labels.length - value)).toBeLessThan(1e-11 * value);
        // Rounding of the value hides the way down from gradients of about 1e-8 on.
        const slope = Math.hypot(...minimum.gradient);
        expect(slope).toBeLessThan(1e-7);
        // The sum is strongly convex in W: ‖W - W*‖ ≤ ‖gradient‖/λ, ours and the table's (5.3e-15 of the sum).
        const bound = slope / penalty + (Math.sqrt(18) * 5.3e-15) / decay + 1e-13;
        const got = answers.filter((row) => row.of === 'weight');
        expect(got).toHaveLength(15);
        for (const row of got) {
          const weight = classifier.weights[Number(row.i) * rows.dimension + Number(row.j)];
          expect(Math.abs(weight - Number(row.value))).toBeLessThan(bound);
        }
        const mean = classifier.intercept.reduce((a, b) => a + b, 0) / 3;
        for (const row of answers.filter((answer) => answer.of === 'intercept')) {
          expect(Math.abs(classifier.intercept[Number(row.i)] - mean - Number(row.value))).toBeLessThan(
            10 * bound,
          );
        }
      });
    }
  }

  it('features far from 0 and of unlike size cost no more iterations, and end at the same kind of minimum', async () => {
    const random = Random.keyed(9);
    const [count, dimension, classes] = [120, 6, 3];
    const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
    const plain = Float64Array.from(
      { length: count * dimension },
      (_, at) => random.normal() + (at % dimension === labels[Math.floor(at / dimension)] ? 1 : 0),
    );
    const far = plain.map((x, at) => 50 + x * 10 ** ((at % dimension) - 3));
    const fits = [];
    for (const values of [plain, far]) {
      const options = { penalty: 1e-6, intercept: true, gradientTolerance: 1e-7, valueTolerance: 0 };
      fits.push(
        await logisticRegression({ values: Float32Array.from(values), dimension, labels }, classes, options),
      );
    }
    const [near, { classifier, minimum }] = fits;
    expect(minimum.converged).toBe(true);
    expect(minimum.iterations).toBeLessThan(2 * near.minimum.iterations);
    // At the answer the gradient of the objective itself, in the features as they were given, is small as well:
    // the part in the intercepts, times features of 50, is what moves it.
    const values = Float64Array.from(Float32Array.from(far));
    const objective = logisticObjective({ values, dimension, labels }, classes, 1e-6, true);
    const { gradient } = await objective(Float64Array.of(...classifier.weights, ...classifier.intercept));
    for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(51 * 1e-7 + 1e-9);
  });

  it('predicts the class of the largest logit', () => {
    const classifier = {
      ...{ dimension: 2, classes: 3 },
      weights: Float64Array.of(1, 0, 0, 1, -1, -1),
      intercept: Float64Array.of(0, 0, 0.5),
    };
    const points = [2, 1, 1, 2, -1, -1, 0, 0, 1, 1];
    const rows = { values: Float32Array.from(points), dimension: 2, labels: new Int32Array(5) };
    expect([...predictedClasses(classifier, rows)]).toEqual([0, 1, 2, 2, 0]);
  });

  it('cross-validation takes little decay where classes are far apart, and chance where labels are noise', async () => {
    const random = Random.keyed(5);
    const count = 60;
    const labels = Int32Array.from({ length: count }, (_, i) => i % 3);
    const far = Float32Array.from(
      { length: 3 * count },
      (_, at) => (at % 3 === labels[Math.floor(at / 3)] ? 5 : 0) + random.normal(),
    );
    const noise = Float32Array.from({ length: 3 * count }, () => random.normal());
    const options = { weightDecays: [1e-3, 1, 1e6], folds: 5, seed: 0 };
    const meanOf = (folds: readonly { top1: number }[]) =>
      folds.reduce((sum, fold) => sum + fold.top1, 0) / folds.length;
    const good = await crossValidation({ values: far, dimension: 3, labels }, 3, options);
    expect(good.map((folds) => folds.length)).toEqual([5, 5, 5]);
    expect(meanOf(good[0])).toBeGreaterThan(0.97);
    const bad = await crossValidation({ values: noise, dimension: 3, labels }, 3, options);
    // 60 rows at 1/3: four standard deviations are 0.24.
    for (const folds of bad) expect(Math.abs(meanOf(folds) - 1 / 3)).toBeLessThan(0.25);
  });
});
