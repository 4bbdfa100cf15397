/**
 * How far unit features spread: √d times the mean over the d dimensions of their standard deviation. About 1
 * when they fill the sphere, 0 when all rows point one way (Chen and He, 2021, with 1/√d as the unit).
 *
 * @param values [rows, dimension]; rows of zeros count as the centre of the sphere
 */
export function featureDeviation(values: Float32Array, dimension: number): number {
  const rows = values.length / dimension;
  const sums = new Float64Array(dimension);
  const squares = new Float64Array(dimension);
  for (let from = 0; from < values.length; from += dimension) {
    let length = 0;
    for (let j = 0; j < dimension; j++) length = Math.hypot(length, values[from + j] as number);
    if (length === 0) continue;
    for (let j = 0; j < dimension; j++) {
      const x = (values[from + j] as number) / length;
      sums[j] = (sums[j] as number) + x;
      squares[j] = (squares[j] as number) + x * x;
    }
  }
  let total = 0;
  for (let j = 0; j < dimension; j++) {
    const mean = (sums[j] as number) / rows;
    total += Math.sqrt(Math.max(0, (squares[j] as number) / rows - mean * mean));
  }
  return total / Math.sqrt(dimension);
}
