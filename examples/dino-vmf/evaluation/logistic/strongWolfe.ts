/** A point along the search line: its step, the value there and the slope along the line. */
export interface LinePoint {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** Sufficient decrease and curvature: the usual constants of quasi-Newton methods. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST_TRIALS = 40;

/**
 * A step that satisfies the strong Wolfe conditions
 *
 *   φ(t) ≤ φ(0) + 1e-4 t φ′(0)   and   |φ′(t)| ≤ 0.9 |φ′(0)|,
 *
 * or null where rounding leaves none to be found. The bracket doubles until it holds a minimum, then shrinks
 * by safeguarded cubic interpolation. `at` evaluates φ and φ′.
 *
 * Source: Nocedal and Wright (2006), Algorithms 3.5 and 3.6.
 */
export async function strongWolfe<P extends LinePoint>(
  start: LinePoint,
  firstStep: number,
  at: (step: number) => Promise<P>,
): Promise<P | null> {
  const tooHigh = (p: LinePoint) => !(p.value <= start.value + DECREASE * p.step * start.slope);
  const flat = (p: LinePoint) => Math.abs(p.slope) <= -CURVATURE * start.slope;
  let before: LinePoint = start;
  let step = firstStep;
  let trials = 0;
  for (; trials < MOST_TRIALS; trials++) {
    const point = await at(step);
    if (tooHigh(point) || (trials > 0 && point.value >= before.value)) return await shrink(before, point);
    if (flat(point)) return point;
    if (point.slope >= 0) return await shrink(point, before);
    before = point;
    step *= 2;
  }
  return null;

  /** `low` has the lowest value so far and satisfies the decrease, `high` lies on the other side of a minimum. */
  async function shrink(low: LinePoint, high: LinePoint): Promise<P | null> {
    for (; trials < MOST_TRIALS; trials++) {
      const point = await at(between(low, high));
      if (tooHigh(point) || point.value >= low.value) {
        high = point;
      } else {
        if (flat(point)) return point;
        if (point.slope * (high.step - low.step) >= 0) high = low;
        low = point;
      }
      if (Math.abs(high.step - low.step) <= 1e-14 * Math.max(low.step, high.step)) return null;
    }
    return null;
  }
}

/** The minimum of the cubic through both points, kept a tenth of the bracket away from its ends. */
function between(a: LinePoint, b: LinePoint): number {
  const width = b.step - a.step;
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const root = d1 * d1 - a.slope * b.slope;
  const d2 = Math.sign(width) * Math.sqrt(Math.max(root, 0));
  const minimum = b.step - (width * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const [left, right] = [a.step + 0.1 * width, b.step - 0.1 * width];
  const [low, high] = left < right ? [left, right] : [right, left];
  return root >= 0 && minimum >= low && minimum <= high ? minimum : a.step + 0.5 * width;
}
