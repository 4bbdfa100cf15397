import { fstatSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fileError } from '../CommandError.ts';

const READ_SIZE = 2 ** 20;

/** The bytes of a file or of standard input, in order, once. */
export class ByteSource {
  /** The path, or 'standard input'. */
  readonly name: string;
  /** How many bytes there are, where that is known. */
  readonly size: number | undefined;
  /** The file descriptor where any place can be read, as it can in a file and not in a pipe. */
  readonly seekable: number | undefined;
  /** Bytes handed out so far. */
  consumed = 0;
  readonly #handle: FileHandle | undefined;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #peeked: Uint8Array = new Uint8Array(0);

  private constructor(
    name: string,
    size: number | undefined,
    seekable: number | undefined,
    chunks: AsyncIterable<Uint8Array>,
    handle?: FileHandle,
  ) {
    this.name = name;
    this.size = size;
    this.seekable = seekable;
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#handle = handle;
  }

  /** @param path a path, or `-` for standard input */
  static async open(path: string): Promise<ByteSource> {
    if (path === '-') {
      const isFile = fstatSync(0).isFile();
      const size = isFile ? fstatSync(0).size : undefined;
      return new ByteSource('standard input', size, isFile ? 0 : undefined, process.stdin);
    }
    let handle: FileHandle | undefined;
    try {
      handle = await open(path);
      const stat = await handle.stat();
      if (stat.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
      const stream = handle.createReadStream({ highWaterMark: READ_SIZE, autoClose: false });
      return stat.isFile()
        ? new ByteSource(path, stat.size, handle.fd, stream, handle)
        : new ByteSource(path, undefined, undefined, stream, handle);
    } catch (error) {
      await handle?.close();
      throw fileError(path, error);
    }
  }

  /** The first bytes, fewer where there are not so many, without taking them. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#peeked.length < count) {
      const next = await this.#next();
      if (next === undefined) break;
      this.#peeked = Buffer.concat([this.#peeked, next]);
    }
    return this.#peeked.subarray(0, count);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let chunk: Uint8Array | undefined = this.#peeked;
    this.#peeked = new Uint8Array(0);
    for (; chunk !== undefined; chunk = await this.#next()) {
      this.consumed += chunk.length;
      if (chunk.length > 0) yield chunk;
    }
  }

  async #next(): Promise<Uint8Array | undefined> {
    try {
      const { value, done } = await this.#chunks.next();
      return done ? undefined : value;
    } catch (error) {
      throw fileError(this.name, error);
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
    await this.#handle?.close();
  }
}
