import { Worker } from 'node:worker_threads';
import { UserError } from '../UserError.ts';
import type { MultiCropBatch } from './views.ts';
import type { ViewAnswer, ViewTask, ViewWork } from './viewWorker.ts';

interface Waiting {
  readonly resolve: (views: MultiCropBatch) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that makes views; tasks are done in their order. */
export class ViewThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lost: Error | null = null;
  #tasks = 0;

  constructor(work: ViewWork) {
    this.#worker = new Worker(new URL('./startViewWorker.mjs', import.meta.url), {
      workerData: work,
      execArgv: [],
    });
    // The engine keeps the process alive, not the threads.
    this.#worker.unref();
    this.#worker.on('message', (answer: ViewAnswer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#lose(error.stack ?? error.message));
    this.#worker.on('exit', (code) => this.#lose(`it ended with status ${code}`));
  }

  /** The views of rows of a step; rejects with a UserError when they cannot be made. */
  make(task: Omit<ViewTask, 'task'>): Promise<MultiCropBatch> {
    const made = new Promise<MultiCropBatch>((resolve, reject) => {
      if (this.#lost) return reject(this.#lost);
      this.#waiting.set(this.#tasks, { resolve, reject });
      this.#worker.postMessage({ ...task, task: this.#tasks++ } satisfies ViewTask);
      this.#worker.ref();
    });
    // Views made ahead may never be asked for.
    made.catch(() => {});
    return made;
  }

  async close(): Promise<void> {
    this.#lost = new Error('the thread was closed');
    await this.#worker.terminate();
  }

  #take(answer: ViewAnswer): void {
    // Once it is being ended, the thread has to keep the process alive until it is.
    if (this.#lost) return;
    const waiting = this.#waiting.get(answer.task);
    this.#waiting.delete(answer.task);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('views' in answer) waiting?.resolve(answer.views);
    else waiting?.reject(answer.forUser ? new UserError(answer.failure) : new Error(answer.failure));
  }

  #lose(why: string): void {
    this.#lost ??= new UserError(`a thread that makes views was lost: ${why}. --workers 0 goes on without.`);
    for (const { reject } of this.#waiting.values()) reject(this.#lost);
    this.#waiting.clear();
  }
}
