import { gaussLegendre } from '../special/gaussLegendre.ts';
import { highestPoint } from './highestPoint.ts';
import { logResultantDensity } from './logResultantDensity.ts';

const PANELS = 16;
const POINTS = 16;
/** e^-40 is below 1e-17. */
const NEGLIGIBLE = -40;

/** Where h, which falls from `from` to `to`, gets NEGLIGIBLE below h(from); `to` if it does not. */
function edge(h: (x: number) => number, from: number, to: number): number {
  const level = h(from) + NEGLIGIBLE;
  let inside = from;
  let outside = to;
  if (h(to) > level) return to;
  for (let step = 0; step < 60 && Math.abs(outside - inside) > 0.02 * Math.abs(outside - from); step++) {
    const middle = (inside + outside) / 2;
    if (h(middle) > level) inside = middle;
    else outside = middle;
  }
  return outside;
}

/**
 * The central moments, of order 2 to 6, of the cosine of one of n directions to their mean direction, given R̄.
 *
 *   f(t | R̄) ∝ (1 - t²)^((p-3)/2) q_(n-1)(√(R² - 2Rt + 1)/(n-1)),   R = nR̄
 *
 * Given the sum S of a von Mises-Fisher sample, one row x has the density of n-1 rows to make up S - x, in which
 * κ plays no part; q is the saddlepoint density of their sum. As n → ∞ it becomes the law of μᵀx at A(κ) = R̄.
 * Integrated in the angle, by Gauss-Legendre on 16 panels.
 *
 * @returns [m₂, ..., m₆], around R̄, which is the mean of t up to the error of q
 */
export function cosineMoments(p: number, n: number, rBar: number, oneMinusRBar: number): number[] {
  const length = n * rBar;
  const lost = n * oneMinusRBar;
  const room = lost * (2 * (n - 1) - lost); // (n-1)² - (R-1)²
  const h = (angle: number): number => {
    const complement = 2 * Math.sin(angle / 2) ** 2;
    const squares = room - 2 * length * complement;
    if (!(squares > 0)) return Number.NEGATIVE_INFINITY;
    const inner = Math.sqrt(Math.max(0, (n - 1) ** 2 - squares)) / (n - 1);
    const rest = squares / (n - 1) ** 2 / (1 + inner);
    return (p > 2 ? (p - 2) * Math.log(Math.sin(angle)) : 0) + logResultantDensity(p, n - 1, inner, rest);
  };
  const most = 2 * Math.asin(Math.min(1, Math.sqrt(room / (4 * length)))) * (1 - 1e-12);
  const least = most * 1e-9;
  const mode = highestPoint(h, least, most);
  const low = edge(h, mode, least);
  const high = edge(h, mode, most);
  const top = h(mode);
  const { nodes, weights } = gaussLegendre(POINTS);
  const sums = new Float64Array(7);
  const half = (high - low) / PANELS / 2;
  for (let panel = 0; panel < PANELS; panel++) {
    for (let i = 0; i < POINTS; i++) {
      const angle = low + half * (2 * panel + 1 + nodes[i]);
      const weight = weights[i] * Math.exp(h(angle) - top);
      const deviation = oneMinusRBar - 2 * Math.sin(angle / 2) ** 2;
      let power = weight;
      for (let k = 0; k <= 6; k++) {
        sums[k] += power;
        power *= deviation;
      }
    }
  }
  return [2, 3, 4, 5, 6].map((k) => sums[k] / sums[0]);
}
