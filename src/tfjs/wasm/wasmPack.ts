import type * as tf from '@tensorflow/tfjs-core';
import type { KernelPack } from '../KernelPack.ts';
import { LinkedBackend } from './LinkedBackend.ts';
import { shareCopies } from './shareCopies.ts';
import { wasmElements } from './wasmElements.ts';
import { wasmProducts } from './wasmProducts.ts';
import { wasmRows } from './wasmRows.ts';

/**
 * The kernels of a wasm backend, whose copies of tensors share their memory from then on; none, `{}`, where the
 * memory is shared between threads (a page that is cross-origin isolated) or WebAssembly has no SIMD: plain
 * operations work there.
 */
export function wasmPack(backend: tf.KernelBackend): KernelPack {
  try {
    const linked = new LinkedBackend(backend);
    shareCopies();
    return { ...wasmProducts(linked), ...wasmRows(linked), ...wasmElements(linked) };
  } catch (error) {
    if (error instanceof WebAssembly.LinkError || error instanceof WebAssembly.CompileError) return {};
    throw error;
  }
}
