/** How often the predicted class is the true one: of all rows, and as the mean over the classes that occur. */
export interface Accuracy {
  readonly top1: number;
  readonly meanPerClass: number;
}

export function accuracy(predicted: Int32Array, labels: Int32Array): Accuracy {
  const total = new Map<number, number>();
  const right = new Map<number, number>();
  labels.forEach((label, row) => {
    total.set(label, (total.get(label) ?? 0) + 1);
    if (predicted[row] === label) right.set(label, (right.get(label) ?? 0) + 1);
  });
  const shares = [...total].map(([label, count]) => (right.get(label) ?? 0) / count);
  const hits = [...right.values()].reduce((a, b) => a + b, 0);
  return { top1: hits / labels.length, meanPerClass: shares.reduce((a, b) => a + b, 0) / shares.length };
}
