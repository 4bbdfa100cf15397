import { beforeAll, describe, expect, it } from 'vitest';
import { registerGradients } from 'von-mises-fisher/tfjs';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';
import type { Config } from '../../../../examples/dino-vmf/settings/config.ts';
import { drawMasks } from '../../../../examples/dino-vmf/training/drawMasks.ts';
import { hiddenPatches } from '../../../../examples/dino-vmf/training/hiddenPatches.ts';
import {
  type LossAndGradients,
  lossAndGradients,
} from '../../../../examples/dino-vmf/training/lossAndGradients.ts';
import { teacherTargets } from '../../../../examples/dino-vmf/training/teacherTargets.ts';
import {
  disposeState,
  initialState,
  type TrainState,
  vitShape,
} from '../../../../examples/dino-vmf/training/trainStep.ts';
import { TINY } from '../tinyConfig.ts';

beforeAll(async () => {
  await startEngine('wasm');
  registerGradients();
});

const LARGER: Config = { ...TINY, batchSize: 4, imageSize: 24, localCrops: 3, depth: 2, dropPath: 0.3 };

/** What a step of the untrained student needs, without images of one's own: noise. */
function prepared(config: Config, state: TrainState) {
  const random = Random.keyed(6);
  const images = (count: number, side: number) =>
    tf.tensor4d(
      Float32Array.from({ length: count * side * side * 3 }, () => random.normal()),
      [count, side, side, 3],
    );
  const { batchSize, imageSize, localSize, localCrops } = config;
  const globals = images(2 * batchSize, imageSize);
  const locals = localCrops > 0 ? images(localCrops * batchSize, localSize) : null;
  const hidden = config.method === 'ibot' ? drawMasks(config, 1) : null;
  const question = hidden && {
    centre: state.patchCentre as tf.Tensor1D,
    tau: 0.04,
    hidden: hiddenPatches(hidden, (imageSize / config.patchSize) ** 2),
  };
  const vit = vitShape(config);
  const targets = teacherTargets(state.teacher, vit, globals, state.centre, 0.04, config, question);
  const shown = { globals, locals, hidden };
  return (accumulate: Config['accumulate']) =>
    lossAndGradients(state.student, vit, shown, targets, { ...config, accumulate }, 1);
}

const cases: [string, Partial<Config>][] = [
  ['DINO', {}],
  ['DINO without local views', { localCrops: 0 }],
  ['iBOT', { method: 'ibot' }],
  ['iBOT with prototypes for the patches', { method: 'ibot', sharedHead: false, patchPrototypes: 20 }],
  [
    'iBOT with nothing hidden',
    { method: 'ibot', sharedHead: false, maskRatio: [0], maskRatioVariation: [0] },
  ],
];

describe('gradients taken some views at a time', () => {
  it.each(cases)('%s: the same but for rounding', async (_, changed) => {
    const config = { ...LARGER, ...changed };
    const state = initialState(config);
    const compute = prepared(config, state);
    const before = tf.memory().numTensors;
    const whole = compute('none');
    const names = Object.keys(whole.gradients);
    expect(names).toEqual(Object.keys(state.student));
    for (const accumulate of ['sizes', 'views'] as const) {
      const parts = compute(accumulate);
      const scalars = ({ loss, terms }: LossAndGradients) =>
        [loss, ...(terms ? [terms.cls, terms.patches] : [])].map((x) => x.dataSync()[0] as number);
      scalars(parts).forEach((value, i) => {
        const expected = scalars(whole)[i] as number;
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(16 * 2 ** -24 * expected);
      });
      if (whole.terms && parts.terms) {
        const [a, b] = [whole.terms.second.dataSync(), parts.terms.second.dataSync()];
        b.forEach((value, i) => {
          expect(Math.abs(value - (a[i] as number))).toBeLessThan(2 ** -20);
        });
      }
      for (const name of names) {
        const [a, b] = [whole, parts].map((x) => (x.gradients[name] as tf.Tensor).dataSync());
        const norm = Math.hypot(...(a as Float32Array));
        const difference = Math.hypot(
          ...(a as Float32Array).map((value, i) => value - ((b as Float32Array)[i] as number)),
        );
        // Sums of a few hundred rows in another order, some 2^-24 of their norm each; 1e-6 where they cancel.
        expect(difference, `${name}, ${accumulate}`).toBeLessThan(128 * 2 ** -24 * norm + 1e-6);
      }
      tf.dispose([parts.loss, parts.gradients, Object.values(parts.terms ?? {})]);
    }
    tf.dispose([whole.loss, whole.gradients, Object.values(whole.terms ?? {})]);
    expect(tf.memory().numTensors, 'nothing is left behind').toBe(before);
    disposeState(state);
  });

  it.each(['dino', 'ibot'] as const)('%s: takes less memory, the less the fewer views', async (method) => {
    const config: Config = { ...LARGER, method, localCrops: 8, batchSize: 8, width: 48 };
    const state = initialState(config);
    const compute = prepared(config, state);
    const peaks: number[] = [];
    for (const accumulate of ['none', 'sizes', 'views'] as const) {
      const { peakBytes } = await tf.profile(() => {
        const { loss, gradients, terms } = compute(accumulate);
        tf.dispose([loss, gradients, Object.values(terms ?? {})]);
      });
      peaks.push(peakBytes - tf.memory().numBytes);
    }
    // The sum so far and the gradient added to it are held however many views there are; the rest are activations.
    const weights = Object.values(state.student).reduce((sum, { size }) => sum + 4 * size, 0);
    const [none, sizes, views] = peaks.map((peak) => peak - 2 * weights) as [number, number, number];
    expect(sizes).toBeLessThan(0.85 * none);
    expect(views).toBeLessThan(0.6 * sizes);
    disposeState(state);
  });
});
