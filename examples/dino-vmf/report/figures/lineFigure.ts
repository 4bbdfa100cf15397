import type { Inspection } from '../../inspection/inspect.ts';
import type { Metrics } from '../../run/runFolder.ts';
import type { Figure, RunRecord } from './Figure.ts';
import { HEIGHT, STEP, thinned, WIDTH, withLook } from './look.ts';

/** One line: its name in the legend, colour, dashes if any, and its value at a step. */
interface Series<Line> {
  readonly name: string;
  readonly colour: string;
  readonly dash?: readonly number[];
  /** Undefined where the line has none. */
  readonly value: (line: Line) => number | undefined;
}

interface Axis {
  readonly axis: string;
  readonly format?: string;
  readonly log?: boolean;
  /** From 0 on, for shares and counts. */
  readonly zero?: boolean;
}

/** Lines over the steps with one axis, of metrics or of inspections. */
export type Panel =
  | (Axis & { readonly of: 'metrics'; readonly series: readonly Series<Metrics>[] })
  | (Axis & { readonly of: 'inspections'; readonly series: readonly Series<Inspection>[] });

/** A figure of one or several panels of lines. */
export function lineFigure(
  about: Pick<Figure, 'id' | 'title' | 'caption' | 'isOptional'>,
  panels: readonly Panel[],
): Figure {
  const columns = panels.length === 1 ? 1 : 2;
  const rowCount = Math.ceil(panels.length / columns);
  const size = {
    width: columns === 1 ? WIDTH : WIDTH / 2 - 38,
    height: rowCount === 1 ? HEIGHT : HEIGHT / rowCount - 10,
  };
  const specs = panels.map((panel, i) => panelSpec(panel, i, size));
  return {
    ...about,
    rows: (run) => panels.flatMap((panel, i) => panelRows(panel, i, run)),
    spec: withLook(
      columns === 1
        ? (specs[0] as object)
        : {
            concat: specs,
            columns,
            spacing: 18,
            resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
          },
    ),
  };
}

function panelRows(panel: Panel, i: number, run: RunRecord): object[] {
  const rowsOf = <Line extends { readonly step: number }>(
    lines: readonly Line[],
    series: readonly Series<Line>[],
  ) =>
    thinned(lines).flatMap((line) =>
      series.flatMap(({ name, value: of }) => {
        const value = of(line);
        return value === undefined ? [] : [{ panel: i, step: line.step, name, value }];
      }),
    );
  return panel.of === 'metrics' ? rowsOf(run.metrics, panel.series) : rowsOf(run.inspections, panel.series);
}

function panelSpec({ axis, format, log, zero, series, of }: Panel, i: number, size: object): object {
  const domain = series.map(({ name }) => name);
  const legend = series.length > 1 ? { columns: series.length } : null;
  return {
    ...size,
    transform: [{ filter: `datum.panel === ${i}` }],
    mark: {
      type: 'line',
      strokeWidth: 1.6,
      clip: true,
      // A first inspection would not show as a line of one point.
      ...(of === 'inspections' ? { point: { size: 14 } } : {}),
    },
    encoding: {
      x: STEP,
      y: {
        field: 'value',
        type: 'quantitative',
        title: axis,
        axis: { tickCount: 5, ...(format ? { format } : {}) },
        scale: log ? { type: 'log', nice: true } : { zero: zero ?? false, nice: true },
      },
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain, range: series.map(({ colour }) => colour) },
        legend,
      },
      strokeDash: {
        field: 'name',
        type: 'nominal',
        scale: { domain, range: series.map(({ dash }) => dash ?? [1, 0]) },
        legend,
      },
    },
  };
}
