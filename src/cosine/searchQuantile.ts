/**
 * The angle at which one tail has a given probability, to about 1e-12 in log tan(θ/2); the caller's last Newton
 * step, taken at the rounded result, does the rest.
 *
 * With u the log of tan(x/2), x the angle from the tail's own end, log tail increases in u. A first search is by
 *
 *   tail ≈ e^H M/total,   M = 2/(fall + √(fall² + 8 bend/π)) or the whole side where that is less,
 *
 * the form of Mills' ratio (DLMF 7.8.2, the upper bound) with the slope and curvature at the point, by Newton's
 * method in 1 ± t or u inside a bracket. Two or three steps of Halley's method on the true tail follow: its second derivative
 * comes with M' = 1 - fall M.
 */
import { type AnglePoint, fromHalfTangent, newPoint } from './AnglePoint.ts';
import { fromMode, relativeExponent, roughExponent } from './relativeExponent.ts';
import type { TwoTails } from './TwoTails.ts';

const CHEAP_STEPS = 40;
const HALLEY_STEPS = 30;
const CHEAP_GOAL = 0.05;
const LAST_STEP = 1e-5;
/** e^±u stays in the range of doubles. */
const LOWEST = -708;

const point = /* @__PURE__ */ newPoint();

const place = (u: number, upper: boolean): AnglePoint => fromHalfTangent(tangentAt(u, upper), point);

/** tan(θ/2), short of the smallest double. */
const tangentAt = (u: number, upper: boolean): number =>
  Math.exp(upper ? Math.max(u, LOWEST) : Math.min(-u, -LOWEST));

/** sin θ times d log density/dx at the point, x from the tail's own end. */
function fallAt({ mode }: TwoTails, at: AnglePoint, upper: boolean): number {
  const join = at.cosine < 0 ? at.up - at.cosine * mode.rest.hi : 1 + at.cosine * mode.cosine.hi;
  return (upper ? 1 : -1) * mode.size.hi * fromMode(mode, at).hi * join;
}

/** tan(θ/2) where the tail is q, 0 < q <= its value at the mean. */
export function searchQuantile(tails: TwoTails, q: number, upper: boolean): number {
  const target = Math.log(q) + Math.log(tails.total);
  const { mode, restOfMean } = tails;
  const first = 0.5 * Math.log(restOfMean.hi / (2 - restOfMean.hi));
  let u = upper ? first : -first;
  let below = Number.NEGATIVE_INFINITY;
  let above = u;
  for (let step = 0; step < CHEAP_STEPS; step++) {
    const at = place(u, upper);
    const reach = upper ? at.angle : at.supplement;
    const fall = fallAt(tails, at, upper);
    const bend = Math.max(0, mode.kappa * at.cosine * at.sine * at.sine + mode.m);
    const mills = Math.min(reach, (2 * at.sine) / (fall + Math.sqrt(fall * fall + (8 / Math.PI) * bend)));
    const excess = roughExponent(mode, at) + Math.log(mills) - target;
    if (Math.abs(excess) < CHEAP_GOAL) break;
    if (excess > 0) above = Math.min(above, u);
    else below = Math.max(below, u);
    if ((above - below) * (at.sine / mills) < CHEAP_GOAL) break;
    u = nextGuess(u, excess, at.sine / mills, at, upper, below, above);
  }
  for (let step = 0; step < HALLEY_STEPS; step++) {
    const at = place(u, upper);
    const { value } = tails.side(at, upper);
    const excess = relativeExponent(mode, at).hi + Math.log(value) - target;
    const slope = at.sine / value;
    const cosine = upper ? at.cosine : -at.cosine;
    const curvature = slope * (cosine - slope + fallAt(tails, at, upper));
    const bendFactor = 1 - (excess * curvature) / (2 * slope * slope);
    const change = excess / slope / Math.min(2, Math.max(0.5, bendFactor));
    u -= change;
    if (Math.abs(excess) < LAST_STEP || change === 0) break;
  }
  return tangentAt(u, upper);
}

/**
 * Newton's steps in 1 ± t and in u: the first is right where the density falls exponentially, the second where it is
 * a power of the distance from the end, and the one farther from the end where it is the better of the two. Outside
 * the bracket, half of it.
 */
function nextGuess(
  u: number,
  excess: number,
  slope: number,
  at: AnglePoint,
  upper: boolean,
  below: number,
  above: number,
): number {
  const change = (excess * at.sine * at.sine) / slope;
  const power = u - excess / slope;
  const near = upper ? at.down : at.up;
  const far = upper ? at.up : at.down;
  // Kept as the smaller of 1 ± t, so that nothing is lost however large κ.
  const moved = near < far ? near - change : far + change;
  let next = power;
  if (moved > 0 && moved < 2) {
    const linear = 0.5 * Math.log(moved / (2 - moved));
    next = Math.max(power, near < far ? linear : -linear);
  }
  if (next > below && next < above) return next;
  return below === Number.NEGATIVE_INFINITY ? u - 1 : (below + above) / 2;
}
