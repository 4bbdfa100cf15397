/**
 * sin and cos of a double as hi + lo, to about 2^-66 relative: Math.sin's half ulp would show wherever the density
 * falls steeply.
 *
 * x = k/64 + r, |r| <= 1/128: sin x = S_k + (C_k r - S_k (1 - cos r) - C_k (r - sin r)) with S_k, C_k from a table
 * in double-double and C_k r exact; what is rounded is below 2^-14 of the result.
 */
import { add, type DoubleDouble, dd, multiply, productError, sumError } from '../special/doubleDouble.ts';

const STEPS = 64;
const SIZE = 52; // up to π/4
let table: Float64Array | undefined;

/** sin and cos of k/64, k = 0..51, by rotation from their Taylor series at 1/64. */
function build(): Float64Array {
  const step = 1 / STEPS;
  const series = (first: number): DoubleDouble => {
    let sum = dd(0);
    for (let n = first + 14; n > first; n -= 2) {
      // -(x²)/((n-1) n) (1 + ...)
      sum = multiply(add(dd(1), sum), inverse(-(n - 1) * n * STEPS * STEPS));
    }
    return add(dd(1), sum);
  };
  const sine = multiply(series(1), dd(step));
  const cosine = series(0);
  const out = new Float64Array(4 * SIZE);
  let s = dd(0);
  let c = dd(1);
  for (let k = 0; k < SIZE; k++) {
    out.set([s.hi, s.lo, c.hi, c.lo], 4 * k);
    const next = add(multiply(s, cosine), multiply(c, sine));
    const minus = multiply(s, sine);
    c = add(multiply(c, cosine), { hi: -minus.hi, lo: -minus.lo });
    s = next;
  }
  return out;
}

/** 1/n as hi + lo for an exact n. */
function inverse(n: number): DoubleDouble {
  const hi = 1 / n;
  const product = hi * n;
  return { hi, lo: (1 - product - productError(hi, n, product)) / n };
}

/** Fills [sin hi, sin lo, cos hi, cos lo] for 0 <= x + xLow <= π/4 (a little more is allowed). */
export function sineCosine(x: number, xLow: number, into: Float64Array): void {
  table ??= build();
  const k = Math.min(SIZE - 1, Math.round(x * STEPS));
  const r = x - k / STEPS;
  const s = table[4 * k];
  const sLow = table[4 * k + 1];
  const c = table[4 * k + 2];
  const cLow = table[4 * k + 3];
  const r2 = r * r;
  // r - sin r and 1 - cos r
  const sineRest = r * r2 * (1 / 6 - r2 * (1 / 120 - r2 * (1 / 5040 - r2 / 362880)));
  const cosineRest = r2 * (1 / 2 - r2 * (1 / 24 - r2 * (1 / 720 - r2 / 40320)));
  if (k === 0) {
    into[0] = r;
    into[1] = xLow - sineRest;
  } else {
    const product = c * r;
    const sum = s + product;
    const low =
      sumError(s, product, sum) +
      productError(c, r, product) +
      (sLow + cLow * r + c * xLow - s * cosineRest - c * sineRest);
    into[0] = sum + low;
    into[1] = sum - into[0] + low;
  }
  const product = -s * r;
  const sum = c + product;
  const low =
    sumError(c, product, sum) +
    productError(-s, r, product) +
    (cLow - sLow * r - s * xLow - c * cosineRest + s * sineRest);
  into[2] = sum + low;
  into[3] = sum - into[2] + low;
  if (k === 0) {
    const high = into[0] + into[1];
    into[1] = into[0] - high + into[1];
    into[0] = high;
  }
}
