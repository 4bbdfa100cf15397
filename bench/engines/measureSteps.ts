import * as tf from '@tensorflow/tfjs-core';
import { registerGradients, relativeLogNormalizer } from 'von-mises-fisher/tfjs';
import { Random } from '../../examples/dino-vmf/random.ts';
import type { Config } from '../../examples/dino-vmf/settings/config.ts';
import { disposeState, initialState, trainStep } from '../../examples/dino-vmf/training/trainStep.ts';
import type { Bench } from './Bench.ts';
import type { StepsMeasured } from './Measured.ts';
import { peakMemory } from './peakMemory.ts';
import { whereTimeGoes } from './whereTimeGoes.ts';

type Steps = Pick<StepsMeasured, 'milliseconds' | 'memory' | 'normalizer' | 'where' | 'peers'>;

/** Steps of the trainer and of PyTorch in turn. */
export async function measureSteps(
  bench: Bench,
  config: Config,
  warmUps: number,
  rounds: number,
): Promise<Steps> {
  registerGradients();
  const measure = peakMemory();
  const batch = batchOf(config);
  const state = initialState(config);
  const step = () => trainStep(state, batch, config);
  const memory = await measure(step);
  const peer = bench.startPeer();
  await peer?.ask({ do: 'step', ...config });
  const peers = [];
  for (const precision of bench.precisions) {
    if (peer === null) break;
    peers.push({ precision, milliseconds: [] as number[], memory: await peer.memory(precision) });
  }
  for (let i = 0; i < warmUps; i++) {
    await step();
    for (const { precision } of peers) await peer?.time(precision);
  }
  const milliseconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    milliseconds.push(await bench.time(step));
    for (const row of peers) {
      row.milliseconds.push((await (peer as NonNullable<typeof peer>).time(row.precision)).milliseconds);
    }
  }
  peer?.stop();
  const normalizer = await normalizerTime(bench, config);

  const where = await whereTimeGoes(step, config, rounds);
  disposeState(state);
  return { milliseconds, memory, normalizer, where, peers };
}

function batchOf({ imageSize, localSize, localCrops, batchSize }: Config) {
  const random = Random.keyed(1, 99);
  const drawn = (count: number, side: number): Float32Array =>
    Float32Array.from({ length: count * batchSize * side * side * 3 }, () => random.normal());
  return { globals: drawn(2, imageSize), locals: drawn(localCrops, localSize) };
}

/** log C_p of student and teacher and the gradient of the student's, as a step takes them: the median of 15. */
async function normalizerTime(bench: Bench, { bottleneck, prototypes }: Config): Promise<number> {
  const kappa = tf.linspace(5, 40, prototypes);
  const once = (): void => {
    const f = (k: tf.Tensor): tf.Tensor => relativeLogNormalizer(bottleneck, k);
    tf.tidy(() => [f(kappa), ...Object.values(tf.valueAndGrad(f)(kappa))].length);
  };
  await bench.time(once);
  const times: number[] = [];
  for (let round = 0; round < 15; round++) times.push(await bench.time(once));
  kappa.dispose();
  return times.sort((a, b) => a - b)[7] as number;
}
