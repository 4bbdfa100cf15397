/**
 * One side of the law beyond a point, relative to the density there, with the side's first moment:
 *
 *   value  = ∫ e^{h(x) - h(θ)} dx,   moment = ∫ |cos x - cos θ| e^{h(x) - h(θ)} dx
 *
 * over x in [0, θ] (the upper tail of t) or [θ, π] (the lower). With Δ = |cos x - cos θ| and
 * w = sin² x/sin² θ - 1,
 *
 *   h(x) - h(θ) = ∓ c Δ - (m/2) (Δ²/sin² θ + w - log(1 + w)),   c = K δ (1 + t t₀)/sin² θ,  δ = t - t₀:
 *
 * what cancels between κ cos and m log sin has been taken out, and away from the mode every term is negative. In
 * units of sin θ, a = Δ/sin θ, nothing underflows as θ → 0.
 *
 * One Gauss rule covers the stretch in which the integrand falls by e^-DEPTH, or all of the side where it falls
 * less. In x the integrand is entire but for the power x^m at an end; when the stretch reaches that end the rule
 * has the fractional part of m in its weights (gaussJacobi.ts).
 */
import { log1pMinus } from '../special/log1pMinus.ts';
import type { AnglePoint } from './AnglePoint.ts';
import { type GaussRule, gaussJacobi, POINTS } from './gaussJacobi.ts';
import type { Mode } from './modeOf.ts';

/** e^-37 is 2^-53; the stretch may fall by as much as DEEPEST. */
const DEPTH = 37;
const DEEPEST = 48;
/** Below this angle cot overflows; κ θ² is nothing for every κ, the integrand a power. */
const TINY = 1e-300;

export interface Tail {
  value: number;
  moment: number;
}

/** Δ/sin θ at a distance y from θ towards the end, `cot` seen from that end. */
function height(y: number, cot: number): number {
  const s = Math.sin(y / 2);
  return 2 * s * (Math.sqrt((1 - s) * (1 + s)) - cot * s);
}

/** w - log(1 + w), 1 + w = sin² x/sin² θ; near the end sin x itself has the digits that w lost. */
const excess = (w: number, x: number, sine: number): number =>
  w > -0.5 ? -log1pMinus(w) : w - 2 * Math.log(Math.sin(x) / sine);

export class TailIntegral {
  private readonly mode: Mode;
  private readonly interior: GaussRule;
  private readonly end: GaussRule;

  constructor(mode: Mode) {
    this.mode = mode;
    this.interior = gaussJacobi(0);
    this.end = gaussJacobi(mode.m < POINTS ? mode.m % 1 : 0);
  }

  /** Fills `into`; `delta` is t - t₀. The point is no end of the sphere. */
  fill(point: AnglePoint, delta: number, upper: boolean, into: Tail): void {
    const { m, kappa, size, cosine } = this.mode;
    const { sine } = point;
    const t = point.cosine;
    // 1 + t t₀: near t = -1 it is (1 + t) - t (1 - t₀).
    const join = t < 0 ? point.up - t * this.mode.rest.hi : 1 + t * cosine.hi;
    // From its own end the lower side is an upper one with t -> -t, κ -> -κ.
    const sign = upper ? 1 : -1;
    const fall = sign * size.hi * delta * join; // sin θ times the slope of log density away from the end
    const slope = fall / sine;
    const cot = (sign * t) / sine;
    const half = m / 2;
    const reach = upper ? point.angle : point.supplement;

    if (reach < TINY) {
      into.value = reach / (m + 1);
      into.moment = 0;
      return;
    }
    let length = stretch(fall, kappa * t * sine * sine + m, sine, reach);
    for (let step = 0; step < 6 && length < reach; step++) {
      const x = reach - length;
      const a = height(length, cot);
      const w = -a * (2 * cot + a);
      const depth = slope * a + half * (a * a + excess(w, x, sine));
      if (depth >= DEPTH && depth <= DEEPEST) break;
      const there = m / Math.tan(x) - sign * kappa * Math.sin(x);
      const next = length + (there > 0 ? (DEPTH + 4 - depth) / there : length);
      length = Math.min(reach, Math.max(next, length / 4));
    }

    const toEnd = length === reach;
    const { fromEnd, fromStart, weights } = toEnd ? this.end : this.interior;
    const beyond = toEnd ? 0 : reach - length;
    let value = 0;
    let moment = 0;
    for (let i = 0; i < POINTS; i++) {
      const a = height(length * fromStart[i], cot);
      const w = -a * (2 * cot + a);
      const rest = excess(w, beyond + length * fromEnd[i], sine);
      const term = weights[i] * Math.exp(-(slope * a + half * (a * a + rest)));
      value += term;
      moment += term * a;
    }
    into.value = value * length;
    into.moment = moment * length * sine;
  }
}

/** Where fall·(y/s) + bend·(y/s)²/2 reaches DEPTH, or the end. */
function stretch(fall: number, bend: number, sine: number, reach: number): number {
  const square = fall * fall + 2 * bend * DEPTH;
  if (!(square >= 0)) return reach;
  const slope = fall + Math.sqrt(square);
  return slope > 0 ? Math.min(reach, (2 * DEPTH * sine) / slope) : reach;
}
