/** Which prototypes won the latest batches: the counts of the last `batches` that were added. */
export class WinnerCounts {
  readonly #counts: Int32Array;
  readonly #batches: number;
  readonly #recent: Int32Array[] = [];
  #next = 0;
  #views = 0;

  constructor(prototypes: number, batches: number) {
    this.#counts = new Int32Array(prototypes);
    this.#batches = batches;
  }

  /** The winner of each view of a batch. */
  add(winners: Int32Array): void {
    const old = this.#recent[this.#next];
    if (old) this.#count(old, -1);
    this.#recent[this.#next] = winners;
    this.#next = (this.#next + 1) % this.#batches;
    this.#count(winners, 1);
  }

  #count(winners: Int32Array, one: 1 | -1): void {
    for (const k of winners) this.#counts[k] = (this.#counts[k] as number) + one;
    this.#views += one * winners.length;
  }

  /** How many views are counted. */
  get views(): number {
    return this.#views;
  }

  /** Share of the prototypes that won none of them. */
  get voidShare(): number {
    let none = 0;
    for (const count of this.#counts) if (count === 0) none++;
    return none / this.#counts.length;
  }

  /** Share of the views that the prototype with the most of them won. */
  get largestShare(): number {
    let most = 0;
    for (const count of this.#counts) most = Math.max(most, count);
    return most / this.#views;
  }
}
