import { beforeAll, describe, expect, it } from 'vitest';
import { registerGradients } from 'von-mises-fisher/tfjs';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { centredUnitRows } from '../../../../examples/dino-vmf/evaluation/centredUnitRows.ts';
import { LinearProbe } from '../../../../examples/dino-vmf/evaluation/LinearProbe.ts';
import { pickedRows } from '../../../../examples/dino-vmf/evaluation/pickedRows.ts';
import { fewShotProtocol } from '../../../../examples/dino-vmf/evaluation/protocols/fewShotProtocol.ts';
import { fineTuneProtocol } from '../../../../examples/dino-vmf/evaluation/protocols/fineTuneProtocol.ts';
import { knnProtocol } from '../../../../examples/dino-vmf/evaluation/protocols/knnProtocol.ts';
import { linearProtocol } from '../../../../examples/dino-vmf/evaluation/protocols/linearProtocol.ts';
import { retrievalProtocol } from '../../../../examples/dino-vmf/evaluation/protocols/retrievalProtocol.ts';
import {
  transferProtocol,
  WEIGHT_DECAYS,
} from '../../../../examples/dino-vmf/evaluation/protocols/transferProtocol.ts';
import type { Dataset, ImageSet } from '../../../../examples/dino-vmf/images/ImageSet.ts';
import { memoryImages } from '../../../../examples/dino-vmf/images/memoryImages.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';
import { evaluationContext } from './evaluationContext.ts';

beforeAll(async () => {
  await startEngine('wasm');
  registerGradients();
});

const SIDE = 16;
const CLASSES = 4;
/** Red, green, blue and grey, twenty levels either way. */
const COLOURS = [
  [200, 60, 60],
  [60, 200, 60],
  [60, 60, 200],
  [130, 130, 130],
];

/** Plain images, each of the colour of its class with noise; or, where labels are drawn at random, of any colour. */
function colours(count: number, seed: number, labelled: boolean): ImageSet {
  const random = Random.keyed(seed);
  const shown = Int32Array.from({ length: count }, (_, i) => i % CLASSES);
  const pixels = new Uint8Array(count * SIDE * SIDE * 3);
  for (let i = 0; i < pixels.length; i++) {
    const colour = COLOURS[shown[Math.floor(i / (SIDE * SIDE * 3))]];
    pixels[i] = colour[i % 3] + random.between(-20, 20);
  }
  const order = random.permutation(count);
  const labels = labelled ? shown : shown.map((_, i) => shown[order[i]]);
  const sides = new Int32Array(count).fill(SIDE);
  const source = { kind: 'memory', channels: 3, widths: sides, heights: sides, pixels } as const;
  return memoryImages(source, labels, ['red', 'green', 'blue', 'grey']);
}

const told = (labelled: boolean): Dataset => ({
  name: 'colours',
  train: colours(80, 1, labelled),
  test: colours(40, 2, labelled),
  warnings: [],
});

describe('colours that are the classes', () => {
  const known = told(true);

  it('kNN: all right for every k up to a class, on pixels and on an untrained network', async () => {
    const { context, subject, pixels } = await evaluationContext({ neighbours: [1, 5, 20] }, known);
    for (const of of [subject, pixels]) {
      const { rows, results } = await knnProtocol.run(context, of);
      expect(results).toEqual([1, 5, 20].map((neighbours) => ({ neighbours, accuracy: 1 })));
      expect(rows).toEqual([
        { network: of.name, 'k = 1': '100.0 %', 'k = 5': '100.0 %', 'k = 20': '100.0 %' },
      ]);
    }
  });

  it('few-shot: one image per class is enough; the deviation over the splits is 0', async () => {
    const { context, subject } = await evaluationContext({}, known);
    const { results } = await fewShotProtocol.run(context, subject);
    const shown = results as { images: string; mean: number; deviation: number; accuracies: number[] }[];
    expect(shown.map(({ images }) => images)).toEqual(['1 per class', '2 per class', '5 per class', '1 %']);
    for (const { accuracies, mean, deviation } of shown) {
      expect([accuracies, mean, deviation]).toEqual([[1, 1, 1], 1, 0]);
    }
  });

  it('transfer: all right, by the largest of the decays that are all right in the folds', async () => {
    const { context, subject } = await evaluationContext({}, known);
    const { results } = await transferProtocol.run(context, subject);
    const { top1, meanPerClass, weightDecay, validation } = results as {
      top1: number;
      meanPerClass: number;
      weightDecay: number;
      validation: { weightDecay: number; score: number }[];
    };
    expect([top1, meanPerClass]).toEqual([1, 1]);
    expect(validation.map((point) => point.weightDecay)).toEqual(WEIGHT_DECAYS);
    expect([WEIGHT_DECAYS.length, WEIGHT_DECAYS[0], WEIGHT_DECAYS[44]]).toEqual([45, 1e-6, 1e5]);
    expect(weightDecay).toBe(validation.filter(({ score }) => score === 1).at(-1)?.weightDecay);
  });

  it('retrieval: all of the class comes first', async () => {
    const { context, subject } = await evaluationContext({}, known);
    const { results } = await retrievalProtocol.run(context, subject);
    expect(results).toEqual({
      sameClass: { queries: 40, meanAveragePrecision: 1, meanPrecisionAt: { 1: 1, 5: 1, 10: 1 } },
    });
  });

  it('linear probe and fine-tuning learn them in a few passes', async () => {
    const { context, subject } = await evaluationContext(
      { epochs: 12, batchSize: 16, learningRates: [0.1], from: ['run', 'scratch'] },
      known,
    );
    const probes = (await linearProtocol.run(context, subject)).results as {
      features: string;
      last: number;
    }[];
    expect(probes.map(({ features }) => features)).toEqual(['cls', 'last4', 'clsAndPatches']);
    for (const { last } of probes) expect(last).toBe(1);
    const tuned = await fineTuneProtocol.run(
      { ...context, settings: { ...context.settings, learningRates: [0.003] } },
      subject,
    );
    const starts = tuned.results as { start: string; top1: number; passes: { loss: number }[] }[];
    expect(starts.map(({ start }) => start)).toEqual(['teacher', 'scratch']);
    for (const { top1, passes } of starts) {
      expect(top1).toBe(1);
      expect(passes[11].loss).toBeLessThan(passes[0].loss);
    }
    // The network of the run is the one drawn from its seed, so both are the same run.
    expect(starts[0].passes).toEqual(starts[1].passes);
  });

  it('leaves no tensor behind', async () => {
    const { context, subject } = await evaluationContext(
      { epochs: 1, batchSize: 16, learningRates: [0.01], from: ['run'] },
      known,
    );
    await knnProtocol.run(context, subject);
    const before = tf.memory().numTensors;
    for (const protocol of [
      knnProtocol,
      linearProtocol,
      fewShotProtocol,
      retrievalProtocol,
      fineTuneProtocol,
    ]) {
      await protocol.run(context, subject);
      expect(tf.memory().numTensors, protocol.name).toBe(before);
    }
  });
});

describe('colours that have nothing to do with the classes', () => {
  it('are found by chance: no protocol sees the test labels', async () => {
    const { context, subject } = await evaluationContext(
      { neighbours: [10], epochs: 3, batchSize: 16, learningRates: [0.01] },
      told(false),
    );
    const [knn] = (await knnProtocol.run(context, subject)).results as { accuracy: number }[];
    const { top1 } = (await transferProtocol.run(context, subject)).results as { top1: number };
    const probes = (await linearProtocol.run(context, subject)).results as { last: number }[];
    const { sameClass } = (await retrievalProtocol.run(context, subject)).results as {
      sameClass: { meanAveragePrecision: number };
    };
    // 40 test images at 1/4: five standard deviations are 0.34.
    for (const found of [
      knn.accuracy,
      top1,
      ...probes.map(({ last }) => last),
      sameClass.meanAveragePrecision,
    ]) {
      expect(Math.abs(found - 0.25)).toBeLessThan(0.34);
    }
  });
});

describe('rows of MSN', () => {
  it('lose the mean of their own entries, then have unit length', () => {
    const rows = centredUnitRows({
      values: Float32Array.of(1, 2, 3, 5, 5, 5, 0, 0, 9),
      dimension: 3,
      labels: Int32Array.of(0, 1, 2),
    });
    const expected = [-1, 0, 1, 0, 0, 0, -1, -1, 2].map(
      (x, i) => x / [Math.SQRT2, 1, Math.sqrt(6)][Math.floor(i / 3)],
    );
    rows.values.forEach((value, i) => {
      expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(2 ** -23);
    });
    expect(pickedRows(rows, [2, 0])).toEqual({
      values: Float32Array.of(...rows.values.subarray(6), ...rows.values.subarray(0, 3)),
      dimension: 3,
      labels: Int32Array.of(2, 0),
    });
  });
});

describe('the linear probe', () => {
  it("three steps are PyTorch's SGD with momentum 0.9, in float64", async () => {
    const random = Random.keyed(3);
    const [n, d, c] = [6, 4, 3];
    const x = Float32Array.from({ length: n * d }, () => random.normal());
    const labels = Int32Array.from({ length: n }, (_, i) => i % c);
    const probe = new LinearProbe(d, c, Random.keyed(8));
    const rows = tf.tensor2d(x, [n, d]);
    const oneHot = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), c), 'float32') as tf.Tensor2D;
    const identity = tf.eye(d);
    const zeros = tf.zeros([1, d]) as tf.Tensor2D;
    const weights = async () => {
      const bias = await probe.logits(zeros).data();
      const withBias = await probe.logits(identity as tf.Tensor2D).data();
      return { w: [...withBias].map((value, i) => value - bias[i % c]), b: [...bias] };
    };
    const { w, b } = await weights();
    const [v, u] = [w.map(() => 0), b.map(() => 0)];
    for (let step = 0; step < 3; step++) {
      probe.step(rows, oneHot, 0.5);
      const [dw, db] = [w.map(() => 0), b.map(() => 0)];
      for (let i = 0; i < n; i++) {
        const logits = b.map(
          (bias, k) =>
            bias +
            w.reduce((s, weight, at) => s + (at % c === k ? weight * x[i * d + Math.floor(at / c)] : 0), 0),
        );
        const sum = logits.reduce((s, logit) => s + Math.exp(logit), 0);
        logits.forEach((logit, k) => {
          const error = (Math.exp(logit) / sum - (labels[i] === k ? 1 : 0)) / n;
          db[k] += error;
          for (let j = 0; j < d; j++) dw[j * c + k] += error * x[i * d + j];
        });
      }
      w.forEach((_, at) => {
        v[at] = 0.9 * v[at] + dw[at];
        w[at] -= 0.5 * v[at];
      });
      b.forEach((_, k) => {
        u[k] = 0.9 * u[k] + db[k];
        b[k] -= 0.5 * u[k];
      });
    }
    const got = await weights();
    // Values near 1 in float32, a few dozen roundings each of 2^-24.
    got.w.forEach((value, i) => {
      expect(Math.abs(value - w[i])).toBeLessThan(100 * 2 ** -24);
    });
    got.b.forEach((value, i) => {
      expect(Math.abs(value - b[i])).toBeLessThan(100 * 2 ** -24);
    });
  });
});
