/**
 * Sets of the same things at several levels, each level finer than the one before it: what is joined at a level is
 * joined at all before it. A forest with path halving for each level.
 */
export class NestedSets {
  readonly #parents: readonly Int32Array[];

  constructor(count: number, levels: number) {
    this.#parents = Array.from({ length: levels }, () => Int32Array.from({ length: count }, (_, i) => i));
  }

  /** Joins a and b at the first `levels` levels. */
  join(a: number, b: number, levels: number): void {
    for (let level = levels - 1; level >= 0; level--) {
      const parents = this.#parents[level] as Int32Array;
      const [rootA, rootB] = [root(parents, a), root(parents, b)];
      if (rootA === rootB) return;
      parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }
  }

  /** The sizes of the sets of a level, in the order of their first members. */
  sizes(level: number): number[] {
    const parents = this.#parents[level] as Int32Array;
    const sizes = new Map<number, number>();
    for (let i = 0; i < parents.length; i++) {
      const of = root(parents, i);
      sizes.set(of, (sizes.get(of) ?? 0) + 1);
    }
    return [...sizes.values()];
  }
}

function root(parents: Int32Array, i: number): number {
  while (parents[i] !== i) {
    const above = parents[parents[i] as number] as number;
    parents[i] = above;
    i = above;
  }
  return i;
}
