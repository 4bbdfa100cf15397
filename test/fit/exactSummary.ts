import { Decimal } from 'decimal.js';
import { type Expected, exactDecimal, expected } from '../support/table.ts';

const Exact = Decimal.clone({ precision: 80, minE: -9e15, maxE: 9e15 });

/** W, S = Σ wᵢ xᵢ/|xᵢ| and 1 - |S|/W in 80 digits, from rows as they are. */
export function exactSummary(rows: readonly ArrayLike<number>[], weights?: ArrayLike<number>) {
  const p = rows[0].length;
  const sums = Array.from({ length: p }, () => new Exact(0));
  let weight = new Exact(0);
  rows.forEach((row, i) => {
    const values = Array.from(row, (value) => new Exact(exactDecimal(value)));
    const length = values.reduce((sum, value) => sum.plus(value.times(value)), new Exact(0)).sqrt();
    const w = new Exact(exactDecimal(weights === undefined ? 1 : weights[i]));
    weight = weight.plus(w);
    for (let j = 0; j < p; j++) sums[j] = sums[j].plus(values[j].div(length).times(w));
  });
  const length = sums.reduce((sum, value) => sum.plus(value.times(value)), new Exact(0)).sqrt();
  const rest = new Exact(1).minus(length.div(weight));
  return {
    weight: expected(weight),
    resultant: sums.map((sum): Expected => expected(sum)),
    rBar: expected(length.div(weight)),
    oneMinusRBar: expected(rest),
  };
}
