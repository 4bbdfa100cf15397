import { expect } from 'vitest';
import { forceKernels, type KernelKind } from '../../src/kernels/wasm.ts';

/** What `compute` gives when WebAssembly, or else the twin in JavaScript, does all of the work. */
export function withKernels<T>(kind: KernelKind, compute: () => T): T {
  forceKernels(kind);
  try {
    return compute();
  } finally {
    forceKernels('auto');
  }
}

/** Asserts that both sides give the same bits (any NaN is like any other), and returns the values. */
export function onBothSides<T extends Float64Array | Float32Array>(compute: () => T, where = ''): T {
  const wasm = withKernels('wasm', compute);
  const javascript = withKernels('javascript', compute);
  expect(wasm, where).toHaveLength(javascript.length);
  const differing = wasm.findIndex((value, i) => !Object.is(value, javascript[i]));
  const values = `${where} element ${differing}: wasm ${wasm[differing]}, twin ${javascript[differing]}`;
  expect(differing, values).toBe(-1);
  return javascript;
}
