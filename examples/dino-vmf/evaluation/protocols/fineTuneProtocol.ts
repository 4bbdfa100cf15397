import { tf } from '../../engine.ts';
import type { Dataset } from '../../images/ImageSet.ts';
import { plainBatch } from '../../images/views.ts';
import { PURPOSE, Random } from '../../random.ts';
import { initialState } from '../../training/trainStep.ts';
import { UserError } from '../../UserError.ts';
import { type Accuracy, accuracy } from '../accuracy.ts';
import { augmentedBatch } from '../augmentedBatch.ts';
import type { EvaluateSettings } from '../evaluateSettings.ts';
import { percent } from '../evaluation.ts';
import { FineTuner } from '../fineTuning/FineTuner.ts';
import { mixedBatch } from '../fineTuning/mixedBatch.ts';
import type { Context, Protocol, Subject } from '../Protocol.ts';
import { shuffledBatches } from '../shuffledBatches.ts';

const IMAGES_AT_ONCE = 128;
const SMALLEST_RATE = 1e-6;

interface Pass extends Accuracy {
  readonly loss: number;
}

/**
 * Fine-tuning: the backbone and a linear classifier on its normed [CLS], trained together on cross-entropy, from the
 * weights of the run and, with `--from scratch`, from the weights drawn from the run's seed, all else equal.
 *
 * AdamW, learning rate linear from 0 over the warm-up and then by a cosine to 1e-6, step by step; label smoothing; views:
 * random resized crop (0.08 to 1 of the area) and flip; mixup and cutmix on request; measured on whole images
 * after each pass. The defaults are small: 30 passes, batch 64, rate 0.001, decay 0.05, smoothing 0.1.
 *
 * The paper's recipes: on ImageNet BEiT's, 200 (ViT-S) or 100 (ViT-B) passes, the best of rates 0.0008 to 0.002,
 * `--layer-decay 0.65`; on small sets DeiT's, 1000 passes at 7.5e-6, `--batch-size 768 --weight-decay 0.05
 * --warmup-epochs 5 --mixup 0.8 --cutmix 1 --smoothing 0.1`. Differences: no RandAugment, repeated augmentation or
 * random erasing, no drop path; rates are not scaled by the batch.
 */
export const fineTuneProtocol: Protocol = {
  name: 'fine-tune',
  title: 'Fine-tuning: test accuracy after the last pass, and the best of all passes',
  kinds: [],
  pixels: false,
  settings: (settings) => {
    const { seed, weightDecay, layerDecay, smoothing, mixup, cutmix } = settings;
    return { ...recipe(settings), seed, weightDecay, layerDecay, smoothing, mixup, cutmix };
  },
  async run(context, subject) {
    const images = await context.dataset();
    const measured: { start: string; passes: Pass[] }[] = [];
    for (const from of context.settings.from) {
      const start = from === 'run' ? subject.name : 'scratch';
      const drawn = from === 'run' ? null : initialState(context.config);
      const parameters = drawn?.teacher ?? subject.parameters;
      measured.push({
        start,
        passes: await fineTuned(context, { name: subject.name, parameters }, start, images),
      });
    }
    return {
      rows: measured.map(({ start, passes }) => {
        const [best, at] = bestOf(passes);
        const last = passes.at(-1) as Pass;
        return {
          start,
          last: percent(last.top1),
          'last, mean per class': percent(last.meanPerClass),
          best: percent(best),
          'in pass': `${at + 1}`,
          'training loss': last.loss.toFixed(3),
        };
      }),
      results: measured.map(({ start, passes }) => {
        const [best, at] = bestOf(passes);
        return { start, ...passes.at(-1), best, bestPass: at + 1, passes };
      }),
    };
  },
};

function bestOf(passes: readonly Pass[]): [number, number] {
  const best = Math.max(...passes.map(({ top1 }) => top1));
  return [best, passes.findIndex(({ top1 }) => top1 === best)];
}

function recipe({ epochs, batchSize, learningRates, warmupEpochs }: EvaluateSettings) {
  const passes = epochs ?? 30;
  return {
    epochs: passes,
    batchSize: batchSize ?? 64,
    learningRate: learningRates?.[0] ?? 0.001,
    warmupEpochs: Math.min(warmupEpochs ?? passes / 6, passes / 2),
  };
}

/** Linear from 0, then a cosine; `step` counts passes, with fractions. */
function rateAt(step: number, { epochs, learningRate, warmupEpochs }: ReturnType<typeof recipe>): number {
  if (step < warmupEpochs) return (learningRate * step) / warmupEpochs;
  const share = (step - warmupEpochs) / (epochs - warmupEpochs);
  return SMALLEST_RATE + 0.5 * Math.max(0, learningRate - SMALLEST_RATE) * (1 + Math.cos(Math.PI * share));
}

async function fineTuned(
  { settings, vit, statistics, task }: Context,
  { parameters }: Subject,
  start: string,
  { train, test }: Dataset,
): Promise<Pass[]> {
  if (parameters === null) throw new Error('fine-tune: raw pixels have no weights');
  const { seed } = settings;
  const { epochs, batchSize, ...rates } = recipe(settings);
  const classes = train.classNames.length;
  const size = vit.imageSize;
  const tensor = (batch: Float32Array, count: number) =>
    tf.tensor4d(batch, [count, size, size, batch.length / (count * size * size)]);
  const tuner = new FineTuner(parameters, vit, classes, Random.keyed(seed, PURPOSE.evaluationWeights));
  try {
    return await task.run(`fine-tuning from ${start}`, epochs * train.count, async (tick) => {
      const passes: Pass[] = [];
      for (let epoch = 0; epoch < epochs; epoch++) {
        let [done, loss] = [0, 0];
        for (const [at, indices] of shuffledBatches(train.count, batchSize, seed, epoch).entries()) {
          await tick(epoch * train.count + done);
          const pixels = await augmentedBatch(train, indices, size, 0.08, statistics, [seed, epoch]);
          const labels = indices.map((i) => train.labels[i] as number);
          const random = Random.keyed(seed, PURPOSE.mixing, epoch, at);
          const shares = mixedBatch(pixels, labels, size, classes, settings, random);
          const views = tensor(pixels, indices.length);
          const targets = tf.tensor2d(shares, [indices.length, classes]);
          const learningRate = rateAt(epoch + (done + indices.length) / train.count, {
            epochs,
            batchSize,
            ...rates,
          });
          const batchLoss = await tuner.step(views, targets, { ...settings, learningRate });
          tf.dispose([views, targets]);
          if (!Number.isFinite(batchLoss)) {
            throw new UserError(
              `fine-tuning from ${start}: the loss is not finite in pass ${epoch + 1}; lower --learning-rate`,
            );
          }
          loss += batchLoss * indices.length;
          done += indices.length;
        }
        const predicted = new Int32Array(test.count);
        for (let from = 0; from < test.count; from += IMAGES_AT_ONCE) {
          const to = Math.min(test.count, from + IMAGES_AT_ONCE);
          const whole = tensor(await plainBatch(test, from, to, size, statistics), to - from);
          predicted.set(await tuner.predicted(whole), from);
          whole.dispose();
        }
        passes.push({ loss: loss / train.count, ...accuracy(predicted, test.labels) });
      }
      return passes;
    });
  } finally {
    tuner.dispose();
  }
}
