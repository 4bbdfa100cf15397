import { PURPOSE, Random } from '../../random.ts';
import { type Accuracy, accuracy } from '../accuracy.ts';
import type { Features } from '../knn.ts';
import { pickedRows } from '../pickedRows.ts';
import type { Tick } from '../Task.ts';
import { type LinearClassifier, logisticFits } from './logisticRegression.ts';
import { predictedClasses } from './predictedClasses.ts';

/**
 * How well logistic regression does on rows it was not fitted to: for each weight decay (increasing), the accuracy
 * on each fold by a fit to the others. Within a fold the decays are taken from the largest down, each fit
 * started from the one before. Folds hold equal shares of every class, drawn by the seed.
 */
export async function crossValidation(
  rows: Features,
  classes: number,
  options: {
    readonly weightDecays: readonly number[];
    readonly folds: number;
    readonly seed: number;
    readonly tick?: Tick;
  },
): Promise<Accuracy[][]> {
  const { weightDecays, folds, seed, tick } = options;
  const foldOf = stratified(rows.labels, classes, folds, seed);
  const found: Accuracy[][] = weightDecays.map(() => []);
  const numbers = [...rows.labels.keys()];
  for (let fold = 0; fold < folds; fold++) {
    const fitted = pickedRows(
      rows,
      numbers.filter((row) => foldOf[row] !== fold),
    );
    const held = pickedRows(
      rows,
      numbers.filter((row) => foldOf[row] === fold),
    );
    const fit = logisticFits(fitted, classes, true);
    let start: LinearClassifier | undefined;
    for (let i = weightDecays.length - 1; i >= 0; i--) {
      await tick?.((fold + 1) * weightDecays.length - i - 1);
      const penalty = (weightDecays[i] as number) / fitted.labels.length;
      const { classifier } = await fit({ penalty, start });
      found[i]?.push(accuracy(predictedClasses(classifier, held), held.labels));
      start = classifier;
    }
  }
  return found;
}

/** The fold of each row: the rows of a class in random order, dealt out in turn, going on where the last class ended. */
function stratified(labels: Int32Array, classes: number, folds: number, seed: number): Int32Array {
  const out = new Int32Array(labels.length);
  let next = 0;
  for (let label = 0; label < classes; label++) {
    const own = [...labels.keys()].filter((row) => labels[row] === label);
    for (const i of Random.keyed(seed, PURPOSE.folds, label).permutation(own.length)) {
      out[own[i] as number] = next++ % folds;
    }
  }
  return out;
}
