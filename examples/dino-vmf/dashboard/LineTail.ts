import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What came to a file of lines since it was last read. */
export interface NewLines<Row> {
  /** True when the file was replaced or cut, as by a resumed run: the rows are all that is in it now. */
  readonly isNew: boolean;
  readonly rows: Row[];
}

const BYTES_AT_ONCE = 1 << 20;

/** Follows a file of JSON lines that another process appends to. */
export class LineTail<Row> {
  readonly #path: string;
  #inode = -1;
  #offset = 0;
  /** Bytes of a line whose end is not written yet. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  /** Nothing while the file does not exist; lines that are no JSON are left out. */
  read(): NewLines<Row> {
    let file: number;
    try {
      file = openSync(this.#path, 'r');
    } catch {
      return { isNew: false, rows: [] };
    }
    try {
      const { ino, size } = fstatSync(file);
      const isNew = ino !== this.#inode || size < this.#offset;
      if (isNew) [this.#inode, this.#offset, this.#rest] = [ino, 0, Buffer.alloc(0)];
      const rows: Row[] = [];
      while (this.#offset < size) {
        const bytes = Buffer.alloc(Math.min(BYTES_AT_ONCE, size - this.#offset));
        const count = readSync(file, bytes, 0, bytes.length, this.#offset);
        if (count === 0) break;
        this.#offset += count;
        rows.push(...this.#lines(bytes.subarray(0, count)));
      }
      return { isNew, rows };
    } finally {
      closeSync(file);
    }
  }

  #lines(bytes: Buffer): Row[] {
    const all = Buffer.concat([this.#rest, bytes]);
    const end = all.lastIndexOf(10) + 1;
    this.#rest = all.subarray(end);
    const rows: Row[] = [];
    for (const line of all.toString('utf8', 0, end).split('\n')) {
      try {
        rows.push(JSON.parse(line) as Row);
      } catch {
        // The empty end after the last line, or half a line that a kill left.
      }
    }
    return rows;
  }
}
