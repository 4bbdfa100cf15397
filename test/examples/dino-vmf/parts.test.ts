import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine, tf } from '../../../examples/dino-vmf/engine.ts';
import { knnAccuracy } from '../../../examples/dino-vmf/evaluation/knn.ts';
import { Random } from '../../../examples/dino-vmf/random.ts';
import {
  isDecayed,
  type Networks,
  noMoments,
  optimizerStep,
} from '../../../examples/dino-vmf/training/optimizer.ts';
import { cosine, linear, stepSettings } from '../../../examples/dino-vmf/training/schedules.ts';

beforeAll(async () => {
  await startEngine('cpu');
});

describe('Random', () => {
  it('goes on from a stored state with the same numbers', () => {
    const random = Random.keyed(7, 1);
    for (let i = 0; i < 10; i++) random.bits();
    const copy = new Random(random.state);
    expect(Array.from({ length: 50 }, () => copy.bits())).toEqual(
      Array.from({ length: 50 }, () => random.bits()),
    );
  });

  it('keys give unlike streams, each uniform to within five standard errors', () => {
    const n = 20_000;
    for (const key of [[0], [1], [0, 1], [1, 0], [2 ** 40]]) {
      const random = Random.keyed(...key);
      let sum = 0;
      for (let i = 0; i < n; i++) sum += random.uniform();
      expect(Math.abs(sum / n - 0.5)).toBeLessThan(5 / Math.sqrt(12 * n));
    }
    expect(Random.keyed(0, 1).bits()).not.toBe(Random.keyed(1, 0).bits());
  });

  it('permutes', () => {
    const order = Random.keyed(3).permutation(100);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...order]).not.toEqual(Array.from({ length: 100 }, (_, i) => i));
  });
});

describe('schedules', () => {
  it('cosine goes from start towards end, its middle half way', () => {
    expect(cosine(1, 0, 0, 10)).toBe(1);
    expect(cosine(1, 0, 5, 10)).toBeWithinUlp(0.5, 1);
    expect(cosine(1, 0, 9, 10)).toBeGreaterThan(0);
  });

  it('linear takes both ends, then stays', () => {
    expect([0, 1, 2, 3, 9].map((step) => linear(0, 3, step, 4))).toEqual([0, 1, 2, 3, 3]);
  });

  it('a run: rate from 0, weight decay and momentum by cosine, temperature warmed up', () => {
    const settings = {
      steps: 100,
      learningRate: 1e-3,
      minLearningRate: 1e-6,
      warmup: 0.1,
      weightDecay: 0.04,
      weightDecayEnd: 0.4,
      emaMomentum: 0.99,
      teacherTemperatureStart: 0.04,
      teacherTemperature: 0.07,
      teacherTemperatureWarmup: 0.3,
      patchTemperatureStart: 0.02,
      patchTemperature: 0.05,
      teacherTemperatureBy: 'step' as const,
      learningRateScaling: 'none' as const,
      epochSteps: null,
      batchSize: 32,
    };
    const first = stepSettings(0, settings);
    expect(first.learningRate).toBe(0);
    expect(first.weightDecay).toBeWithinUlp(0.04, 4);
    expect(first.emaMomentum).toBeWithinUlp(0.99, 4);
    expect(first.teacherTemperature).toBe(0.04);
    expect(stepSettings(9, settings).learningRate).toBe(1e-3);
    expect(stepSettings(55, settings).learningRate).toBeWithinUlp((1e-3 + 1e-6) / 2, 2);
    expect(stepSettings(50, settings).weightDecay).toBeWithinUlp(0.22, 2);
    expect(stepSettings(50, settings).emaMomentum).toBeWithinUlp(0.995, 2);
    expect(stepSettings(29, settings).teacherTemperature).toBe(0.07);
    expect(stepSettings(99, settings).teacherTemperature).toBe(0.07);
    expect(first.patchTemperature).toBe(0.02);
    expect(stepSettings(29, settings).patchTemperature).toBe(0.05);
  });
});

describe('AdamW', () => {
  it('decays weights and gains of rank 2, not biases or vectors', () => {
    expect(isDecayed('block0.qkv.weight', tf.zeros([2, 2]))).toBe(true);
    expect(isDecayed('head.prototypes.g', tf.zeros([4, 1]))).toBe(true);
    expect(isDecayed('block0.qkv.bias', tf.zeros([2]))).toBe(false);
    expect(isDecayed('norm.gain', tf.zeros([2]))).toBe(false);
  });

  it('three steps equal a float64 loop, clipping and decay included', () => {
    const start = [0.5, -1, 2, 0.25];
    const gradients = [
      [3, -4, 0, 0],
      [0.1, 0.2, -0.3, 0.4],
      [-1, 1, -1, 1],
    ];
    const settings = {
      learningRate: 0.01,
      weightDecay: 0.1,
      clip: 2,
      frozen: new Set<string>(),
      fixed: new Set<string>(),
      undecayed: new Set<string>(),
      momentum: 0.75,
    };
    const student = { 'a.weight': tf.tensor2d(start, [2, 2]) };
    let networks: Networks = {
      student,
      teacher: { 'a.weight': tf.tensor2d(start, [2, 2]) },
      moments: noMoments(student),
    };
    const x = start.slice();
    const average = start.slice();
    const m = [0, 0, 0, 0];
    const v = [0, 0, 0, 0];
    gradients.forEach((gradient, t) => {
      const norm = Math.hypot(...gradient);
      const slopes = { 'a.weight': tf.tensor2d(gradient, [2, 2]) };
      networks = optimizerStep(networks, slopes, { 'a.weight': norm }, settings);
      const scale = Math.min(1, 2 / (norm + 1e-6));
      for (let i = 0; i < 4; i++) {
        const g = gradient[i] * scale;
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        const step = m[i] / (1 - 0.9 ** (t + 1)) / (Math.sqrt(v[i] / (1 - 0.999 ** (t + 1))) + 1e-8);
        x[i] = x[i] * (1 - 0.01 * 0.1) - 0.01 * step;
        average[i] = 0.75 * average[i] + 0.25 * x[i];
      }
    });
    // float32 keeps 2^-24 relative; three steps add a handful of roundings.
    const near = (got: tf.Tensor, want: number[]): void => {
      const values = got.dataSync();
      want.forEach((value, i) => {
        expect(Math.abs(values[i] - value)).toBeLessThan(16 * 2 ** -24 * Math.max(1, Math.abs(value)));
      });
    };
    near(networks.student['a.weight'], x);
    near(networks.teacher['a.weight'], average);
    expect(networks.moments.counts['a.weight']).toBe(3);
  });

  it('leaves a frozen tensor, its moments and its count alone; the teacher still follows it', () => {
    const student = { 'a.weight': tf.tensor1d([3, -2]) };
    const before = { student, teacher: { 'a.weight': tf.tensor1d([1, 2]) }, moments: noMoments(student) };
    const next = optimizerStep(
      before,
      { 'a.weight': tf.ones([2]) },
      { 'a.weight': 2 },
      {
        learningRate: 1,
        weightDecay: 1,
        clip: 0,
        frozen: new Set(['a.weight']),
        fixed: new Set(),
        undecayed: new Set(),
        momentum: 0.75,
      },
    );
    expect(next.student['a.weight']).toBe(student['a.weight']);
    expect(next.moments.first['a.weight']).toBe(before.moments.first['a.weight']);
    expect(next.moments.counts['a.weight']).toBe(0);
    expect([...next.teacher['a.weight'].dataSync()]).toEqual([1.5, 1]);
  });
});

describe('kNN', () => {
  const features = (rows: number[][], labels: number[]) => ({
    values: Float32Array.from(rows.flat()),
    dimension: rows[0].length,
    labels: Int32Array.from(labels),
  });

  it('votes with exp(similarity/0.07), not by count', async () => {
    // Two far neighbours of class 1 against one near neighbour of class 0.
    const train = features(
      [
        [1, 0],
        [0, 1],
        [0.1, 1],
      ],
      [0, 1, 1],
    );
    const test = features([[1, 0.05]], [0]);
    expect(await knnAccuracy(tf, train, test, 2, 3)).toBe(1);
    expect(await knnAccuracy(tf, train, features([[0, 2]], [0]), 2, 3)).toBe(0);
  });

  it('separates clusters and is at chance on labels without meaning', async () => {
    const random = Random.keyed(11);
    const rows = Array.from({ length: 400 }, (_, i) =>
      [i % 4, random.normal()].flatMap((x, j) =>
        j === 0 ? [0, 1, 2, 3].map((c) => (c === x ? 5 : 0) + random.normal()) : [x],
      ),
    );
    const labels = rows.map((_, i) => i % 4);
    const half = (from: number) => features(rows.slice(from, from + 200), labels.slice(from, from + 200));
    expect(await knnAccuracy(tf, half(0), half(200), 4)).toBeGreaterThan(0.97);
    const shuffled = { ...half(200), labels: Int32Array.from({ length: 200 }, () => random.integer(4)) };
    expect(Math.abs((await knnAccuracy(tf, half(0), shuffled, 4)) - 0.25)).toBeLessThan(
      5 * Math.sqrt(0.1875 / 200),
    );
  });
});
