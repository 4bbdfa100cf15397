import { gaussLegendre, type Quadrature } from './gaussLegendre.ts';

const POINTS = 16;
/** e^-45 is below 2^-64: what lies further out is lost in rounding. */
const NEGLIGIBLE = -45;
let rule: Quadrature | undefined;

/**
 * ∫ e^g(s) ds from 0 to `end` (which may be Infinity), for a smooth g that falls.
 *
 * `width` is the distance over which g falls by about 1. 16-point Gauss-Legendre on panels of 2 widths, which
 * double after the fourth: for g between -s (an exponential) and -s² (a Gaussian) every panel is right to
 * 1e-16 of its largest value. Stops where e^g is below 2^-64 of the largest value met.
 *
 * @returns the integral; a few ulp besides what errs in g
 */
export function decayingIntegral(
  g: (s: number) => number,
  width: number,
  end: number = Number.POSITIVE_INFINITY,
): number {
  rule ??= gaussLegendre(POINTS);
  const { nodes, weights } = rule;
  let total = 0;
  let highest = 0;
  let from = 0;
  for (let panel = 0; from < end; panel++) {
    const to = Math.min(end, from + 2 * width * (panel < 4 ? 1 : 2 ** Math.min(panel - 3, 60)));
    const half = (to - from) / 2;
    let sum = 0;
    for (let i = 0; i < POINTS; i++) {
      const value = g(from + half * (1 + nodes[i]));
      highest = Math.max(highest, value);
      sum += weights[i] * Math.exp(value);
    }
    total += half * sum;
    if (g(to) < highest + NEGLIGIBLE) break;
    from = to;
  }
  return total;
}
