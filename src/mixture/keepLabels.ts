/** Leaves of each labelled row's log densities the one of its label. */
export function keepLabels(
  labels: Int32Array,
  first: number,
  count: number,
  columns: number,
  logs: Float64Array,
): void {
  for (let i = 0; i < count; i++) {
    const label = labels[first + i];
    if (label < 0) continue;
    const log = logs[i * columns + label];
    logs.fill(Number.NEGATIVE_INFINITY, i * columns, (i + 1) * columns);
    logs[i * columns + label] = log;
  }
}
