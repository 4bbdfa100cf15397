import { tf } from '../../engine.ts';
import { PURPOSE, Random } from '../../random.ts';
import { accuracy } from '../accuracy.ts';
import { augmentedBatch } from '../augmentedBatch.ts';
import type { EvaluateSettings } from '../evaluateSettings.ts';
import { percent } from '../evaluation.ts';
import { LinearProbe } from '../LinearProbe.ts';
import type { Context, Protocol, Subject } from '../Protocol.ts';
import { shuffledBatches } from '../shuffledBatches.ts';
import { dimensionOf, type FeatureKind, tokenFeatures } from '../tokenFeatures.ts';

const KINDS = ['cls', 'last4', 'clsAndPatches'] as const;
const NAMES: Partial<Record<FeatureKind, string>> = {
  cls: '[CLS]',
  last4: '[CLS] of the last 4 blocks',
  clsAndPatches: '[CLS] and mean patch',
};

interface Probe {
  readonly kind: FeatureKind;
  readonly learningRate: number;
  readonly probe: LinearProbe;
  /** Test accuracy after each pass. */
  readonly accuracies: number[];
}

/**
 * The linear probe of DINO: a linear classifier on frozen features, trained by SGD with momentum 0.9 and no weight
 * decay for 100 passes over random resized crops (0.08 to 1 of the area) and flips, measured on whole images.
 *
 * Learning rate 0.001 · batch/256, falling to 0 by a cosine from pass to pass; weights N(0, 0.01), biases 0. Three kinds
 * of features: [CLS] alone (the paper's [C]); [CLS] of the last four blocks (DINO's for ViT-S) and [CLS] with the
 * mean patch token (DINO's for ViT-B), each after the last norm (the paper's [D]). All kinds and learning rates are
 * trained side by side on the same views. Reported: accuracy after the last pass, and the best of all passes, which
 * is what DINO reports and which the test images have chosen. Differences: the batch is 128 instead of 1024, and two
 * larger rates are tried beside 0.001, which is too small for sets of a few thousand images.
 */
export const linearProtocol: Protocol = {
  name: 'linear',
  title: 'Linear probe: accuracy after the last pass, and the best of all passes',
  kinds: KINDS,
  pixels: false,
  settings: (settings) => ({ ...recipe(settings), seed: settings.seed, momentum: 0.9, weightDecay: 0 }),
  async run(context, subject) {
    const { task, settings } = context;
    const images = await context.dataset();
    const classes = images.train.classNames.length;
    const { epochs, learningRates } = recipe(settings);
    const random = Random.keyed(settings.seed, PURPOSE.evaluationWeights);
    const probes: Probe[] = KINDS.flatMap((kind) =>
      learningRates.map((learningRate) => ({
        ...{ kind, learningRate, accuracies: [] },
        probe: new LinearProbe(dimensionOf(kind, context.vit), classes, random),
      })),
    );
    try {
      await context.features.of(subject, images, 'cls');
      await task.run(`linear probes, ${subject.name}`, epochs * images.train.count, async (tick) => {
        for (let epoch = 0; epoch < epochs; epoch++) {
          await onePass(context, subject, probes, epoch, (done) => tick(epoch * images.train.count + done));
          for (const { probe, kind, accuracies } of probes) {
            const { test } = await context.features.of(subject, images, kind);
            accuracies.push(accuracy(await probe.predicted(test), test.labels).top1);
          }
        }
      });
    } finally {
      for (const { probe } of probes) probe.dispose();
    }
    const measured = probes.map(({ kind, learningRate, accuracies }) => {
      const best = Math.max(...accuracies);
      const last = accuracies.at(-1) as number;
      return { features: kind, learningRate, last, best, bestPass: accuracies.indexOf(best) + 1, accuracies };
    });
    return {
      rows: measured.map(({ features, learningRate, last, best, bestPass }) => ({
        network: subject.name,
        features: NAMES[features] as string,
        'learning rate': `${learningRate}`,
        last: percent(last),
        best: percent(best),
        'in pass': `${bestPass}`,
      })),
      results: measured,
    };
  },
};

function recipe({ epochs, batchSize, learningRates }: EvaluateSettings) {
  return {
    epochs: epochs ?? 100,
    batchSize: batchSize ?? 128,
    learningRates: learningRates ?? [0.001, 0.01, 0.1],
  };
}

async function onePass(
  { vit, statistics, settings, dataset }: Context,
  { parameters }: Subject,
  probes: readonly Probe[],
  epoch: number,
  tick: (done: number) => Promise<void>,
): Promise<void> {
  if (parameters === null) throw new Error('linear: raw pixels have no blocks');
  const { train } = await dataset();
  const { epochs, batchSize } = recipe(settings);
  const size = vit.imageSize;
  const cosine = 0.5 * (1 + Math.cos((Math.PI * epoch) / epochs));
  let done = 0;
  for (const indices of shuffledBatches(train.count, batchSize, settings.seed, epoch)) {
    await tick(done);
    done += indices.length;
    const batch = await augmentedBatch(train, indices, size, 0.08, statistics, [settings.seed, epoch]);
    const channels = batch.length / (indices.length * size * size);
    const labels = indices.map((i) => train.labels[i] as number);
    const made = tf.tidy(() => ({
      ...tokenFeatures(parameters, vit, tf.tensor4d(batch, [indices.length, size, size, channels]), KINDS),
      oneHot: tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), train.classNames.length), 'float32'),
    })) as Record<FeatureKind | 'oneHot', tf.Tensor2D>;
    for (const { probe, kind, learningRate } of probes) {
      probe.step(made[kind], made.oneHot, learningRate * (batchSize / 256) * cosine);
    }
    tf.dispose(made);
  }
}
