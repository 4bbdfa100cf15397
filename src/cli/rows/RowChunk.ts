import type { CsrRows } from './csrSlice.ts';

/** Some rows of a file, flat and row-major or sparse, valid until the next ones are asked for. */
export interface RowChunk {
  readonly data: Float64Array | Float32Array | CsrRows;
  readonly n: number;
  readonly p: number;
  readonly weights: Float64Array | undefined;
  /** Where row i stands: 'line 17' or 'row 16'. */
  place(i: number): string;
}

/** Which rows and columns of a file are wanted. */
export interface RowSelection {
  /** Columns by name, by number from 1, or by ranges of numbers such as 2-257; all where undefined. */
  readonly columns: readonly string[] | undefined;
  /** The column of weights. */
  readonly weights: string | undefined;
  /** Whether text starts with a line of names; found out where undefined. */
  readonly header: boolean | undefined;
}

/** How many rows to hand over at a time: about 1 MB. */
export const rowsPerChunk = (p: number): number => Math.max(1, Math.min(65536, Math.floor(2 ** 17 / p)));

/** Rows that come one by one, gathered into chunks. */
export class ChunkBuilder {
  readonly #p: number;
  readonly #data: Float64Array;
  readonly #weights: Float64Array | undefined;
  readonly #places: Float64Array;
  readonly #unit: string;
  readonly #most: number;
  #n = 0;

  constructor(p: number, weighted: boolean, unit: 'line' | 'row') {
    this.#p = p;
    this.#most = rowsPerChunk(p);
    this.#data = new Float64Array(this.#most * p);
    this.#weights = weighted ? new Float64Array(this.#most) : undefined;
    this.#places = new Float64Array(this.#most);
    this.#unit = unit;
  }

  get isFull(): boolean {
    return this.#n === this.#most;
  }

  /** The place of the next row, to be filled in by the caller: p values. */
  next(place: number, weight: number): Float64Array {
    const i = this.#n++;
    this.#places[i] = place;
    if (this.#weights) this.#weights[i] = weight;
    return this.#data.subarray(i * this.#p, (i + 1) * this.#p);
  }

  /** What was gathered since the last time. */
  take(): RowChunk {
    const n = this.#n;
    this.#n = 0;
    return {
      data: this.#data.subarray(0, n * this.#p),
      n,
      p: this.#p,
      weights: this.#weights?.subarray(0, n),
      place: (i) => `${this.#unit} ${this.#places[i]}`,
    };
  }
}
