import { productError, sumError } from '../special/doubleDouble.ts';
import { lengthOf } from '../validate.ts';

/**
 * A sum of vectors times numbers, each product and sum exact to twice the precision of a double, for natural
 * parameters κμ that nearly cancel. Everything is held times a power of 2, so that products keep their range.
 */
export class ScaledSum {
  private readonly power: number;
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  /** `bound`, finite and positive: not much less than the largest number to come, and none exceeds it. */
  constructor(p: number, bound: number) {
    this.power = 2 ** -Math.max(-1000, Math.min(1000, Math.ceil(Math.log2(bound))));
    this.high = new Float64Array(p);
    this.low = new Float64Array(p);
  }

  add(factor: number, vector: ArrayLike<number>): void {
    const { high, low } = this;
    const scaled = factor * this.power;
    for (let i = 0; i < high.length; i++) {
      const product = scaled * vector[i];
      const sum = high[i] + product;
      low[i] += sumError(high[i], product, sum) + productError(scaled, vector[i], product);
      high[i] = sum;
    }
  }

  /** Its length, and its direction; no direction where it is 0. */
  polar(): { length: number; direction: Float64Array | undefined } {
    const sum = this.high.map((value, i) => value + this.low[i]);
    const length = lengthOf(sum);
    return {
      length: length / this.power,
      direction: length === 0 ? undefined : sum.map((value) => value / length),
    };
  }
}
