import { PURPOSE, Random } from '../random.ts';

/**
 * Which images a step takes: every pass shuffles them anew from (seed, pass), the last, partial batch of a
 * pass is left out. It follows from the step alone, so a resumed run needs no more than its step number.
 */
export class DataOrder {
  readonly #seed: number;
  readonly #count: number;
  readonly #batchSize: number;
  #shuffled: { readonly epoch: number; readonly order: Int32Array } | null = null;

  constructor(seed: number, count: number, batchSize: number) {
    this.#seed = seed;
    this.#count = count;
    this.#batchSize = batchSize;
  }

  get batchesPerEpoch(): number {
    return Math.floor(this.#count / this.#batchSize);
  }

  /** The pass and the batch of it that comes after `step` steps, both from 0. */
  position(step: number): { readonly epoch: number; readonly batch: number } {
    return { epoch: Math.floor(step / this.batchesPerEpoch), batch: step % this.batchesPerEpoch };
  }

  /** The indices of the images that come after `step` steps. */
  batch(step: number): Int32Array {
    const { epoch, batch } = this.position(step);
    if (this.#shuffled?.epoch !== epoch) {
      const order = Random.keyed(this.#seed, PURPOSE.order, epoch).permutation(this.#count);
      this.#shuffled = { epoch, order };
    }
    return this.#shuffled.order.subarray(batch * this.#batchSize, (batch + 1) * this.#batchSize);
  }
}
