import { readFileSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';

function resident(name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
}

/**
 * Measures the bytes held at the most during `work`, with those that came to be since the call of peakMemory: on
 * webgpu those of the device's buffers, else what is resident beyond what was then (Linux; garbage not collected yet
 * and all). Null where that cannot be told.
 */
export function peakMemory(): (work: () => Promise<unknown>) => Promise<number | null> {
  const device = tf.backend() as { peakBytes?: number; bufferManager?: { numBytesUsed: number } };
  const manager = device.bufferManager;
  if (manager !== undefined) {
    return async (work) => {
      device.peakBytes = manager.numBytesUsed;
      await work();
      return device.peakBytes;
    };
  }
  if (process.platform !== 'linux' || tf.getBackend() === 'tensorflow-gpu') return async () => null;
  const before = resident('VmRSS');
  return async (work) => {
    writeFileSync('/proc/self/clear_refs', '5');
    await work();
    return resident('VmHWM') - before;
  };
}
