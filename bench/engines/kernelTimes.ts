import * as tf from '@tensorflow/tfjs-core';

/** What kernels are for, by their names; those of no group are 'other'. */
const GROUPS: Readonly<Record<string, RegExp>> = {
  products: /MatMul/,
  'copies and shapes': /Transpose|Concat|Slice|Pad|Tile|Pack|Split|Identity|Cast|Fill|Reshape/,
  sums: /^(Sum|Mean|Max|Min)$/,
};

/**
 * Milliseconds by group of kernels while `work` runs, for engines whose kernels return when they are done
 * (cpu, wasm). Kernels that call others are counted once, with what they call.
 */
export async function kernelTimes(work: () => Promise<unknown>): Promise<Map<string, number>> {
  const backendName = tf.getBackend();
  const kernels = tf.getKernelsForBackend(backendName);
  const times = new Map<string, number>();
  let depth = 0;
  const timed = (kernel: tf.KernelConfig): tf.KernelConfig => ({
    ...kernel,
    kernelFunc: (call) => {
      const start = performance.now();
      depth++;
      try {
        return kernel.kernelFunc(call);
      } finally {
        depth--;
        if (depth === 0) {
          const { kernelName } = kernel;
          const group = Object.keys(GROUPS).find((name) => GROUPS[name]?.test(kernelName)) ?? 'other';
          times.set(group, (times.get(group) ?? 0) + performance.now() - start);
        }
      }
    },
  });
  const replace = (by: (kernel: tf.KernelConfig) => tf.KernelConfig): void => {
    for (const kernel of kernels) {
      tf.unregisterKernel(kernel.kernelName, backendName);
      tf.registerKernel(by(kernel));
    }
  };
  replace(timed);
  try {
    await work();
  } finally {
    replace((kernel) => kernel);
  }
  return times;
}
