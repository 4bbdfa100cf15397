/**
 * One side of the law beyond a point, relative to the density there, with the side's first moment:
 *
 *   value  = ∫ e^{h(x) - h(θ)} dx,   moment = ∫ |cos x - cos θ| e^{h(x) - h(θ)} dx
 *
 * over x in [0, θ] (the upper tail of t) or [θ, π] (the lower). With Δ = |cos x - cos θ| and w = sin² x/sin² θ - 1,
 *
 *   h(x) - h(θ) = ∓ c Δ - (m/2) (Δ²/sin² θ + w - log(1 + w)),   c = K δ (1 + t t₀)/sin² θ,  δ = t - t₀:
 *
 * what cancels between κ cos and m log sin has been taken out, and away from the mode every term is negative.
 *
 * One Gauss rule covers the stretch in which the integrand falls by e^-DEPTH, or all of the side where it falls
 * less. In x the integrand is entire but for the power x^m at an end; when the stretch reaches that end the rule
 * has the fractional part of m in its weights (gaussJacobi.ts).
 */
import type { AnglePoint } from './anglePoint.ts';
import { type GaussRule, gaussJacobi, POINTS } from './gaussJacobi.ts';
import type { Mode } from './mode.ts';

/** e^-37 is 2^-53. */
const DEPTH = 37;
const DEEPEST = 50;

export interface Tail {
  value: number;
  moment: number;
}

/** w - log(1 + w) for w > -1/2, without cancellation: r = w/(2 + w), log(1 + w) = 2 artanh r. */
function excess(w: number): number {
  if (w > 0.6) return w - Math.log1p(w);
  const r = w / (2 + w);
  const s = r * r;
  return r * (w - 2 * s * artanhSeries(s));
}

/** (artanh r - r)/r³ for s = r² <= 1/9. */
const artanhSeries = (s: number): number =>
  1 / 3 +
  s *
    (1 / 5 +
      s *
        (1 / 7 +
          s *
            (1 / 9 +
              s *
                (1 / 11 +
                  s *
                    (1 / 13 +
                      s * (1 / 15 + s * (1 / 17 + s * (1 / 19 + s * (1 / 21 + s * (1 / 23 + s / 25))))))))));

export class TailIntegral {
  private readonly mode: Mode;
  private readonly interior: GaussRule;
  private readonly end: GaussRule;

  constructor(mode: Mode) {
    this.mode = mode;
    this.interior = gaussJacobi(0);
    this.end = gaussJacobi(mode.m < POINTS ? mode.m % 1 : 0);
  }

  /** Fills `into`; `delta` is t - t₀. A point at the end of its own side gives 0. */
  fill(point: AnglePoint, delta: number, upper: boolean, into: Tail): void {
    const { m, kappa, size, cosine } = this.mode;
    const { sine } = point;
    const t = point.cosine;
    // 1 + t t₀: near t = -1 it is (1 + t) - t (1 - t₀).
    const join = t < 0 ? point.up - t * this.mode.rest.hi : 1 + t * cosine.hi;
    // Seen from its end the lower side is an upper side with t -> -t.
    const sign = upper ? 1 : -1;
    const cot = (sign * t) / sine;
    const reach = upper ? point.angle : point.supplement;
    const fall = sign * size.hi * delta * join; // -sin θ dψ/dy at y = 0
    const slope = fall / sine;
    const half = m / 2;

    /** ψ = h(x) - h(θ) at x a distance y towards the end, `x` being what is left to it. */
    const exponent = (a: number, x: number): number => {
      const w = -a * (2 * cot + a);
      const rest = w > -0.5 ? excess(w) : w - 2 * Math.log(Math.sin(x) / sine);
      return -(slope * a + half * (a * a + rest));
    };
    const height = (y: number): number => {
      const s = Math.sin(y / 2);
      return 2 * s * (Math.cos(y / 2) - cot * s);
    };

    let length = stretch(fall, kappa * t * sine * sine + m, sine, reach);
    for (let step = 0; step < 6 && length < reach; step++) {
      const x = reach - length;
      const depth = -exponent(height(length), x);
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
      const a = height(length * fromStart[i]);
      const term = weights[i] * Math.exp(exponent(a, beyond + length * fromEnd[i]));
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
