import * as tf from '@tensorflow/tfjs-core';
import type { Polynomial } from '../chebyshev.ts';
import type { PackExports } from './PackExports.ts';
import { packBinary } from './packBinary.ts';

/** What is used of the wasm backend beside its public face, as it is in 4.22.0. */
interface BackendParts {
  readonly wasm: {
    readonly HEAPU8: Uint8Array;
    readonly asm?: Readonly<Record<string, unknown>>;
    _malloc(bytes: number): number;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
}

/** Blocks of both factors, and a tile: the sum of what assembly/product.ts lays out. */
const SCRATCH_BYTES = 4 * (128 * 256 + 1024 * 256) + 128;

/** The module of our kernels on the memory of a wasm backend. */
export class LinkedBackend {
  readonly kernels: PackExports;
  /** Memory for one kernel at a time. */
  readonly scratch: number;
  readonly #backend: tf.KernelBackend & BackendParts;
  readonly #known = new WeakMap<Polynomial, number>();

  /** Throws where the module cannot be started on this backend: no SIMD, or memory shared between threads. */
  constructor(backend: tf.KernelBackend) {
    this.#backend = backend as tf.KernelBackend & BackendParts;
    const memory = Object.values(this.#backend.wasm.asm ?? {}).find(
      (value) => value instanceof WebAssembly.Memory,
    );
    const bytes = Uint8Array.from(atob(packBinary), (letter) => letter.charCodeAt(0));
    const module = new WebAssembly.Module(bytes);
    const instance = new WebAssembly.Instance(module, { env: { memory: memory as WebAssembly.Memory } });
    this.kernels = instance.exports as unknown as PackExports;
    this.scratch = this.#allocate(SCRATCH_BYTES);
  }

  #allocate(bytes: number): number {
    const address = this.#backend.wasm._malloc(bytes) >>> 0;
    if (address === 0) throw new RangeError(`wasm kernels: no memory for ${bytes} bytes`);
    return address;
  }

  /** Where the values of a tensor lie; they are brought here from another backend first. */
  address(tensor: tf.Tensor): number {
    return this.#backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /** A new tensor, its memory not set. */
  output<T extends tf.Tensor>(shape: number[]): T {
    const info = this.#backend.makeOutput(shape, 'float32');
    return tf.engine().makeTensorFromTensorInfo(info, this.#backend) as T;
  }

  /** Where the powers of a polynomial lie as floats; written once and kept. */
  powers(polynomial: Polynomial): number {
    const known = this.#known.get(polynomial);
    if (known !== undefined) return known;
    const values = Float32Array.from(polynomial.powers);
    const address = this.#allocate(values.byteLength);
    this.#backend.wasm.HEAPU8.set(new Uint8Array(values.buffer), address);
    this.#known.set(polynomial, address);
    return address;
  }
}
