import type { VonMisesFisherMixture } from '../../mixture/index.ts';
import { componentColour } from './componentColour.ts';
import type { ChartSpec } from './pictureMaker.ts';
import { type Curve, planeChart } from './planeChart.ts';
import type { RowSample } from './sampleRows.ts';

type Vector = readonly [number, number, number];

const GREY = '#d4d4d4';
const INK = '#555555';
const ARC = 181;

/**
 * The sphere in ℝ³ from its front, where the mean of all components is, and from its back: rows, and around each mean
 * direction the circles that hold half (solid) and 95 % (dashed) of the component.
 */
export function sphereCharts(mixture: VonMisesFisherMixture, rows: RowSample): ChartSpec[] {
  const { components, weights } = mixture;
  const count = components.length;
  const middle = components.reduce<Vector>(
    (sum, { mu, meanResultantLength: a }, k) => add(sum, [mu[0], mu[1], mu[2]], weights[k] * a),
    [0, 0, 0],
  );
  const front = length(middle) > 1e-6 ? unit(middle) : ([0.48, -0.64, 0.6] as const);
  const upwards: Vector = Math.abs(front[2]) > 0.99 ? [0, 1, 0] : [0, 0, 1];
  const up = unit(add(upwards, front, -dot(upwards, front)));
  const right = cross(up, front);
  return ([1, -1] as const).map((side) => {
    // From behind, left and right change places.
    const see = (v: Vector) => ({ x: side * dot(v, right), y: dot(v, up), depth: side * dot(v, front) });
    const arcs = (points: readonly Vector[], style: Omit<Curve, 'points'>): Curve[] =>
      visible(points.map(see)).map((run) => ({ ...style, points: run }));
    const dots = [];
    for (let i = 0; i < rows.n; i++) {
      const { x, y, depth } = see([rows.data[3 * i], rows.data[3 * i + 1], rows.data[3 * i + 2]]);
      if (depth >= 0) dots.push({ x, y, colour: componentColour(rows.labels[i], count) });
    }
    const graticule = [-60, -30, 0, 30, 60].flatMap((latitude) => {
      const z = Math.sin((latitude * Math.PI) / 180);
      return arcs(circle([0, 0, 1], Math.acos(z)), { colour: GREY, width: 0.6 });
    });
    const meridians = [0, 30, 60, 90, 120, 150].flatMap((longitude) => {
      const angle = ((longitude + 90) * Math.PI) / 180;
      return arcs(circle([Math.cos(angle), Math.sin(angle), 0], Math.PI / 2), { colour: GREY, width: 0.6 });
    });
    const outline = circle(front, Math.PI / 2).map(see);
    const rings = components.flatMap((component, k) => {
      const { mu, kappa } = component;
      if (kappa === 0) return [];
      const colour = componentColour(k, count);
      return [0.5, 0.95].flatMap((share) =>
        arcs(circle([mu[0], mu[1], mu[2]], component.angleQuantile(share)), {
          ...{ colour, dashed: share > 0.5, width: 1.8 },
        }),
      );
    });
    const means = components.map(({ mu }, k) => ({
      ...see([mu[0], mu[1], mu[2]]),
      text: String(k),
      colour: '#111111',
    }));
    const axes = (['x', 'y', 'z'] as const).flatMap((name, j) =>
      [1, -1].map((sign) => ({
        ...see([0, 1, 2].map((i) => (i === j ? sign : 0)) as unknown as Vector),
        text: `${sign > 0 ? '+' : '−'}${name}`,
        colour: INK,
      })),
    );
    return planeChart({
      title: side > 0 ? 'front' : 'back',
      reach: 1.03,
      centre: [0, 0],
      dots,
      below: [...graticule, ...meridians, { points: outline.map(({ x, y }) => [x, y]), colour: '#888888' }],
      above: rings,
      labels: [...axes, ...(count <= 60 ? means : [])]
        .filter(({ depth }) => depth > 1e-9)
        .map(({ x, y, text, colour }) => ({ x, y, text, colour })),
    });
  });
}

/** The parts of a curve that are on the side that is looked at. */
function visible(points: readonly { x: number; y: number; depth: number }[]): [number, number][][] {
  const runs: [number, number][][] = [];
  let run: [number, number][] = [];
  for (const { x, y, depth } of points) {
    if (depth >= 0) run.push([x, y]);
    else {
      if (run.length > 1) runs.push(run);
      run = [];
    }
  }
  if (run.length > 1) runs.push(run);
  return runs;
}

/** The points at an angle from a direction. */
function circle(axis: Vector, angle: number): Vector[] {
  const a = unit(cross(axis, Math.abs(axis[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0]));
  const b = cross(axis, a);
  return Array.from({ length: ARC }, (_, i) => {
    const turn = (2 * Math.PI * i) / (ARC - 1);
    const rim = add([Math.cos(turn) * a[0], Math.cos(turn) * a[1], Math.cos(turn) * a[2]], b, Math.sin(turn));
    return add(
      [Math.cos(angle) * axis[0], Math.cos(angle) * axis[1], Math.cos(angle) * axis[2]],
      rim,
      Math.sin(angle),
    );
  });
}

/** a + t b */
const add = (a: Vector, b: Vector, t: number): Vector => [a[0] + t * b[0], a[1] + t * b[1], a[2] + t * b[2]];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const length = (a: Vector): number => Math.hypot(...a);
const unit = (a: Vector): Vector => add([0, 0, 0], a, 1 / length(a));
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
