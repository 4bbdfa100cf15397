/**
 * H(θ) = h(θ) - h(θ₀), the exponent of the density of the angle relative to its mode, as hi + lo to about 2^-66 of
 * itself or of m/2: so that e^H keeps its relative accuracy down to the smallest double.
 * With δ = t - t₀ and w = sin² θ/sin² θ₀ - 1 = -δ (t₀ + t) K/m:
 *
 *   region         method
 *   m = 0          -κ (1 - t)
 *   |w| < 2^-6     -(m/4) w² + (m/6) w³ - ... - K δ²/2: the terms in w and δ that cancel are left out;
 *                  the first two of the series in double-double, the rest below 2^-13 of the first
 *   otherwise      κ δ + (m/2) log(1 + w), the logarithm to 2^-68
 */
import { compensatedLogarithm } from '../special/compensatedLogarithm.ts';
import { add, type DoubleDouble, dd, multiply, scale } from '../special/doubleDouble.ts';
import type { AnglePoint } from './AnglePoint.ts';
import type { Mode } from './modeOf.ts';

const NEAR = 2 ** -6;
const low = /* @__PURE__ */ new Float64Array(1);
const THIRD: DoubleDouble = { hi: 1 / 3, lo: 1.850371707708594e-17 };

/** t - t₀, from 1 - t₀ and 1 - t: both keep their relative accuracy near 1. */
export const fromMode = (mode: Mode, point: AnglePoint): DoubleDouble =>
  add(mode.rest, { hi: -point.down, lo: -point.downLow });

/** H at a point. At an end it is -∞ where m > 0. */
export function relativeExponent(mode: Mode, point: AnglePoint): DoubleDouble {
  const { m, kappa } = mode;
  const delta = fromMode(mode, point);
  const tilt = multiply(dd(kappa), delta);
  if (m === 0) return tilt;
  if (point.sine === 0) return { hi: Number.NEGATIVE_INFINITY, lo: 0 };
  const sum = add(scale(mode.cosine, 2), delta); // t₀ + t
  const w = multiply(multiply(delta, sum), mode.inverseSquare);
  if (Math.abs(w.hi) < NEAR) return nearMode(mode, delta, { hi: -w.hi, lo: -w.lo });
  const square = multiply({ hi: point.down, lo: point.downLow }, { hi: point.up, lo: point.upLow });
  const ratio = multiply(square, mode.inverseSquare);
  if (!(ratio.hi > 1e-280 && ratio.hi < 1e280)) return add(tilt, multiply(dd(m), logRatio(mode, point)));
  const high = compensatedLogarithm(ratio.hi, ratio.lo, low);
  return add(tilt, multiply(dd(m / 2), dd(high, low[0])));
}

/** log(sin θ/sin θ₀) where the squares leave the range of doubles. */
function logRatio({ inverseSquare }: Mode, { sine }: AnglePoint): DoubleDouble {
  if (!(sine > 1e-300)) return dd(Math.log(sine) + 0.5 * Math.log(inverseSquare.hi));
  const first = compensatedLogarithm(sine, 0, low);
  const firstLow = low[0];
  const second = 0.5 * compensatedLogarithm(inverseSquare.hi, inverseSquare.lo, low);
  return add(dd(first, firstLow), dd(second, 0.5 * low[0]));
}

/** H in plain double arithmetic, for searches. */
export function roughExponent({ m, kappa, rest, inverseSquare }: Mode, point: AnglePoint): number {
  const tilt = kappa * (rest.hi - point.down);
  if (m === 0) return tilt;
  return tilt + m * Math.log(point.sine * Math.sqrt(inverseSquare.hi));
}

function nearMode({ m, size }: Mode, delta: DoubleDouble, w: DoubleDouble): DoubleDouble {
  const x = w.hi;
  // (w - log(1 + w))/w² = 1/2 - w/3 + rest
  const rest = x * x * (1 / 4 - x * (1 / 5 - x * (1 / 6 - x * (1 / 7 - x * (1 / 8 - x * (1 / 9 - x / 10))))));
  const series = add(dd(0.5, rest), scale(multiply(THIRD, w), -1));
  const left = multiply(multiply(dd(m / 2), multiply(w, w)), series);
  const right = scale(multiply(size, multiply(delta, delta)), 0.5);
  return scale(add(left, right), -1);
}
