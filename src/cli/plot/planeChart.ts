import type { ChartSpec } from './pictureMaker.ts';

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

export interface Curve {
  readonly points: readonly (readonly [number, number])[];
  readonly colour: string;
  readonly dashed?: boolean;
  readonly width?: number;
}

export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly colour: string;
}

export interface PlaneChart {
  readonly title: string;
  /** Half the side of the square that is shown, and its centre. */
  readonly reach: number;
  readonly centre: readonly [number, number];
  readonly dots: readonly Dot[];
  /** Drawn below the dots, and above them. */
  readonly below: readonly Curve[];
  readonly above: readonly Curve[];
  readonly labels: readonly Label[];
  /** Names of the axes; none are drawn without. */
  readonly axes?: readonly [string, string];
}

export const SIDE = 380;

/** A square of the plane with dots, curves and labels, x and y to the same scale. */
export function planeChart(chart: PlaneChart): ChartSpec {
  const { title, reach, centre, dots, below, above, labels, axes } = chart;
  const channel = (at: 0 | 1, field: 'x' | 'y') => ({
    field,
    type: 'quantitative',
    scale: { domain: [centre[at] - reach, centre[at] + reach], nice: false, zero: false },
    axis: axes === undefined ? null : { title: axes[at], grid: false, tickCount: 5 },
  });
  const place = { x: channel(0, 'x'), y: channel(1, 'y') };
  const colour = { field: 'colour', type: 'nominal', scale: null };
  const lines = (curves: readonly Curve[]) => ({
    data: {
      values: curves.flatMap(({ points, colour, dashed, width }, curve) =>
        points.map(([x, y], order) => ({
          ...{ x, y, order, curve, colour, dash: dashed ? [4, 3] : [1, 0], width: width ?? 1.4 },
        })),
      ),
    },
    mark: { type: 'line', clip: true },
    encoding: {
      ...place,
      color: colour,
      order: { field: 'order', type: 'quantitative' },
      detail: { field: 'curve', type: 'nominal' },
      strokeDash: { field: 'dash', type: 'nominal', scale: null },
      strokeWidth: { field: 'width', type: 'quantitative', scale: null },
    },
  });
  const text = (halo: boolean) => ({
    data: { values: labels },
    mark: {
      ...{ type: 'text', fontSize: 13, fontWeight: 'bold', clip: true },
      ...(halo ? { stroke: 'white', strokeWidth: 4, strokeJoin: 'round' } : {}),
    },
    encoding: {
      ...place,
      text: { field: 'text', type: 'nominal' },
      color: halo ? { value: 'white' } : colour,
    },
  });
  return {
    title: { text: title, fontSize: 14, fontWeight: 'normal' },
    width: SIDE,
    height: SIDE,
    layer: [
      lines(below),
      {
        data: { values: dots },
        mark: { type: 'circle', size: 11, opacity: 0.55, clip: true },
        encoding: { ...place, color: colour },
      },
      lines(above),
      text(true),
      text(false),
    ].filter(({ data }) => data.values.length > 0),
  };
}
