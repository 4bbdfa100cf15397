/**
 * Double-double arithmetic: a number as an unevaluated sum hi + lo of two doubles, |lo| <= ulp(hi)/2,
 * about 106 bits. Used where a result must survive cancellation that a double cannot; the hot loops
 * carry their low parts by hand instead.
 *
 * Sources: T. J. Dekker, "A floating-point technique for extending the available precision",
 * Numer. Math. 18 (1971); D. E. Knuth, TAOCP 2, section 4.2.2 (the exact sum);
 * M. Joldes, J.-M. Muller, V. Popescu, "Tight and rigorous error bounds for basic building blocks of
 * double-word arithmetic", ACM TOMS 44 (2017): relative errors of a few 2^-104 for what follows.
 */
import { LN2 } from '../kernels/logarithmTable.ts';

export interface DoubleDouble {
  readonly hi: number;
  readonly lo: number;
}

const SPLITTER = 134217729; // 2^27 + 1

/** a·b - fl(a·b), exactly, for |a|, |b| < 2^996 and a product above 2^-968. */
export function productError(a: number, b: number, product: number): number {
  const aScaled = SPLITTER * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = SPLITTER * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** a² - fl(a²), exactly, in the same range. */
export function squareError(a: number, square: number): number {
  const scaled = SPLITTER * a;
  const high = scaled - (scaled - a);
  const low = a - high;
  return high * high - square + 2 * high * low + low * low;
}

/** a + b - fl(a + b), exactly. */
export function sumError(a: number, b: number, sum: number): number {
  const bRounded = sum - a;
  return a - (sum - bRounded) + (b - bRounded);
}

export function dd(hi: number, lo = 0): DoubleDouble {
  const sum = hi + lo;
  return { hi: sum, lo: sumError(hi, lo, sum) };
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const hi = a.hi + b.hi;
  const lo = a.lo + b.lo;
  const carried = dd(hi, sumError(a.hi, b.hi, hi) + lo);
  return dd(carried.hi, carried.lo + sumError(a.lo, b.lo, lo));
}

export const negate = (a: DoubleDouble): DoubleDouble => ({ hi: -a.hi, lo: -a.lo });
export const subtract = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => add(a, negate(b));

/** a·2^k; exact while nothing leaves the normal range. */
export const scale = (a: DoubleDouble, power: number): DoubleDouble => ({
  hi: a.hi * power,
  lo: a.lo * power,
});

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = a.hi * b.hi;
  return dd(product, productError(a.hi, b.hi, product) + (a.hi * b.lo + a.lo * b.hi));
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const quotient = a.hi / b.hi;
  const rest = subtract(a, multiply(b, { hi: quotient, lo: 0 }));
  return dd(quotient, rest.hi / b.hi);
}

/** √(a + aLow) - root, to a double, for root = fl(√a) not 0. */
export function rootError(a: number, aLow: number, root: number): number {
  const square = root * root;
  return (a - square - squareError(root, square) + aLow) / (2 * root);
}

export function squareRoot(a: DoubleDouble): DoubleDouble {
  if (a.hi === 0) return a;
  const root = Math.sqrt(a.hi);
  return dd(root, rootError(a.hi, a.lo, root));
}

/**
 * log a for a > 0, in two parts: `integer`·log 2 is left symbolic so that a caller who multiplies by a
 * large factor can keep log 2 to 150 bits.
 *
 * a = 2^integer · m with m in [√½, √2]; log m = 2 artanh((m-1)/(m+1)), whose argument is at most
 * 0.1716: 21 terms leave less than 2^-112.
 */
export function logarithmParts(a: DoubleDouble): { integer: number; rest: DoubleDouble } {
  const integer = Math.round(Math.log2(a.hi));
  // 2^-integer may overflow for tiny a: apply it in two steps.
  const half = Math.trunc(integer / 2);
  const m = scale(scale(a, 2 ** -half), 2 ** -(integer - half));
  const argument = divide(add(m, { hi: -1, lo: 0 }), add(m, { hi: 1, lo: 0 }));
  const square = multiply(argument, argument);
  let series: DoubleDouble = { hi: 0, lo: 0 };
  for (let k = 43; k >= 3; k -= 2) {
    series = multiply(square, add(series, divide({ hi: 1, lo: 0 }, { hi: k, lo: 0 })));
  }
  return {
    integer,
    rest: scale(multiply(argument, add(series, { hi: 1, lo: 0 })), 2),
  };
}

/** log a for a > 0, to about 2^-104 of max(|log a|, |a - 1|). */
export function logarithm(a: DoubleDouble): DoubleDouble {
  const { integer, rest } = logarithmParts(a);
  const low = add(multiply({ hi: integer, lo: 0 }, dd(LN2[1], LN2[2])), rest);
  return add({ hi: integer * LN2[0], lo: 0 }, low);
}
