/**
 * The law of the resultant of n independent uniform directions, from its saddlepoint density
 * (logResultantDensity.ts), whose constant is found by numerical integration.
 */
import { decayingIntegral } from '../special/decayingIntegral.ts';
import { highestPoint } from './highestPoint.ts';
import { logResultantDensity } from './logResultantDensity.ts';
import type { TailProbability } from './TailProbability.ts';

/** How far from `x` towards `end` h falls by about 1; all the way where it does not. */
function widthFrom(h: (x: number) => number, x: number, end: number): number {
  const start = h(x);
  let width = Math.abs(end - x);
  while (width > 1e-12 && h(x + Math.sign(end - x) * width * 0.999999) < start - 1) width /= 2;
  return width;
}

/**
 * log ∫ e^h from x to `end`, relative to h(x); h falls on the way.
 */
function logIntegral(h: (x: number) => number, x: number, end: number): number {
  const length = Math.abs(end - x);
  if (length === 0) return Number.NEGATIVE_INFINITY;
  const sign = Math.sign(end - x);
  const start = h(x);
  return Math.log(decayingIntegral((s) => h(x + sign * s) - start, widthFrom(h, x, end), length));
}

/**
 * P(s >= across | the component along an axis) for the component s of x̄ across that axis,
 * the one along it given by 1 minus it.
 *
 *   density of s ∝ s^power q(√(along² + s²)),   0 <= s <= √(1 - along²)
 *
 * `power` p - 2 with along = C̄ is the law of the part of x̄ across μ₀ given that along it; power p - 1 with
 * along = 0 is the law of R̄ itself. Integrated over φ with s = √(1 - along²) sin φ, in which nothing is singular.
 */
export function resultantTail(
  p: number,
  n: number,
  oneMinusAlong: number,
  across: number,
  power: number,
): TailProbability {
  const along = 1 - oneMinusAlong;
  const most = Math.sqrt(oneMinusAlong * (1 + along));
  const end = Math.PI / 2;
  const h = (angle: number): number => {
    const s = most * Math.sin(angle);
    const cosine = Math.cos(angle);
    const rBar = Math.min(1, Math.hypot(along, s));
    const rest = (most * cosine) ** 2 / (1 + rBar);
    return (
      (power > 0 ? power * Math.log(Math.sin(angle)) : 0) +
      Math.log(cosine) +
      logResultantDensity(p, n, rBar, rest)
    );
  };
  const least = power > 0 ? 0 : 1e-9;
  const mode = highestPoint(h, least, end);
  const left = logIntegral(h, mode, least);
  const right = logIntegral(h, mode, end);
  const all = Math.log(Math.exp(left) + Math.exp(right));
  const observed = Math.asin(Math.min(1, across / most));
  if (!(observed < end)) return { pValue: 0, logPValue: Number.NEGATIVE_INFINITY };
  if (observed <= least) return { pValue: 1, logPValue: 0 };
  const shift = h(observed) - h(mode) - all;
  if (observed >= mode) {
    const logPValue = Math.min(0, shift + logIntegral(h, observed, end));
    return { pValue: Math.exp(logPValue), logPValue };
  }
  const lower = Math.min(1, Math.exp(shift + logIntegral(h, observed, least)));
  return { pValue: 1 - lower, logPValue: Math.log1p(-lower) };
}
