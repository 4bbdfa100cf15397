import type { Features } from '../knn.ts';
import type { LinearClassifier } from './logisticRegression.ts';

/** The class of the largest logit of each row; the lower class number where two are equal. */
export function predictedClasses(
  { dimension, classes, weights, intercept }: LinearClassifier,
  { values, labels }: Features,
): Int32Array {
  return labels.map((_, row) => {
    const from = row * dimension;
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) {
      let logit = intercept[c] as number;
      for (let j = 0; j < dimension; j++) {
        logit += (values[from + j] as number) * (weights[c * dimension + j] as number);
      }
      if (logit > most) [best, most] = [c, logit];
    }
    return best;
  });
}
