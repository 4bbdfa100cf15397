import { logOnePlus } from '../logOnePlus.ts';
import { tableExponential } from '../tableExponential.ts';
import { tableLogarithm } from '../tableLogarithm.ts';

/**
 * The twin of assembly/exponentialSums.ts; see ../exponentialSums.ts. A row whose largest value is infinite
 * is passed over, with that value in `sums`.
 */
export function exponentialSums(
  rows: Float64Array,
  columns: number,
  sums: Float64Array,
  shares: Float64Array | undefined,
  least: number = Number.NEGATIVE_INFINITY,
): void {
  for (let i = 0; i < sums.length; i++) {
    const start = i * columns;
    const end = start + columns;
    let most = Number.NEGATIVE_INFINITY;
    for (let j = start; j < end; j++) if (rows[j] > most) most = rows[j];
    if (Math.abs(most) === Number.POSITIVE_INFINITY) {
      sums[i] = most;
      continue;
    }
    let maxima = 0;
    let even = 0;
    let odd = 0;
    for (let j = start; j < end; j++) {
      const x = rows[j];
      const power = x - most < least ? 0 : tableExponential(x - most);
      if (x === most) maxima++;
      else if ((j - start) % 2 === 0) even += power;
      else odd += power;
      if (shares !== undefined) shares[j] = power;
    }
    const others = even + odd;
    const sum = maxima + others;
    sums[i] = most + (maxima === 1 ? logOnePlus(others) : tableLogarithm(sum));
    if (shares !== undefined) for (let j = start; j < end; j++) shares[j] /= sum;
  }
}
