import { availableParallelism } from 'node:os';
import type { ImageSet } from './ImageSet.ts';
import { sharedBytes } from './sharedBytes.ts';
import { ViewThread } from './ViewThread.ts';
import { type MultiCropBatch, type MultiCropRecipe, multiCropBatch } from './views.ts';

const MOST_BY_DEFAULT = 16;
/** A thread of its own pays from so many pixels of views a step, some 15 ms of work. */
const LEAST_PIXELS = 50_000;
/** Batches made ahead; of large ones one, so that they do not fill the memory. */
const AHEAD = 2;
const LARGE_BATCH = 2 ** 28;

export interface ViewLoaderOptions {
  readonly images: ImageSet;
  readonly recipe: MultiCropRecipe;
  readonly seed: number;
  /** The step whose views are asked for first; their making begins at once. */
  readonly firstStep: number;
  /** Steps of the run; no views are made ahead for later ones. */
  readonly steps: number;
  readonly batchSize: number;
  /** Threads; null for as many as pay, fewer than there are cores. With 0 the views are made when asked for. */
  readonly workers: number | null;
  /** The images that come after `step` steps. */
  readonly indicesOf: (step: number) => Int32Array;
}

/**
 * The views of each step, made by threads while the engine works on the steps before. Every thread makes
 * its share of the rows of every step; a row's views are drawn from its own stream, so that they do not depend on the
 * number of threads.
 */
export class ViewLoader {
  readonly #options: ViewLoaderOptions;
  readonly #threads: readonly ViewThread[];
  readonly #ahead: number;
  readonly #pending = new Map<number, Promise<MultiCropBatch>[]>();
  #waited = 0;

  constructor(options: ViewLoaderOptions) {
    const { images, recipe, seed, batchSize, workers } = options;
    this.#options = options;
    const pixels = batchSize * pixelsOfViews(recipe);
    const paying = Math.min(MOST_BY_DEFAULT, availableParallelism() - 1, Math.ceil(pixels / LEAST_PIXELS));
    const count = Math.min(batchSize, workers ?? paying);
    const { source } = images;
    const shared =
      count > 0 && source.kind === 'memory' ? { ...source, pixels: inSharedMemory(source.pixels) } : source;
    this.#threads = Array.from({ length: count }, () => new ViewThread({ source: shared, recipe, seed }));
    this.#ahead = 4 * pixels * images.channels > LARGE_BATCH ? 1 : AHEAD;
    if (count > 0 && options.firstStep < options.steps) this.#order(options.firstStep);
  }

  get workers(): number {
    return this.#threads.length;
  }

  /** How long `batch` has taken in all. */
  get secondsWaited(): number {
    return this.#waited / 1000;
  }

  /** The views that come after `step` steps; a UserError names a file that cannot be read. */
  async batch(step: number): Promise<MultiCropBatch> {
    const started = performance.now();
    const views = await this.#made(step);
    this.#waited += performance.now() - started;
    return views;
  }

  async #made(step: number): Promise<MultiCropBatch> {
    const { images, recipe, seed, steps, indicesOf } = this.#options;
    if (this.#threads.length === 0) return await multiCropBatch(images, indicesOf(step), recipe, seed, step);
    for (const made of this.#pending.keys()) {
      if (made < step || made > step + this.#ahead) this.#pending.delete(made);
    }
    this.#order(step);
    for (let next = step + 1; next <= Math.min(step + this.#ahead, steps - 1); next++) this.#order(next);
    const parts = await Promise.all(this.#pending.get(step) as Promise<MultiCropBatch>[]);
    this.#pending.delete(step);
    return this.#joined(parts);
  }

  /** Ends the threads, in the middle of their work if need be. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #order(step: number): void {
    if (this.#pending.has(step)) return;
    const indices = this.#options.indicesOf(step).slice();
    const parts = this.#threads.map((thread, t) => {
      const [from, to] = [this.#firstRow(t), this.#firstRow(t + 1)];
      return thread.make({ step, indices: indices.slice(from, to), firstRow: from });
    });
    this.#pending.set(step, parts);
  }

  #firstRow(thread: number): number {
    return Math.round((thread * this.#options.batchSize) / this.#threads.length);
  }

  /** Views of all rows, view after view. */
  #joined(parts: readonly MultiCropBatch[]): MultiCropBatch {
    if (parts.length === 1) return parts[0] as MultiCropBatch;
    const { recipe, batchSize } = this.#options;
    const together = (arrays: readonly Float32Array[], views: number) => {
      const out = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
      const row = out.length / Math.max(1, views * batchSize);
      arrays.forEach((array, t) => {
        const length = array.length / Math.max(1, views);
        for (let view = 0; view < views; view++) {
          const at = (view * batchSize + this.#firstRow(t)) * row;
          out.set(array.subarray(view * length, (view + 1) * length), at);
        }
      });
      return out;
    };
    return {
      globals: together(
        parts.map(({ globals }) => globals),
        recipe.globals.length,
      ),
      locals: together(
        parts.map(({ locals }) => locals),
        recipe.localCount,
      ),
    };
  }
}

/** Of all views of one image. */
function pixelsOfViews({ globals, local, localCount }: MultiCropRecipe): number {
  return globals.reduce((sum, { size }) => sum + size ** 2, localCount * local.size ** 2);
}

function inSharedMemory(pixels: Uint8Array): Uint8Array {
  if (pixels.buffer instanceof SharedArrayBuffer) return pixels;
  const shared = sharedBytes(pixels.length);
  shared.set(pixels);
  return shared;
}
