import { Decimal } from 'decimal.js';
import { exactDecimal } from './table.ts';

export const Exact: typeof Decimal = Decimal.clone({ precision: 60, minE: -9e15, maxE: 9e15 });

/** 1 - cos of the angle between two vectors of doubles, to about 50 digits. */
export function exactVersine(a: ArrayLike<number>, b: ArrayLike<number>): Decimal {
  let product = new Exact(0);
  let squareA = new Exact(0);
  let squareB = new Exact(0);
  for (let i = 0; i < a.length; i++) {
    const x = new Exact(exactDecimal(a[i]));
    const y = new Exact(exactDecimal(b[i]));
    product = product.plus(x.times(y));
    squareA = squareA.plus(x.times(x));
    squareB = squareB.plus(y.times(y));
  }
  return new Exact(1).minus(product.div(squareA.times(squareB).sqrt()));
}
