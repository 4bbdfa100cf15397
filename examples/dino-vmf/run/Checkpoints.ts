import { copyFileSync, existsSync, linkSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainState } from '../training/trainStep.ts';
import { UserError, writeFailure } from '../UserError.ts';
import {
  type CheckpointAbout,
  type CheckpointHeader,
  readCheckpoint,
  stepOfCheckpoint,
  writeCheckpoint,
} from './checkpoint.ts';

/** A checkpoint that is whole, and the newer ones that are not. */
export interface FoundCheckpoint {
  readonly path: string;
  readonly header: CheckpointHeader;
  readonly tensors: Buffer;
  readonly damaged: readonly { readonly path: string; readonly why: string }[];
}

/**
 * The checkpoints of a run folder: `checkpoint.bin` is the newest, `checkpoint-STEP.bin` are those before it. At every
 * moment, a kill in the middle of a write included, `checkpoint.bin` is whole.
 */
export class Checkpoints {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get newest(): string {
    return join(this.#folder, 'checkpoint.bin');
  }

  /** Writes the newest and keeps it and the ones before it, `keep` in all (2 at least). */
  async write(state: TrainState, about: CheckpointAbout, keep: number): Promise<void> {
    // Makes room first: together with the file written aside there are never more than `keep` on the disk, or 2.
    for (const { path } of this.#earlier().slice(Math.max(0, keep - 2))) rmSync(path);
    const step = existsSync(this.newest) ? stepOfCheckpoint(this.newest) : null;
    await writeCheckpoint(this.newest, state, about, () => {
      if (keep > 1 && step !== null && step !== state.step) this.#keepAs(this.#numbered(step));
    });
  }

  /** The newest checkpoint that is whole. A UserError when there is none: that of checkpoint.bin. */
  find(): FoundCheckpoint {
    const damaged: { path: string; why: string }[] = [];
    let first: unknown;
    for (const path of [this.newest, ...this.#earlier().map((own) => own.path)]) {
      try {
        return { path, ...readCheckpoint(path), damaged };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        first ??= error;
        damaged.push({ path, why: error.message.replace(`${path}: `, '') });
      }
    }
    throw first;
  }

  /** Makes the checkpoint that was found the newest; those that are damaged keep their bytes under another name. */
  settle({ path, damaged }: FoundCheckpoint): void {
    for (const own of damaged) if (existsSync(own.path)) this.#rename(own.path, `${own.path}.damaged`);
    if (path !== this.newest) this.#rename(path, this.newest);
  }

  /**
   * Goes back to the last state that a finite step was made from, when the step after `step` was not finite: a
   * checkpoint of just that step is set aside as `checkpoint.bin.diverged`. Gives the step gone back to.
   */
  rollBack(step: number): number {
    const before = this.#earlier()[0];
    const newest = stepOfCheckpoint(this.newest) ?? 0;
    if (newest < step || before === undefined) return newest;
    this.#rename(this.newest, `${this.newest}.diverged`);
    this.#rename(before.path, this.newest);
    return before.step;
  }

  /** The numbered ones, the newest first. */
  #earlier(): { readonly step: number; readonly path: string }[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .flatMap((name) => {
        const step = name.match(/^checkpoint-(\d+)\.bin$/)?.[1];
        return step === undefined ? [] : [{ step: Number(step), path: join(this.#folder, name) }];
      })
      .sort((a, b) => b.step - a.step);
  }

  #numbered(step: number): string {
    return join(this.#folder, `checkpoint-${step}.bin`);
  }

  /** A second name for the newest, or a copy where the file system knows no links. */
  #keepAs(path: string): void {
    rmSync(path, { force: true });
    try {
      linkSync(this.newest, path);
    } catch {
      copyFileSync(this.newest, path);
    }
  }

  #rename(from: string, to: string): void {
    try {
      renameSync(from, to);
    } catch (error) {
      throw writeFailure(to, error, `${from} is as it was.`);
    }
  }
}
