import * as tf from '@tensorflow/tfjs-core';
import type { Config } from '../../examples/dino-vmf/settings/config.ts';
import type { WhereTimeGoes } from './Measured.ts';
import { PURPOSES, type Purpose, purposeOf } from './purposeOf.ts';

type Work = (...given: never[]) => unknown;

/** The kernels of this package for the current backend, which have no public name; their table may be changed. */
const { kernelPack } = (await import(
  new URL('KernelPack.js', import.meta.resolve('von-mises-fisher/tfjs')).href
)) as { kernelPack: () => Record<string, Work | Record<string, Work>> };

const isTensor = (given: unknown): given is tf.TensorInfo =>
  given !== null && typeof given === 'object' && 'dataId' in given && 'shape' in given;

/** The shapes of tensors among what a kernel gets: as they are, in a list, by name, or as TensorFlow.js's `inputs`. */
const shapesIn = (given: readonly unknown[]): number[][] =>
  given.flatMap((one) => {
    if (isTensor(one)) return [one.shape];
    if (one === null || typeof one !== 'object') return [];
    return Object.values('inputs' in one ? (one.inputs as object) : one)
      .filter(isTensor)
      .map(({ shape }) => shape);
  });

/**
 * Milliseconds of a step by purpose. Where kernels return when they are done (cpu, wasm, tensorflow) it is the mean of
 * some steps, kernels timed by the clock, each with what it calls; what is left is JavaScript. On webgpu it is the
 * device's own time of each kernel in one step, as far as the driver has timestamps: what passes between kernels is in
 * none of them.
 */
export async function whereTimeGoes(
  step: () => Promise<unknown>,
  config: Config,
  steps: number,
): Promise<WhereTimeGoes> {
  const purpose = purposeOf(config);
  const times = new Map<Purpose, number>(PURPOSES.map((name) => [name, 0]));
  const add = (to: Purpose, milliseconds: number) => times.set(to, (times.get(to) as number) + milliseconds);
  let current: Purpose | null = null;
  const isOnDevice = tf.getBackend() === 'webgpu';
  const watched = <F extends Work>(name: string, work: F, to?: Purpose): F =>
    function (this: unknown, ...given: Parameters<F>) {
      if (current !== null) return work.apply(this, given);
      current = to ?? purpose(name, shapesIn(given));
      const start = performance.now();
      try {
        return work.apply(this, given);
      } finally {
        if (!isOnDevice) add(current, performance.now() - start);
        current = null;
      }
    } as F;

  const restore = replaceKernels(watched);
  try {
    if (isOnDevice) return await onDevice(step, () => current ?? 'other kernels', times, add);
    const start = performance.now();
    for (let i = 0; i < steps; i++) await step();
    const whole = performance.now() - start;
    const inKernels = [...times.values()].reduce((sum, ms) => sum + ms, 0);
    const all = [...times, ['JavaScript', whole - inKernels] as const];
    return {
      byPurpose: Object.fromEntries(all.map(([name, ms]) => [name, ms / steps])),
      note: 'by the clock, kernel by kernel',
    };
  } finally {
    restore();
  }
}

/** Puts `watched` around this package's kernels, TensorFlow.js's and the backend's ways for data; returns the way back. */
function replaceKernels(watched: <F extends Work>(name: string, work: F, to?: Purpose) => F): () => void {
  const pack = kernelPack();
  const kept = { ...pack };
  for (const [name, kernel] of Object.entries(pack)) {
    pack[name] =
      typeof kernel === 'function'
        ? watched(name, kernel)
        : Object.fromEntries(Object.entries(kernel).map(([side, work]) => [side, watched(name, work)]));
  }
  const backend = tf.backend() as unknown as Record<'write' | 'read', Work>;
  for (const name of ['write', 'read'] as const) backend[name] = watched(name, backend[name], 'data');
  const kernels = tf.getKernelsForBackend(tf.getBackend());
  const register = (by: (kernel: tf.KernelConfig) => tf.KernelConfig): void => {
    for (const kernel of kernels) {
      tf.unregisterKernel(kernel.kernelName, kernel.backendName);
      tf.registerKernel(by(kernel));
    }
  };
  register((kernel) => ({
    ...kernel,
    kernelFunc: watched(kernel.kernelName, (call: Parameters<tf.KernelFunc>[0]) => kernel.kernelFunc(call)),
  }));
  return () => {
    register((kernel) => kernel);
    // The methods of the class come back.
    for (const name of ['write', 'read'] as const) delete (backend as Partial<typeof backend>)[name];
    Object.assign(pack, kept);
  };
}

interface Timer {
  readonly name: string;
  readonly query: Promise<number>;
}

async function onDevice(
  step: () => Promise<unknown>,
  current: () => Purpose,
  times: ReadonlyMap<Purpose, number>,
  add: (to: Purpose, milliseconds: number) => void,
): Promise<WhereTimeGoes> {
  const backend = tf.backend() as unknown as {
    activeTimers: Timer[] | undefined;
    supportTimestampQuery: boolean;
  };
  if (!backend.supportTimestampQuery) {
    return { byPurpose: {}, note: 'not measured: this driver has no timestamps' };
  }
  const issued: { purpose: Purpose; query: Promise<number> }[] = [];
  const timers: Timer[] = [];
  timers.push = (...given) => {
    for (const { query } of given) issued.push({ purpose: current(), query });
    return issued.length;
  };
  backend.activeTimers = timers;
  try {
    await step();
  } finally {
    backend.activeTimers = undefined;
  }
  for (const { purpose, query } of issued) add(purpose, await query);
  return {
    byPurpose: Object.fromEntries(times),
    note: `the device's time in ${issued.length} kernels; JavaScript, data and waiting between them not measured`,
  };
}
