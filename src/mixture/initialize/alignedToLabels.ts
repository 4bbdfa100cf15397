import { lengthOf } from '../../validate.ts';
import { concatenated } from '../concatenated.ts';
import type { MixtureData } from '../MixtureData.ts';
import { passOver } from '../passOver.ts';
import { rowFactors } from './rowFactors.ts';

/** The sum of the labelled rows of each of k components; zeros where a component has none. */
function labelledSums(data: MixtureData, labels: Int32Array, k: number): Float64Array {
  const pass = passOver(data.rows, new Float64Array(k * data.p), k);
  const chosen = labels.map((label) => (label < k ? label : -1));
  pass.addRows(0, data.n, chosen, rowFactors(data));
  return pass.sums();
}

const cosine = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, j) => sum + x * b[j], 0);

/**
 * Directions for k components of which some have labelled rows: those point to the mean of their rows, the others
 * take of the `found` directions the one farthest from all taken before.
 */
export function alignedToLabels(data: MixtureData, found: Float64Array, k: number): Float64Array {
  const { labels, p } = data;
  if (labels === undefined) return found;
  const sums = labelledSums(data, labels, k);
  const left = Array.from({ length: k }, (_, c) => found.subarray(c * p, (c + 1) * p));
  const taken: Float64Array[] = [];
  const open: number[] = [];
  const directions: Float64Array[] = [];
  for (let c = 0; c < k; c++) {
    const sum = sums.subarray(c * p, (c + 1) * p);
    const length = lengthOf(sum);
    if (length === 0) open.push(c);
    else {
      directions[c] = sum.map((x) => x / length);
      taken.push(directions[c]);
    }
  }
  for (const c of open) {
    const nearest = left.map((direction) => Math.max(-1, ...taken.map((other) => cosine(direction, other))));
    const at = nearest.indexOf(Math.min(...nearest));
    [directions[c]] = left.splice(at, 1);
    taken.push(directions[c]);
  }
  return concatenated(directions);
}
