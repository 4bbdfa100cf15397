import { afterEach, describe, expect, it, vi } from 'vitest';
import type { KernelExports } from '../../src/kernels/KernelExports.ts';
import { layOut } from '../../src/kernels/layOut.ts';
import { logarithmTable } from '../../src/kernels/logarithmTable.ts';
import { LOGARITHM_TABLE, SCRATCH, TABLES_END } from '../../src/kernels/memoryLayout.ts';
import { forceKernels, kernelKind, wasmFor } from '../../src/kernels/wasm.ts';
import { wasmBinary } from '../../src/kernels/wasmBinary.ts';

const module = (): KernelExports => {
  const exports = wasmFor(1, 0);
  if (exports === undefined) throw new Error('no WebAssembly on this Node');
  return exports;
};

afterEach(() => {
  forceKernels('auto');
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe('the module', () => {
  it('is small enough to be compiled while a page waits', () => {
    expect(atob(wasmBinary).length).toBeLessThan(20_000);
  });

  it('starts here, and large work goes to it', () => {
    expect(kernelKind()).toBe('wasm');
    expect(wasmFor(64, 64)).toBeDefined();
    expect(wasmFor(63, 64)).toBeUndefined();
  });

  it('can be forced to either side', () => {
    forceKernels('javascript');
    expect(kernelKind()).toBe('javascript');
    expect(wasmFor(1e9, 0)).toBeUndefined();
    forceKernels('wasm');
    expect(wasmFor(1, 64)).toBeDefined();
  });

  it('holds its tables, below the scratch memory', () => {
    const table = new Float64Array(module().memory.buffer, LOGARITHM_TABLE, logarithmTable.length);
    expect(table).toEqual(logarithmTable);
    expect(LOGARITHM_TABLE + logarithmTable.byteLength).toBeLessThanOrEqual(TABLES_END);
    expect(TABLES_END).toBeLessThanOrEqual(SCRATCH);
  });

  const lacking = {
    'no WebAssembly': undefined,
    'a policy against it': {
      Module: class {
        constructor() {
          throw new EvalError('blocked by Content Security Policy');
        }
      },
    },
  };
  it.each(Object.entries(lacking))('with %s the twins serve', async (_, webAssembly) => {
    vi.stubGlobal('WebAssembly', webAssembly);
    vi.resetModules();
    const fresh = await import('../../src/kernels/wasm.ts');
    expect(fresh.kernelKind()).toBe('javascript');
    expect(fresh.wasmFor(1e9, 0)).toBeUndefined();
    expect(() => fresh.forceKernels('wasm')).toThrow('WebAssembly with SIMD is not available');
  });
});

describe('scratch memory', () => {
  it('gives regions that do not overlap, and grows', () => {
    const exports = module();
    const regions = layOut(exports, 100, 64, 1, 300_000, 8);
    expect(regions).toEqual([0, 128, 192, 256, 300_288].map((offset) => SCRATCH + offset));
    expect(exports.memory.buffer.byteLength).toBeGreaterThanOrEqual(SCRATCH + 300_288 + 64);
    const size = exports.memory.buffer.byteLength;
    layOut(exports, 300_000);
    expect(exports.memory.buffer.byteLength).toBe(size);
  });
});
