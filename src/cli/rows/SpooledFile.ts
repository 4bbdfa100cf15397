import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryFiles } from '../temporaryFiles.ts';
import type { ByteSource } from './ByteSource.ts';

/** The bytes of a pipe in a temporary file, for formats that are read from the end. */
export class SpooledFile {
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #folder: string;

  private constructor(handle: FileHandle, size: number, folder: string) {
    this.#handle = handle;
    this.size = size;
    this.#folder = folder;
  }

  static async from(source: ByteSource): Promise<SpooledFile> {
    const folder = await mkdtemp(join(tmpdir(), 'vmf-'));
    temporaryFiles.add(folder);
    const handle = await open(join(folder, 'input'), 'wx+', 0o600);
    let size = 0;
    try {
      for await (const bytes of source) {
        await handle.write(bytes);
        size += bytes.length;
      }
    } catch (error) {
      await new SpooledFile(handle, size, folder).remove();
      throw error;
    }
    return new SpooledFile(handle, size, folder);
  }

  get fd(): number {
    return this.#handle.fd;
  }

  async remove(): Promise<void> {
    await this.#handle.close();
    await rm(this.#folder, { recursive: true, force: true });
    temporaryFiles.delete(this.#folder);
  }
}
