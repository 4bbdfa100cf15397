import { type LinePoint, strongWolfe } from './strongWolfe.ts';

/** A smooth function of a vector: its value and gradient. It may take its time on an engine. */
export type Objective = (x: Float64Array) => Promise<{ value: number; gradient: Float64Array }>;

export interface LbfgsOptions {
  /** Stops when no entry of the gradient is larger. Default 1e-4, as scikit-learn. */
  readonly gradientTolerance?: number;
  /** Stops when a step lowers the value by less than this share of it. Default 64 · 2^-52, as SciPy. */
  readonly valueTolerance?: number;
  readonly maxIterations?: number;
  /** x ↦ H⁻¹ x for a rough Hessian H, positive definite; the recursion starts from it. Default the identity. */
  readonly inverse?: ((x: Float64Array) => Float64Array) | null;
  /** Pairs of differences kept. Default 10. */
  readonly memory?: number;
}

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  readonly evaluations: number;
  /** False where the iterations ran out before a tolerance was met. */
  readonly converged: boolean;
}

interface Trial extends LinePoint {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
}

/**
 * The minimum of a smooth function by L-BFGS with a strong Wolfe line search, in double precision.
 *
 *   x ← x - t H ∇f(x),   H the inverse Hessian that the last `memory` steps and gradient differences tell
 *
 * Source: Nocedal and Wright (2006), Algorithms 7.4 and 7.5. The rules for stopping are SciPy's L-BFGS-B's.
 */
export async function lbfgs(
  objective: Objective,
  start: Float64Array,
  {
    gradientTolerance = 1e-4,
    valueTolerance = 64 * 2 ** -52,
    maxIterations = 1000,
    memory = 10,
    inverse = null,
  }: LbfgsOptions = {},
): Promise<Minimum> {
  let evaluations = 1;
  let x = start;
  let { value, gradient } = await objective(x);
  const pairs: { s: Float64Array; y: Float64Array; sy: number }[] = [];
  const result = (iterations: number, converged: boolean): Minimum => ({
    ...{ x, value, gradient, iterations, evaluations, converged },
  });
  for (let iteration = 0; ; iteration++) {
    if (largest(gradient) <= gradientTolerance) return result(iteration, true);
    if (iteration === maxIterations) return result(iteration, false);
    const direction = descent(gradient, pairs, inverse ?? ((v) => v));
    const from = { step: 0, value, slope: dot(gradient, direction) };
    const first = pairs.length > 0 || inverse ? 1 : Math.min(1, 1 / Math.sqrt(dot(gradient, gradient)));
    const found = await strongWolfe<Trial>(from, first, async (step) => {
      evaluations++;
      const at = x.map((xi, i) => xi + step * (direction[i] as number));
      const there = await objective(at);
      return { step, x: at, ...there, slope: dot(there.gradient, direction) };
    });
    if (found === null) {
      // Rounding hides the way down: once more along the gradient itself, then it is the minimum as far as one can see.
      if (pairs.length === 0) return result(iteration, true);
      pairs.length = 0;
      continue;
    }
    const s = difference(found.x, x);
    const y = difference(found.gradient, gradient);
    const sy = dot(s, y);
    if (sy > 0) pairs.push({ s, y, sy });
    if (pairs.length > memory) pairs.shift();
    const gain = value - found.value;
    ({ x, value, gradient } = found);
    const scale = Math.max(Math.abs(value), Math.abs(value + gain), 1);
    if (gain <= valueTolerance * scale) return result(iteration + 1, true);
  }
}

/** -H g by the two-loop recursion. */
function descent(
  gradient: Float64Array,
  pairs: readonly { s: Float64Array; y: Float64Array; sy: number }[],
  inverse: (x: Float64Array) => Float64Array,
): Float64Array {
  let q: Float64Array = gradient.map((g) => -g);
  const alphas = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, sy } = pairs[i] as (typeof pairs)[number];
    alphas[i] = dot(s, q) / sy;
    add(q, y, -(alphas[i] as number));
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = last.sy / dot(last.y, inverse(last.y));
    q = inverse(q).map((qi) => qi * scale);
  } else {
    q = inverse(q);
  }
  pairs.forEach(({ s, y, sy }, i) => {
    add(q, s, (alphas[i] as number) - dot(y, q) / sy);
  });
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function add(to: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + factor * (x[i] as number);
}

const difference = (a: Float64Array, b: Float64Array) => a.map((ai, i) => ai - (b[i] as number));
const largest = (x: Float64Array) => x.reduce((most, xi) => Math.max(most, Math.abs(xi)), 0);
