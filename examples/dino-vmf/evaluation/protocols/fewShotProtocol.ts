import { PURPOSE, Random } from '../../random.ts';
import { accuracy } from '../accuracy.ts';
import { centredUnitRows } from '../centredUnitRows.ts';
import { percent } from '../evaluation.ts';
import type { Features } from '../knn.ts';
import { logisticRegression } from '../logistic/logisticRegression.ts';
import { predictedClasses } from '../logistic/predictedClasses.ts';
import type { Protocol } from '../Protocol.ts';
import { pickedRows } from '../pickedRows.ts';

const SPLITS = 3;

/**
 * Few-shot classification as in MSN (Assran et al., 2022), read in its public evaluation: 1, 2 and 5 images per
 * class, and 1 % of each class (at least one), each in three splits drawn from the training images.
 *
 * [CLS] of the last block before the last norm; the mean of each row's entries is taken off it, then it is scaled
 * to unit length. Multinomial logistic regression without intercept,
 *
 *   min over W of   (1/n) Σ_i -log softmax(Wᵀ x_i)_{y_i} + (λ/n)/2 ‖W‖²,   λ = 0.075 as in the paper.
 *
 * Reported: mean and standard deviation (n - 1) of the accuracy on all test images. Differences: the minimum is
 * found by L-BFGS to a gradient of 1e-6 (MSN stops cyanure at a duality gap of 1e-3); MSN's 1 % is one published list.
 * Raw pixels are those of the image at 16 a side at most.
 */
export const fewShotProtocol: Protocol = {
  name: 'few-shot',
  title: 'Few-shot accuracy by training images per class (mean ± sd of three splits)',
  kinds: ['raw'],
  pixels: true,
  settings: ({ penalty, seed }) => ({
    penalty,
    seed,
    splits: SPLITS,
    features: '[CLS] before the last norm',
  }),
  async run({ settings, features, task, dataset }, subject) {
    const images = await dataset();
    const classes = images.train.classNames.length;
    const found = await features.of(subject, images, 'raw');
    const [train, test] = [centredUnitRows(found.train), centredUnitRows(found.test)];
    const shares = [1, 2, 5, 0.01];
    const results = await task.run(`few-shot, ${subject.name}`, shares.length * SPLITS, async (tick) => {
      const measured = [];
      for (const [at, share] of shares.entries()) {
        const accuracies = [];
        for (let split = 0; split < SPLITS; split++) {
          await tick(at * SPLITS + split);
          const rows = pickedRows(train, fewOfEach(train, classes, share, settings.seed, split));
          const { classifier } = await logisticRegression(rows, classes, {
            penalty: settings.penalty / rows.labels.length,
            intercept: false,
            gradientTolerance: 1e-6,
          });
          accuracies.push(accuracy(predictedClasses(classifier, test), test.labels).top1);
        }
        measured.push({ images: nameOf(share), accuracies, ...meanAndDeviation(accuracies) });
      }
      return measured;
    });
    const cells = results.map(({ images: name, mean, deviation }) => [
      name,
      `${percent(mean)} ± ${(100 * deviation).toFixed(1)}`,
    ]);
    return { rows: [{ network: subject.name, ...Object.fromEntries(cells) }], results };
  },
};

const nameOf = (share: number) => (share < 1 ? `${100 * share} %` : `${share} per class`);

/** The rows of a split: so many of each class, or that share of it where it is below 1. */
function fewOfEach(
  { labels }: Features,
  classes: number,
  share: number,
  seed: number,
  split: number,
): number[] {
  return Array.from({ length: classes }, (_, label) => {
    const own = [...labels.keys()].filter((row) => labels[row] === label);
    const count = share < 1 ? Math.max(1, Math.round(share * own.length)) : share;
    const order = Random.keyed(seed, PURPOSE.fewShot, split, label).permutation(own.length);
    return Array.from(order.subarray(0, count), (i) => own[i] as number);
  }).flat();
}

function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
