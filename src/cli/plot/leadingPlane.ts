import type { VonMisesFisherMixture } from '../../mixture/index.ts';

const STEPS = 300;

/**
 * Two orthonormal directions of ℝᵖ along which the component means α_k, A(κ_k)μ_k lie widest apart: the first two
 * principal axes of the weighted means about their centre. Where the means span less than two, the direction of the
 * centre and coordinate axes fill up.
 */
export function leadingPlane({
  p,
  components,
  weights,
}: VonMisesFisherMixture): [Float64Array, Float64Array] {
  const means = components.map(({ mu, meanResultantLength }) => mu.map((x) => x * meanResultantLength));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = new Float64Array(p);
  means.forEach((mean, k) => {
    for (let j = 0; j < p; j++) centre[j] += (weights[k] / total) * mean[j];
  });
  const spread = means.map((mean, k) => mean.map((x, j) => Math.sqrt(weights[k]) * (x - centre[j])));
  const scale = Math.max(...spread.map(norm), Number.MIN_VALUE);
  const found: Float64Array[] = [];
  for (let axis = 0; axis < 2; axis++) {
    const direction = principal(spread, found, scale) ?? fallback(centre, found);
    // A sign that does not depend on how it was found.
    const largest = direction.reduce((best, x, j) => (Math.abs(x) > Math.abs(direction[best]) ? j : best), 0);
    found.push(direction[largest] < 0 ? direction.map((x) => -x) : direction);
  }
  return [found[0], found[1]];
}

/** By the power method, orthogonal to those `found`; undefined where nothing is left. */
function principal(
  rows: readonly Float64Array[],
  found: readonly Float64Array[],
  scale: number,
): Float64Array | undefined {
  const start = rows.map((row) => without(row, found)).reduce((a, b) => (norm(b) > norm(a) ? b : a));
  if (!(norm(start) > 1e-6 * scale)) return undefined;
  let direction = unit(start);
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(direction.length);
    for (const row of rows) {
      const along = dot(row, direction);
      for (let j = 0; j < row.length; j++) next[j] += along * row[j];
    }
    direction = unit(without(next, found));
  }
  return direction;
}

function fallback(centre: Float64Array, found: readonly Float64Array[]): Float64Array {
  const axes = [0, 1, 2].filter((j) => j < centre.length).map((j) => centre.map((_, i) => (i === j ? 1 : 0)));
  for (const candidate of [norm(centre) > 1e-6 ? unit(centre) : axes[0], ...axes]) {
    const rest = without(candidate, found);
    if (norm(rest) > 0.1) return unit(rest);
  }
  throw new Error('of three directions one is free');
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, j) => sum + x * b[j], 0);
const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));
const unit = (a: Float64Array): Float64Array => {
  const length = norm(a);
  return a.map((x) => x / length);
};
const without = (a: Float64Array, directions: readonly Float64Array[]): Float64Array =>
  directions.reduce((rest, direction) => {
    const along = dot(rest, direction);
    return rest.map((x, j) => x - along * direction[j]);
  }, a);
