/**
 * A point of the law by its cosine or by its angle: what the integrands need of it, each to its own relative accuracy
 * however near the point lies to an end. 1 - t and 1 + t are hi + lo: exact for a cosine, to 2^-64 for an angle.
 */
import { productError, squareError, sumError } from '../special/doubleDouble.ts';
import { sineCosine } from './sineCosine.ts';

export interface AnglePoint {
  cosine: number;
  sine: number;
  /** θ, and π - θ. */
  angle: number;
  supplement: number;
  /** 1 - t and 1 + t. */
  down: number;
  downLow: number;
  up: number;
  upLow: number;
}

export const newPoint = (): AnglePoint => ({
  cosine: 0,
  sine: 1,
  angle: Math.PI / 2,
  supplement: Math.PI / 2,
  down: 1,
  downLow: 0,
  up: 1,
  upLow: 0,
});

/** -1 <= t <= 1. */
export function fromCosine(t: number, into: AnglePoint): AnglePoint {
  into.cosine = t;
  into.down = 1 - t;
  into.downLow = sumError(1, -t, into.down);
  into.up = 1 + t;
  into.upLow = sumError(1, t, into.up);
  return withAngles(into);
}

/** 0 <= 1 - t <= 2. */
export function fromRest(rest: number, into: AnglePoint): AnglePoint {
  into.cosine = 1 - rest;
  into.down = rest;
  into.downLow = 0;
  into.up = 2 - rest;
  into.upLow = sumError(2, -rest, into.up);
  return withAngles(into);
}

function withAngles(into: AnglePoint): AnglePoint {
  into.sine = Math.sqrt(into.down * into.up);
  into.angle = Math.atan2(into.sine, into.cosine);
  into.supplement = Math.atan2(into.sine, -into.cosine);
  return into;
}

/** π - Math.PI. */
const PI_LOW = 1.2246467991473532e-16;
const halves = /* @__PURE__ */ new Float64Array(4);

/** 0 <= θ <= Math.PI. */
export function fromAngle(theta: number, into: AnglePoint): AnglePoint {
  into.angle = theta;
  into.supplement = Math.PI - theta + PI_LOW;
  const nearZero = theta <= Math.PI / 2;
  if (nearZero) sineCosine(theta / 2, 0, halves);
  else {
    const high = (Math.PI - theta) / 2;
    const sum = high + PI_LOW / 2;
    sineCosine(sum, high - sum + PI_LOW / 2, halves);
  }
  // 2 sin²(α/2) and 2 cos²(α/2) for the smaller α of θ and π - θ
  const [s, sLow, c, cLow] = halves;
  const near = 2 * s * s;
  const nearLow = 2 * squareError(s, s * s) + 4 * s * sLow;
  const far = 2 * c * c;
  const farLow = 2 * squareError(c, c * c) + 4 * c * cLow;
  into.sine = 2 * (s * c + (productError(s, c, s * c) + s * cLow + sLow * c));
  const difference = c - s;
  const cosine = (difference + (sumError(c, -s, difference) + cLow - sLow)) * (c + s);
  into.cosine = nearZero ? cosine : -cosine;
  into.down = nearZero ? near : far;
  into.downLow = nearZero ? nearLow : farLow;
  into.up = nearZero ? far : near;
  into.upLow = nearZero ? farLow : nearLow;
  return into;
}

/** The point whose tan(θ/2) is given, in plain double arithmetic: for searches. */
export function fromHalfTangent(tangent: number, into: AnglePoint): AnglePoint {
  // From the nearer end, so that no square overflows.
  const near = tangent <= 1 ? tangent : 1 / tangent;
  const far = 2 / (1 + near * near);
  const rest = near * near * far;
  into.down = tangent <= 1 ? rest : far;
  into.up = tangent <= 1 ? far : rest;
  into.downLow = 0;
  into.upLow = 0;
  into.cosine = (into.up - into.down) / 2;
  into.sine = near * far;
  into.angle = 2 * Math.atan(tangent);
  into.supplement = 2 * Math.atan(1 / tangent);
  return into;
}
