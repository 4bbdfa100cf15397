/**
 * The lines of a run, fewer the more there are: all of them at first, then every second, every fourth, ...
 * by step, so that never more than `most` are kept; and always the last one.
 */
export class ThinnedRows<Row extends { readonly step: number }> {
  readonly #most: number;
  #every = 1;
  #kept: Row[] = [];
  #last: Row | null = null;

  constructor(most: number) {
    this.#most = most;
  }

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      this.#last = row;
      if (row.step % this.#every !== 0) continue;
      this.#kept.push(row);
      if (this.#kept.length <= this.#most) continue;
      this.#every *= 2;
      this.#kept = this.#kept.filter(({ step }) => step % this.#every === 0);
    }
  }

  clear(): void {
    this.#every = 1;
    this.#kept = [];
    this.#last = null;
  }

  get rows(): Row[] {
    const isLastKept = this.#last === null || this.#kept.at(-1) === this.#last;
    return isLastKept ? [...this.#kept] : [...this.#kept, this.#last as Row];
  }
}
