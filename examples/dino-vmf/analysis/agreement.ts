/** How far a clustering agrees with labels; none of it depends on how clusters are numbered. */
export interface Agreement {
  /** Clusters with at least one member. */
  readonly clusters: number;
  /** Normalized mutual information, 2 I/(H + H'): 0 for independent ones, 1 for the same. */
  readonly nmi: number;
  /** Adjusted Rand index (Hubert & Arabie, J. Classification 2 (1985)): 0 on average by chance, 1 for the same. */
  readonly ari: number;
  /** Share of members that have their cluster's most frequent label; it grows with the number of clusters. */
  readonly purity: number;
}

/** Of two clusterings with one member, or one cluster each, nmi and ari are 1: they are the same. */
export function agreement(clusters: ArrayLike<number>, labels: ArrayLike<number>): Agreement {
  const n = labels.length;
  const table = new Map<number, Map<number, number>>();
  const labelCounts = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const [cluster, label] = [clusters[i] as number, labels[i] as number];
    const row = table.get(cluster) ?? new Map<number, number>();
    table.set(cluster, row.set(label, (row.get(label) ?? 0) + 1));
    labelCounts.set(label, (labelCounts.get(label) ?? 0) + 1);
  }
  const rows = [...table.values()].map((row) => ({ row, size: total(row.values()) }));
  const sizes = rows.map(({ size }) => size);
  const cells = rows.flatMap(({ row, size }) =>
    [...row].map(([label, count]) => ({ count, size, labelled: labelCounts.get(label) as number })),
  );
  const entropies =
    total(sizes.map((s) => entropy(s / n))) + total([...labelCounts.values()].map((s) => entropy(s / n)));
  const information = total(
    cells.map(({ count, size, labelled }) => (count / n) * Math.log((count * n) / (size * labelled))),
  );
  const pairs = (counts: Iterable<number>) => total([...counts].map((c) => (c * (c - 1)) / 2));
  const together = pairs(cells.map(({ count }) => count));
  const [inClusters, inLabels] = [pairs(sizes), pairs(labelCounts.values())];
  const expected = n > 1 ? (inClusters * inLabels) / ((n * (n - 1)) / 2) : 0;
  const most = (inClusters + inLabels) / 2;
  return {
    clusters: rows.length,
    nmi: entropies === 0 ? 1 : (2 * information) / entropies,
    ari: most === expected ? 1 : (together - expected) / (most - expected),
    purity: total(rows.map(({ row }) => Math.max(...row.values()))) / n,
  };
}

const entropy = (share: number): number => -share * Math.log(share);
const total = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
