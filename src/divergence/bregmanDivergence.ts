/**
 * The Bregman divergence of φ = -log C_p, from which the divergences between two von Mises-Fisher distributions
 * are put together. With k the concentration it starts from and k' the one it leads to,
 *
 *   B(k, k') = φ(k') - φ(k) - A(k) (k' - k) = ∫_k^k' (k' - s) A'(s) ds >= 0,   φ' = A, φ'' = A'
 *
 *   region                method                                                           relative error
 *   k' = k                0
 *   e^-2 <= k'/k <= e^2   20-point Gauss-Legendre on x = log(s/k) in [0, X], X = log(k'/k): that of A'
 *                         ∫ (e^(X-x) - 1) s² A'(s) dx
 *   A(k) < ½              L(k') - L(k) - A(k) (k' - k), L = φ - φ(0)                       a few ulp
 *   otherwise             (k' - k)(1 - A(k)) - (S(k') - S(k)), S = log(C e^κ); hi + lo     2^-53
 *
 * The integrand has no singularity nearer than |Im x| = π/2, since those of A' lie on the imaginary axis (zeros
 * of I_ν): on an interval of length 2 the rule errs by about (π/2 + √(π²/4 + 1))^-40 = 4e-22. It keeps its
 * relative accuracy as k' → k. Outside it the terms of the last two forms are at most 4 times the result: L grows
 * like κ²/2p and then like κ, S like ((p-1)/2) log κ.
 */
import { HUGE_KAPPA } from '../special/domain.ts';
import { subtract } from '../special/doubleDouble.ts';
import { meanResultantLength } from '../special/meanResultantLength.ts';
import { meanResultantLengthDerivative } from '../special/meanResultantLengthDerivative.ts';
import { relativeLogNormalizer } from '../special/relativeLogNormalizer.ts';
import { scaledLogNormalizerPair } from '../special/scaledLogNormalizer.ts';
import { complementTimes } from './complementTimes.ts';
import { unitIntervalRule } from './unitIntervalRule.ts';

const LARGEST_INTERVAL = 2;

/** s² A'(s), which tends to (p-1)/2. */
function curvature(p: number, s: number): number {
  return s > HUGE_KAPPA ? (p - 1) / 2 : s * meanResultantLengthDerivative(p, s, 1) * s;
}

function byQuadrature(p: number, from: number, interval: number): number {
  const { nodes, weights } = unitIntervalRule;
  const last = nodes.length - 1;
  let sum = 0;
  for (let i = 0; i <= last; i++) {
    const value = Math.expm1(interval * nodes[last - i]) * curvature(p, from * Math.exp(interval * nodes[i]));
    sum += weights[i] * value;
  }
  return interval * sum;
}

/**
 * B(from, to) for (p, from) and (p, to) in the domain; `step` is to - from, for callers who know it better than
 * the difference of two doubles.
 */
export function bregmanDivergence(p: number, from: number, to: number, step: number = to - from): number {
  if (step === 0) return 0;
  const interval = Math.abs(step) < 0.5 * from ? Math.log1p(step / from) : Math.log(to / from);
  if (Math.abs(interval) <= LARGEST_INTERVAL) return byQuadrature(p, from, interval);
  const slope = meanResultantLength(p, from);
  if (slope < 0.5) {
    return relativeLogNormalizer(p, from) - relativeLogNormalizer(p, to) - slope * step;
  }
  const growth = subtract(scaledLogNormalizerPair(p, to), scaledLogNormalizerPair(p, from));
  return subtract(complementTimes(p, from, step), growth).hi;
}
