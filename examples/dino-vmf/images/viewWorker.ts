import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../UserError.ts';
import { fileImages } from './fileImages.ts';
import type { PixelSource } from './ImageSet.ts';
import { memoryImages } from './memoryImages.ts';
import { type MultiCropBatch, type MultiCropRecipe, multiCropBatch } from './views.ts';

/** What a thread is started with. */
export interface ViewWork {
  readonly source: PixelSource;
  readonly recipe: MultiCropRecipe;
  readonly seed: number;
}

/** Rows of one step, the first of them row `firstRow`. */
export interface ViewTask {
  readonly task: number;
  readonly step: number;
  readonly indices: Int32Array;
  readonly firstRow: number;
}

/** The views of a task, or why there are none. */
export type ViewAnswer = { readonly task: number } & (
  | { readonly views: MultiCropBatch }
  | { readonly failure: string; readonly forUser: boolean }
);

const { source, recipe, seed } = workerData as ViewWork;
const unlabelled = new Int32Array(0);
const images =
  source.kind === 'memory' ? memoryImages(source, unlabelled, []) : fileImages(source, unlabelled, []);

let done: Promise<void> = Promise.resolve();

/** Task after task: a task that waits for files does not let the next one in. */
parentPort?.on('message', (task: ViewTask) => {
  done = done.then(() => answer(task));
});

async function answer({ task, step, indices, firstRow }: ViewTask): Promise<void> {
  const post = (message: ViewAnswer, transferred: ArrayBuffer[] = []) =>
    parentPort?.postMessage(message, transferred);
  try {
    const views = await multiCropBatch(images, indices, recipe, seed, step, firstRow);
    post({ task, views }, [views.globals.buffer as ArrayBuffer, views.locals.buffer as ArrayBuffer]);
  } catch (error) {
    const { message, stack } = error as Error;
    const forUser = error instanceof UserError;
    post({ task, failure: forUser ? message : (stack ?? message), forUser });
  }
}
