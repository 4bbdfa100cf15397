/** child.ts TASK: measures one thing in a process of its own, so that memory and engines start anew, and sends it. */
import os from 'node:os';
import { type EngineName, selectEngine } from 'von-mises-fisher/engines';
import { tensorflowEngine } from '../../test/support/tensorflowEngine.ts';
import { provenance } from '../provenance.ts';
import { Bench } from './Bench.ts';
import type { Measured, Setting } from './Measured.ts';
import { measureHead } from './measureHead.ts';
import { measureProducts } from './measureProducts.ts';
import { measureSteps } from './measureSteps.ts';
import { memoryNeeded } from './memoryNeeded.ts';
import type { FoundPyTorch } from './PyTorch.ts';
import { type BenchPreset, presets } from './presets.ts';

export interface Task {
  readonly kind: Measured['kind'];
  readonly engine: string;
  /** Null for the head, which has sizes of its own. */
  readonly preset: string | null;
  /** Null for that of the preset. */
  readonly batch: number | null;
  readonly rounds: number | null;
  /** K of the head. */
  readonly prototypes: number;
  readonly threads: number;
  readonly peer: FoundPyTorch | string;
}

/** What a child sends: what it measured, or in one line why it did not. */
export type Answer =
  | { readonly measured: Measured }
  | { readonly skipped: string }
  | { readonly failed: string };

/** Bytes that an engine can have; what a GPU has, WebGPU does not tell. */
function memoryOf({ engine, isOnGpu }: Bench): number {
  if (engine === 'wasm') return 2 ** 32;
  return isOnGpu ? Number.POSITIVE_INFINITY : os.freemem();
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

async function started({ engine, threads, peer }: Task): Promise<Bench> {
  // TensorFlow reads them when it starts.
  process.env.TF_NUM_INTRAOP_THREADS ??= `${threads}`;
  process.env.TF_NUM_INTEROP_THREADS ??= `${threads}`;
  // The tensorflow that `npm run tensorflow` prepares, or the project's own.
  const prepared = engine.startsWith('tensorflow') ? tensorflowEngine() : null;
  const { name, device } = await selectEngine(engine as EngineName, { from: prepared ?? process.cwd() });
  return new Bench(name, device, threads, typeof peer === 'string' ? null : peer);
}

async function answer(task: Task): Promise<Answer> {
  const load = os.loadavg()[0] as number;
  const bench = await started(task);
  const setting: Setting = {
    ...{ engine: bench.engine, device: bench.device, clock: bench.clockInWords, load, ...provenance() },
    peer: typeof task.peer === 'string' ? task.peer : bench.peerInWords,
  };
  if (task.preset === null) {
    const batch = task.batch ?? (bench.isOnGpu ? 64 : 4);
    const head = await measureHead(bench, batch, task.prototypes, task.rounds ?? 5);
    return { measured: { kind: 'head', ...setting, ...head } };
  }
  const preset = presets[task.preset] as BenchPreset;
  const config = { ...preset.config, ...(task.batch === null ? {} : { batchSize: task.batch }) };
  const rounds = task.rounds ?? preset.rounds;
  // As asked for, where fewer rounds are.
  const warmUps = task.rounds === null ? preset.warmUps : Math.min(task.rounds, preset.warmUps);
  const of = { ...setting, preset: task.preset, batch: config.batchSize };
  if (task.kind === 'products') {
    const products = await measureProducts(bench, config, Math.min(rounds, 5));
    return { measured: { kind: 'products', ...of, products } };
  }
  const needed = memoryNeeded(config);
  const wants = `${task.preset} at batch ${config.batchSize} takes some ${gigabytes(needed)}`;
  if (preset.needsGpu && !bench.isOnGpu && task.batch === null) {
    return { skipped: `${wants} of a GPU, and ${bench.device} is none; --batch 1 tries it all the same` };
  }
  if (needed > memoryOf(bench)) {
    return {
      skipped: `${wants}, and ${bench.engine} can have ${gigabytes(memoryOf(bench))}; give a smaller --batch`,
    };
  }
  return { measured: { kind: 'steps', ...of, ...(await measureSteps(bench, config, warmUps, rounds)) } };
}

const told = await answer(JSON.parse(process.argv[2] as string) as Task).catch(
  (error: Error): Answer => ({ failed: error.message.split('\n')[0] as string }),
);
process.send?.(told, () => process.exit(0));
