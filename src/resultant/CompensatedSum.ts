import { type DoubleDouble, dd, sumError } from '../special/doubleDouble.ts';

/** A running sum in hi + lo: what each addition rounds off is kept, so that the order hardly matters. */
export class CompensatedSum {
  #hi = 0;
  #lo = 0;

  add(term: number): void {
    const sum = this.#hi + term;
    this.#lo += sumError(this.#hi, term, sum);
    this.#hi = sum;
  }

  get total(): DoubleDouble {
    return dd(this.#hi, this.#lo);
  }
}
