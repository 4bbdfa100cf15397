import type { Features } from '../knn.ts';
import { type LbfgsOptions, lbfgs, type Minimum } from './lbfgs.ts';
import { logisticObjective } from './logisticObjective.ts';
import { meanHessian } from './meanHessian.ts';
import type { Rows } from './Rows.ts';

/** A linear classifier: `weights` is [classes, dimension], `intercept` [classes]. */
export interface LinearClassifier {
  readonly dimension: number;
  readonly classes: number;
  readonly weights: Float64Array;
  readonly intercept: Float64Array;
}

export interface LogisticOptions extends LbfgsOptions {
  /** λ ≥ 0. */
  readonly penalty: number;
  /** Whether each class has an intercept, which is not penalised. */
  readonly intercept: boolean;
  /** Where to start from; all zero when not given. */
  readonly start?: LinearClassifier | undefined;
}

export interface LogisticFit {
  readonly classifier: LinearClassifier;
  readonly minimum: Minimum;
}

/**
 * Multinomial logistic regression with an L2 penalty, by L-BFGS in double precision:
 *
 *   min over W, b of   (1/n) Σ_i -log softmax(Wᵀ x_i + b)_{y_i} + λ/2 ‖W‖²
 *
 * scikit-learn's C is 1/(n λ), cyanure's lambda_1 is λ. The minimum in W is unique for λ > 0.
 */
export async function logisticRegression(
  rows: Features,
  classes: number,
  options: LogisticOptions,
): Promise<LogisticFit> {
  return await logisticFits(rows, classes, options.intercept)(options);
}

/** The same for several penalties: what does not depend on them is made once. */
export function logisticFits(
  rows: Features,
  classes: number,
  intercept: boolean,
): (options: Omit<LogisticOptions, 'intercept'>) => Promise<LogisticFit> {
  const { dimension } = rows;
  const size = dimension * classes;
  // With an intercept, taking the mean off the features changes it alone, and lets weights and intercepts go apart.
  const mean = intercept ? columnMeans(rows) : new Float64Array(dimension);
  const centred = shifted(rows, mean);
  const inverseOf = meanHessian(centred, classes);
  return async ({ penalty, start, ...options }) => {
    const x = new Float64Array(size + (intercept ? classes : 0));
    if (start) {
      x.set(start.weights);
      if (intercept) x.set(moved(start.intercept, start.weights, mean, 1), size);
    }
    const objective = logisticObjective(centred, classes, penalty, intercept);
    const minimum = await lbfgs(objective, x, { inverse: inverseOf(penalty), ...options });
    const weights = minimum.x.slice(0, size);
    const offsets = intercept
      ? moved(minimum.x.subarray(size), weights, mean, -1)
      : new Float64Array(classes);
    return { classifier: { dimension, classes, weights, intercept: offsets }, minimum };
  };
}

function columnMeans({ values, dimension, labels }: Features): Float64Array {
  const sums = new Float64Array(dimension);
  for (let i = 0; i < values.length; i++) {
    const j = i % dimension;
    sums[j] = (sums[j] as number) + (values[i] as number);
  }
  return sums.map((sum) => sum / labels.length);
}

function shifted({ values, dimension, labels }: Features, mean: Float64Array): Rows {
  const less = Float64Array.from(values, (value, i) => value - (mean[i % dimension] as number));
  return { values: less, dimension, labels };
}

/** b + sign · W mean: intercepts for features with the mean taken off, or put back. */
function moved(
  intercept: Float64Array,
  weights: Float64Array,
  mean: Float64Array,
  sign: 1 | -1,
): Float64Array {
  return intercept.map((b, c) =>
    mean.reduce((sum, m, j) => sum + sign * m * (weights[c * mean.length + j] as number), b),
  );
}
