import type { VonMisesFisherMixture } from '../../mixture/index.ts';
import { componentColour } from './componentColour.ts';
import { leadingPlane } from './leadingPlane.ts';
import type { ChartSpec } from './pictureMaker.ts';
import { type Curve, planeChart } from './planeChart.ts';
import type { RowSample } from './sampleRows.ts';

const ARC = 121;
/** √χ² with two degrees of freedom at 50 and 95 %. */
const RADII = [1.1774100225154747, 2.447746830680816];

/**
 * Rows and components projected onto the two directions along which the component means lie widest apart. Around each
 * mean the ellipses that a normal distribution of the same covariance would have half (solid) and 95 % (dashed) of its
 * rows in; a component of many dimensions is near to one. In two dimensions there is nothing to project: each component
 * is an arc that holds 95 % of it, outside the circle.
 */
export function projectionChart(mixture: VonMisesFisherMixture, rows: RowSample): ChartSpec {
  const { p, components } = mixture;
  const count = components.length;
  const plane: [Float64Array, Float64Array] =
    p === 2 ? [Float64Array.of(1, 0), Float64Array.of(0, 1)] : leadingPlane(mixture);
  const see = (v: Float64Array): [number, number] => [dot(v, plane[0]), dot(v, plane[1])];
  const dots = Array.from({ length: rows.n }, (_, i) => {
    const [x, y] = see(rows.data.subarray(i * p, (i + 1) * p));
    return { x, y, colour: componentColour(rows.labels[i], count) };
  });
  const rings = components.flatMap((component, k): Curve[] => {
    const [a, b] = see(component.mu);
    const colour = componentColour(k, count);
    if (p === 2) {
      const most = component.angleQuantile(0.95);
      const radius = 1.05 + 0.03 * (k % 5);
      const points = arc((t) => {
        const angle = Math.atan2(b, a) + (2 * t - 1) * most;
        return [radius * Math.cos(angle), radius * Math.sin(angle)];
      });
      return [{ points, colour, width: 3 }];
    }
    const length = component.meanResultantLength;
    const { parallel, perpendicular } = component.covarianceEigenvalues();
    // The covariance is λ⊥ I + (λ∥ - λ⊥) m mᵀ with m the projected mean direction.
    const size = Math.hypot(a, b);
    const [u, v] = size > 0 ? [a / size, b / size] : [1, 0];
    const along = Math.sqrt(Math.max(0, perpendicular + (parallel - perpendicular) * size * size));
    const across = Math.sqrt(perpendicular);
    return RADII.map((radius, i) => ({
      points: arc((t) => {
        const x = radius * along * Math.cos(2 * Math.PI * t);
        const y = radius * across * Math.sin(2 * Math.PI * t);
        return [length * a + x * u - y * v, length * b + x * v + y * u];
      }),
      colour,
      dashed: i === 1,
      width: 1.8,
    }));
  });
  const circle: Curve = {
    points: arc((t) => [Math.cos(2 * Math.PI * t), Math.sin(2 * Math.PI * t)]),
    colour: '#b0b0b0',
  };
  const labels = components.map((component, k) => {
    const scale = p === 2 ? 0.86 : component.meanResultantLength;
    const [x, y] = see(component.mu);
    return { x: scale * x, y: scale * y, text: String(k), colour: '#111111' };
  });
  const window =
    p === 2
      ? { reach: 1.25, centre: [0, 0] as const }
      : windowOf([...dots.map(({ x, y }) => [x, y] as const), ...rings.flatMap(({ points }) => points)]);
  return planeChart({
    title: p === 2 ? 'rows and components' : 'projection on the plane of the component means',
    ...window,
    dots,
    // Pieces of the unit circle in the corners would say nothing.
    below: window.reach < 1 ? [] : [circle],
    above: rings,
    labels: count <= 60 ? labels : [],
    axes: p === 2 ? ['x', 'y'] : ['first direction', 'second direction'],
  });
}

const arc = (point: (t: number) => readonly [number, number]): (readonly [number, number])[] =>
  Array.from({ length: ARC }, (_, i) => point(i / (ARC - 1)));

function windowOf(points: readonly (readonly [number, number])[]): {
  reach: number;
  centre: readonly [number, number];
} {
  const [x, y] = ([0, 1] as const).map((at) => {
    const least = points.reduce((best, point) => Math.min(best, point[at]), Number.POSITIVE_INFINITY);
    const most = points.reduce((best, point) => Math.max(best, point[at]), Number.NEGATIVE_INFINITY);
    return { middle: (least + most) / 2, half: (most - least) / 2 };
  });
  return { reach: 1.06 * Math.max(x.half, y.half, 1e-12), centre: [x.middle, y.middle] };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
