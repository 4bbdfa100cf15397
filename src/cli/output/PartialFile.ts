import { rmSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError } from '../CommandError.ts';
import { temporaryFiles } from '../temporaryFiles.ts';
import type { Output } from './standardOutput.ts';

/** A file written beside its place and moved there when it is whole: half of it is never found there. */
export class PartialFile implements Output {
  readonly #path: string;
  readonly #aside: string;
  readonly #handle: FileHandle;

  private constructor(path: string, aside: string, handle: FileHandle) {
    this.#path = path;
    this.#aside = aside;
    this.#handle = handle;
  }

  static async create(path: string): Promise<PartialFile> {
    const aside = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
    try {
      const handle = await open(aside, 'wx');
      temporaryFiles.add(aside);
      return new PartialFile(path, aside, handle);
    } catch (error) {
      throw fileError(path, error);
    }
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    try {
      await this.#handle.appendFile(chunk);
    } catch (error) {
      throw fileError(this.#path, error);
    }
  }

  async end(): Promise<void> {
    try {
      await this.#handle.close();
      await rename(this.#aside, this.#path);
      temporaryFiles.delete(this.#aside);
    } catch (error) {
      throw fileError(this.#path, error);
    }
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    rmSync(this.#aside, { force: true });
    temporaryFiles.delete(this.#aside);
  }
}
