import { setImmediate } from 'node:timers/promises';
import type { Objective } from './lbfgs.ts';
import type { Rows } from './Rows.ts';

/** Rows between two turns of the event loop, so that Ctrl-C is heard. */
const ROWS_PER_TURN = 8192;

/**
 * Mean cross-entropy plus λ/2 ‖W‖² and its gradient in double precision, as a function of one vector: the weights
 * [classes, dimension], then, with an intercept, [classes]. Four rows are taken at once, so that each weight
 * is loaded once for four products.
 */
export function logisticObjective(
  rows: Rows,
  classes: number,
  penalty: number,
  intercept: boolean,
): Objective {
  const { dimension, labels } = rows;
  const size = dimension * classes;
  const n = labels.length;
  const logits = new Float64Array(4 * classes);
  return async (x) => {
    const gradient = new Float64Array(x.length);
    let loss = 0;
    for (let row = 0; row < n; row += 4) {
      if (row % ROWS_PER_TURN === ROWS_PER_TURN - 4) await setImmediate();
      const offsets = [row, row + 1, row + 2, row + 3].map((r) => Math.min(r, n - 1) * dimension) as Four;
      for (let i = 0; i < 4 * classes; i++) logits[i] = intercept ? (x[size + (i >> 2)] as number) : 0;
      addProducts(rows.values, offsets, dimension, x, classes, logits);
      for (let k = 0; k < 4; k++) {
        const there = row + k < n;
        const own = labels[Math.min(row + k, n - 1)] as number;
        const logit = logits[4 * own + k] as number;
        const logSum = toProbabilities(logits, k);
        if (there) loss += logSum - logit;
        for (let i = k; i < 4 * classes; i += 4) logits[i] = there ? (logits[i] as number) : 0;
        if (there) logits[4 * own + k] = (logits[4 * own + k] as number) - 1;
      }
      addOuter(rows.values, offsets, dimension, logits, classes, gradient);
      if (intercept) {
        for (let i = 0; i < 4 * classes; i++) {
          const at = size + (i >> 2);
          gradient[at] = (gradient[at] as number) + (logits[i] as number);
        }
      }
    }
    let squares = 0;
    for (let i = 0; i < x.length; i++) {
      const weight = i < size ? (x[i] as number) : 0;
      squares += weight * weight;
      gradient[i] = (gradient[i] as number) / n + penalty * weight;
    }
    return { value: loss / n + (penalty / 2) * squares, gradient };
  };
}

type Four = [number, number, number, number];

/** out[4c + k] += ⟨row k, w_c⟩ */
function addProducts(
  values: Float64Array,
  [a, b, c, d]: Four,
  dimension: number,
  w: Float64Array,
  classes: number,
  out: Float64Array,
): void {
  for (let k = 0, from = 0; k < classes; k++, from += dimension) {
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let j = 0; j < dimension; j++) {
      const weight = w[from + j] as number;
      s0 += weight * (values[a + j] as number);
      s1 += weight * (values[b + j] as number);
      s2 += weight * (values[c + j] as number);
      s3 += weight * (values[d + j] as number);
    }
    const at = 4 * k;
    out[at] = (out[at] as number) + s0;
    out[at + 1] = (out[at + 1] as number) + s1;
    out[at + 2] = (out[at + 2] as number) + s2;
    out[at + 3] = (out[at + 3] as number) + s3;
  }
}

/** out_c += Σ_k factors[4c + k] · row k */
function addOuter(
  values: Float64Array,
  [a, b, c, d]: Four,
  dimension: number,
  factors: Float64Array,
  classes: number,
  out: Float64Array,
): void {
  for (let k = 0, from = 0; k < classes; k++, from += dimension) {
    const [f0, f1, f2, f3] = factors.subarray(4 * k, 4 * k + 4) as unknown as Four;
    for (let j = 0; j < dimension; j++) {
      out[from + j] =
        (out[from + j] as number) +
        f0 * (values[a + j] as number) +
        f1 * (values[b + j] as number) +
        f2 * (values[c + j] as number) +
        f3 * (values[d + j] as number);
    }
  }
}

/** Overwrites every fourth logit, from `k` on, by the softmax of them and returns their log-sum-exp. */
function toProbabilities(logits: Float64Array, k: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = k; i < logits.length; i += 4) most = Math.max(most, logits[i] as number);
  let sum = 0;
  for (let i = k; i < logits.length; i += 4) {
    const e = Math.exp((logits[i] as number) - most);
    logits[i] = e;
    sum += e;
  }
  for (let i = k; i < logits.length; i += 4) logits[i] = (logits[i] as number) / sum;
  return most + Math.log(sum);
}
