import { tf } from '../../engine.ts';
import { percent } from '../evaluation.ts';
import { knnAccuracies } from '../knn.ts';
import type { Protocol } from '../Protocol.ts';

/**
 * Weighted nearest neighbours (Wu et al., 2018; DINO): the training images vote on each test image.
 *
 * [CLS] after the last norm, unit length; the k training images of largest cosine vote exp(cos/0.07) for their
 * class. k is swept over 10, 20, 100 and 200 as in DINO; the paper finds 10 to be best. A k above the number of
 * training images is cut to it. Difference: the test images need not be a multiple of 100.
 */
export const knnProtocol: Protocol = {
  name: 'knn',
  title: 'Weighted kNN, accuracy by the number of neighbours',
  kinds: ['cls'],
  pixels: true,
  settings: ({ neighbours }) => ({ neighbours, temperature: 0.07, features: '[CLS] after the last norm' }),
  async run({ settings, features, task, dataset }, subject) {
    const images = await dataset();
    const { train, test } = await features.of(subject, images, 'cls');
    const classes = images.train.classNames.length;
    const { neighbours } = settings;
    const accuracies = await task.run(`kNN, ${subject.name}`, test.labels.length, (tick) =>
      knnAccuracies(tf, train, test, classes, neighbours, tick),
    );
    const columns = neighbours.map((k, i) => [`k = ${k}`, percent(accuracies[i] as number)]);
    return {
      rows: [{ network: subject.name, ...Object.fromEntries(columns) }],
      results: neighbours.map((k, i) => ({ neighbours: k, accuracy: accuracies[i] })),
    };
  },
};
