/**
 * npm run bench:engines                                     wasm, presets A and B, beside PyTorch
 * npm run bench:engines -- --engine cpu --preset A --rounds 5
 *
 *     --threads 1    PyTorch on one thread; processor time of both, which other programs disturb less
 *
 * Steps of the engine and of PyTorch are taken in turn; the ratio is that of the medians, with the least and the
 * most of the rounds. With two threads, the default, the clock counts: on a machine that does nothing else.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { selectEngine } from 'von-mises-fisher/engines';
import { registerGradients, relativeLogNormalizer } from 'von-mises-fisher/tfjs';
import { startEngine } from '../../examples/dino-vmf/engine.ts';
import { Random } from '../../examples/dino-vmf/random.ts';
import type { Config } from '../../examples/dino-vmf/settings/config.ts';
import { disposeState, initialState, trainStep } from '../../examples/dino-vmf/training/trainStep.ts';
import { tensorflowEngine } from '../../test/support/tensorflowEngine.ts';
import { kernelTimes } from './kernelTimes.ts';
import { PyTorchStep } from './PyTorchStep.ts';
import { presets } from './presets.ts';

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'wasm' },
    preset: { type: 'string', multiple: true, default: Object.keys(presets) },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '7' },
  },
});
const rounds = Number(values.rounds);
const threads = Number(values.threads);

function refuse(message: string): never {
  console.error(`bench:engines: ${message}`);
  process.exit(2);
}

async function start(name: string): Promise<string> {
  if (name === 'cpu' || name === 'wasm') {
    await startEngine(name);
    return name;
  }
  if (name === 'tensorflow') {
    // The one that `npm run tensorflow` prepares, or the project's own.
    const { device } = await selectEngine(name, { from: tensorflowEngine() ?? process.cwd() });
    return `tensorflow (${device})`;
  }
  if (name !== 'webgpu') refuse(`no engine '${name}'; there are cpu, wasm, tensorflow, webgpu`);
  const { startWebGPU } = await import('von-mises-fisher/tfjs/webgpu');
  return `webgpu (${(await startWebGPU()).device})`;
}

const sorted = (numbers: number[]): number[] => numbers.slice().sort((a, b) => a - b);
const median = (numbers: number[]): number => sorted(numbers)[Math.floor(numbers.length / 2)] as number;

/** Milliseconds as PyTorch's are taken. */
function now(): number {
  if (threads !== 1) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = now();
  await work();
  return now() - start;
}

function batchOf({ imageSize, localSize, localCrops, batchSize }: Config) {
  const random = Random.keyed(1, 99);
  const drawn = (count: number, side: number): Float32Array =>
    Float32Array.from({ length: count * batchSize * side * side * 3 }, () => random.normal());
  return { globals: drawn(2, imageSize), locals: drawn(localCrops, localSize) };
}

/** log C_p of student and teacher and the gradient of the student's, as a step takes them. */
async function normalizerTime({ bottleneck, prototypes }: Config): Promise<number> {
  const kappa = tf.linspace(5, 40, prototypes);
  const once = async (): Promise<void> => {
    const results = tf.tidy(() => {
      const f = (k: tf.Tensor): tf.Tensor => relativeLogNormalizer(bottleneck, k);
      return [f(kappa), ...Object.values(tf.valueAndGrad(f)(kappa))];
    });
    await (results[2] as tf.Tensor).data();
    tf.dispose(results);
  };
  await once();
  const times: number[] = [];
  for (let round = 0; round < 15; round++) times.push(await timed(once));
  kappa.dispose();
  return median(times);
}

async function measure(name: string, peer: { command: string } | string): Promise<void> {
  const config = presets[name] ?? refuse(`no preset '${name}'; there are ${Object.keys(presets).join(', ')}`);
  const batch = batchOf(config);
  const state = initialState(config);
  const step = () => trainStep(state, batch, config);
  const other = typeof peer === 'string' ? null : await PyTorchStep.start(peer.command, config, threads);
  await step();
  await other?.step();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await timed(step));
    if (other) theirs.push((await other.step()).milliseconds);
  }
  const normalizer = await normalizerTime(config);
  const took = median(ours);
  let where = '';
  if (tf.getBackend() === 'cpu' || tf.getBackend() === 'wasm') {
    let whole = 0;
    const times = await kernelTimes(async () => {
      const start = performance.now();
      await step();
      whole = performance.now() - start;
    });
    const inKernels = [...times.values()].reduce((sum, ms) => sum + ms, 0);
    const all = [...times, ['calls and kernels of this package', whole - inKernels] as const].sort(
      (a, b) => b[1] - a[1],
    );
    where = all.map(([group, ms]) => `${group} ${((100 * ms) / whole).toFixed(0)} %`).join(', ');
  }
  const ratios = theirs.map((ms, i) => (ours[i] as number) / ms);
  const beside = other
    ? `${median(theirs).toFixed(1)} | ${(took / median(theirs)).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`
    : '- | -';
  console.log(
    `| ${name} | ${took.toFixed(1)} | ${beside} | ${((100 * normalizer) / took).toFixed(2)} % | ${where} |`,
  );
  other?.stop();
  disposeState(state);
}

const unknown = values.preset.find((name) => !presets[name]);
if (unknown !== undefined) refuse(`no preset '${unknown}'; there are ${Object.keys(presets).join(', ')}`);
if (!(Number.isSafeInteger(rounds) && rounds >= 1)) {
  refuse(`--rounds must be an integer of 1 or more, got '${values.rounds}'`);
}
if (threads !== 1 && threads !== 2) refuse(`--threads must be 1 or 2, got '${values.threads}'`);
const device = await start(values.engine);
registerGradients();
const peer = PyTorchStep.find();
console.log(`engine: ${device}`);
const clock = threads === 1 ? '1 thread, processor time' : '2 threads, the clock';
console.log(
  typeof peer === 'string' ? peer : `beside: ${peer.versions}, ${clock}; load ${os.loadavg()[0]?.toFixed(1)}`,
);
console.log('\n| preset | step, ms | PyTorch, ms | ratio | vMF normalizer | where the time goes |');
console.log('|-|-:|-:|-:|-:|-|');
for (const name of values.preset) await measure(name, peer);
process.exit(0);
