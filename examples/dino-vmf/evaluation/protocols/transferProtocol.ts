import { type Accuracy, accuracy } from '../accuracy.ts';
import { percent } from '../evaluation.ts';
import { crossValidation } from '../logistic/crossValidation.ts';
import { logisticRegression } from '../logistic/logisticRegression.ts';
import { predictedClasses } from '../logistic/predictedClasses.ts';
import type { Protocol } from '../Protocol.ts';

/** 45 weight decays, evenly spaced in the logarithm from 10^-6 to 10^5. */
export const WEIGHT_DECAYS: readonly number[] = Array.from(
  { length: 45 },
  (_, i) => 10 ** (-6 + (11 * i) / 44),
);

/**
 * Linear transfer as in Ericsson et al. (2021), with the cross-validation of the paper (A.6.3): multinomial
 * logistic regression on frozen [CLS] features, its L2 penalty chosen among 45 values by 5-fold cross-validation
 * within the training images, then fitted again to all of them and measured once on the test images.
 *
 *   min over W, b of   Σ_i -log softmax(Wᵀ x_i + b)_{y_i} + decay/2 ‖W‖²,   decay in 10^-6 ... 10^5
 *
 * L-BFGS with scikit-learn's rules for stopping, each decay started from the solution of the next larger one. The
 * folds hold the same share of every class. Of equally good decays the largest is taken. Mean accuracy per class,
 * the measure of Aircraft, Caltech, Flowers and Pets, is reported too; `--metric` says which one chooses. Differences:
 * the public code of Ericsson et al. chooses on one held-out split of a fifth. Raw pixels are those of the image at 16
 * a side at most.
 */
export const transferProtocol: Protocol = {
  name: 'transfer',
  title: 'Linear transfer: logistic regression, penalty by cross-validation',
  kinds: ['cls', 'raw'],
  pixels: true,
  settings: ({ metric, folds, seed }) => ({
    ...{ metric, folds, seed, weightDecays: WEIGHT_DECAYS },
    features: '[CLS] after the last norm',
  }),
  async run({ settings, features, task, dataset }, subject) {
    const images = await dataset();
    const classes = images.train.classNames.length;
    const kind = subject.parameters === null ? 'raw' : 'cls';
    const { train, test } = await features.of(subject, images, kind);
    const { metric, folds, seed } = settings;
    const validated = await task.run(
      `transfer, ${subject.name}: ${folds} folds`,
      folds * WEIGHT_DECAYS.length,
      (tick) => crossValidation(train, classes, { weightDecays: WEIGHT_DECAYS, folds, seed, tick }),
    );
    const scores = validated.map((byFold) => mean(byFold.map((fold) => fold[metric])));
    const best = scores.lastIndexOf(Math.max(...scores));
    const weightDecay = WEIGHT_DECAYS[best] as number;
    const { classifier, minimum } = await logisticRegression(train, classes, {
      penalty: weightDecay / train.labels.length,
      intercept: true,
    });
    const measured: Accuracy = accuracy(predictedClasses(classifier, test), test.labels);
    const { iterations, converged } = minimum;
    return {
      rows: [
        {
          network: subject.name,
          'weight decay': weightDecay.toPrecision(3),
          [`${folds}-fold`]: percent(scores[best] as number),
          'test top-1': percent(measured.top1),
          'test mean per class': percent(measured.meanPerClass),
        },
      ],
      results: {
        ...{ weightDecay, ...measured, iterations, converged },
        validation: WEIGHT_DECAYS.map((decay, i) => ({ weightDecay: decay, score: scores[i] })),
      },
    };
  },
};

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
