/**
 * Leaves of each labelled row's log densities the one of its label. Where it is -Infinity, which happens to rows
 * of weight 0 alone, it becomes the least finite number, so that the row is of that label all the same.
 */
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
    const log = Math.max(logs[i * columns + label], -Number.MAX_VALUE);
    logs.fill(Number.NEGATIVE_INFINITY, i * columns, (i + 1) * columns);
    logs[i * columns + label] = log;
  }
}
