import type { Features } from '../knn.ts';
import { type LbfgsOptions, lbfgs, type Minimum } from './lbfgs.ts';
import { logisticObjective } from './logisticObjective.ts';

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
  { penalty, intercept, start, ...options }: LogisticOptions,
): Promise<{ classifier: LinearClassifier; minimum: Minimum }> {
  const { dimension } = rows;
  const size = dimension * classes;
  const x = new Float64Array(size + (intercept ? classes : 0));
  if (start) {
    x.set(start.weights);
    if (intercept) x.set(start.intercept, size);
  }
  const minimum = await lbfgs(logisticObjective(rows, classes, penalty, intercept), x, options);
  const weights = minimum.x.subarray(0, size);
  const offsets = intercept ? minimum.x.subarray(size) : new Float64Array(classes);
  return { classifier: { dimension, classes, weights, intercept: offsets }, minimum };
}
