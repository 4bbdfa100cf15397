import { rmSync } from 'node:fs';
import { type FileHandle, open, realpath, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError } from '../CommandError.ts';
import { temporaryFiles } from '../temporaryFiles.ts';
import type { Output } from './standardOutput.ts';

/**
 * A file written beside its place and moved there when it is whole: half of it is never found there. A link stays, and
 * what it leads to is replaced. A pipe or a device, such as /dev/null, is written to as it stands.
 */
export class PartialFile implements Output {
  readonly #path: string;
  /** Undefined where the place itself is written to. */
  readonly #aside: string | undefined;
  readonly #handle: FileHandle;

  private constructor(path: string, aside: string | undefined, handle: FileHandle) {
    this.#path = path;
    this.#aside = aside;
    this.#handle = handle;
  }

  static async create(path: string): Promise<PartialFile> {
    try {
      const found = await stat(path).catch(() => undefined);
      if (found?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
      if (found && !found.isFile()) return new PartialFile(path, undefined, await open(path, 'w'));
      const place = found ? await realpath(path) : path;
      const aside = join(dirname(place), `.${basename(place)}.${process.pid}.partial`);
      const handle = await open(aside, 'wx');
      temporaryFiles.add(aside);
      return new PartialFile(place, aside, handle);
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
      if (this.#aside === undefined) return;
      await rename(this.#aside, this.#path);
      temporaryFiles.delete(this.#aside);
    } catch (error) {
      throw fileError(this.#path, error);
    }
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    if (this.#aside === undefined) return;
    rmSync(this.#aside, { force: true });
    temporaryFiles.delete(this.#aside);
  }
}
