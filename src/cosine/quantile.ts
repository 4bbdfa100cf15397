/**
 * Quantiles rounded well: the search gives the place, one Newton step at the rounded t or θ, where the tail is
 * known to full accuracy, corrects it.
 */
import { type AnglePoint, fromAngle, fromCosine, newPoint } from './AnglePoint.ts';
import { searchQuantile } from './searchQuantile.ts';
import type { TwoTails } from './TwoTails.ts';

const point = /* @__PURE__ */ newPoint();

interface Place {
  readonly tangent: number;
  /** The side searched, nearer to its end than the mean is, and its probability. */
  readonly upper: boolean;
  readonly share: number;
}

/** Where the upper or lower tail is q, 0 < q < 1. */
function placeOf(tails: TwoTails, q: number, upper: boolean): Place {
  const own = q <= (upper ? tails.upperAtMean : 1 - tails.upperAtMean) ? upper : !upper;
  const share = own === upper ? q : 1 - q;
  return { tangent: searchQuantile(tails, share, own), upper: own, share };
}

/** (tail - share)/density of θ, 0 where the density underflows. */
function correction(tails: TwoTails, { upper, share }: Place, at: AnglePoint): number {
  const change = (tails.probability(at, upper) - share) / tails.density(at);
  return Number.isFinite(change) ? change : 0;
}

/** The t with P(t' > t) = q (upper) or P(t' < t) = q, 0 < q < 1. */
export function cosineQuantile(tails: TwoTails, q: number, upper: boolean): number {
  const place = placeOf(tails, q, upper);
  const square = place.tangent * place.tangent;
  const t = square > 1 ? 2 / (1 + square) - 1 : 1 - (2 * square) / (1 + square);
  const at = fromCosine(t, point);
  if (at.sine === 0) return t;
  const change = correction(tails, place, at) * at.sine;
  return Math.min(1, Math.max(-1, place.upper ? t + change : t - change));
}

/** The θ likewise. */
export function angleQuantile(tails: TwoTails, q: number, upper: boolean): number {
  const place = placeOf(tails, q, upper);
  const { tangent } = place;
  const theta = tangent > 1 ? Math.PI - 2 * Math.atan(1 / tangent) : 2 * Math.atan(tangent);
  const change = correction(tails, place, fromAngle(theta, point));
  return Math.min(Math.PI, Math.max(0, place.upper ? theta - change : theta + change));
}
