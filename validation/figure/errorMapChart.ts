/** The error map as panels of one size over one legend, for reading at 800 pixels width. */

import type { Point } from '../peers/peerLogNormalizer.ts';
import { CLASSES, type Panel } from './errorClasses.ts';
import type { ChartSpec } from './writeChart.ts';

const SIZE = { width: 206, height: 190 };

/** Cell borders: half way between neighbours on a log scale, as far out at the ends. */
function borders(values: readonly number[]): number[] {
  const middles = values.slice(1).map((value, i) => Math.sqrt(value * values[i]));
  const last = values.length - 1;
  return [values[0] ** 2 / middles[0], ...middles, values[last] ** 2 / middles[last - 1]];
}

interface Cell {
  p: number;
  p2: number;
  kappa: number;
  kappa2: number;
  words: string;
}

interface Run {
  row: number;
  end: number;
  cell: number;
}

/** Runs of one class along κ in one column. */
function runs(classes: readonly number[]): Run[] {
  const starts = classes.flatMap((value, row) => (row === 0 || classes[row - 1] !== value ? [row] : []));
  return starts.map((row, i) => ({ row, end: starts[i + 1] ?? classes.length, cell: classes[row] }));
}

/** Rectangles of one class, as wide and as high as they come, so that the SVG is small and has no seams. */
function cells(points: readonly Point[], classes: readonly number[]): Cell[] {
  const dimensions = [...new Set(points.map(({ p }) => p))];
  const concentrations = [...new Set(points.map(({ kappa }) => kappa))];
  const p = borders(dimensions);
  const kappa = borders(concentrations);
  const rectangles: Cell[] = [];
  let open = new Map<string, Cell>();
  dimensions.forEach((_, column) => {
    const own = classes.slice(column * concentrations.length, (column + 1) * concentrations.length);
    const next = new Map<string, Cell>();
    for (const { row, end, cell } of runs(own)) {
      const key = `${row},${end},${cell}`;
      const left = open.get(key);
      const rectangle = left ?? {
        p: p[column],
        p2: 0,
        kappa: kappa[row],
        kappa2: kappa[end],
        words: CLASSES[cell].words,
      };
      rectangle.p2 = p[column + 1];
      if (left === undefined) rectangles.push(rectangle);
      next.set(key, rectangle);
    }
    open = next;
  });
  return rectangles;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const power = (exponents: readonly number[]): number[] => exponents.map((exponent) => 10 ** exponent);
const POWER_OF_TEN =
  "{'-3': '10⁻³', '0': '1', '1': '10', '2': '10²', '3': '10³', '4': '10⁴', '5': '10⁵', '6': '10⁶'}[round(log(datum.value) / LN10)]";

export function errorMapChart(points: readonly Point[], panels: readonly Panel[]): ChartSpec {
  const p = borders([...new Set(points.map((point) => point.p))]);
  const colour = {
    field: 'words',
    type: 'nominal',
    scale: { domain: CLASSES.map(({ words }) => words), range: CLASSES.map((c) => c.colour) },
    legend: null,
  } as const;

  const maps = panels.map((panel, i) => ({
    ...SIZE,
    title: {
      text: panel.title,
      subtitle: [panel.subtitle, `${percent(panel.finite)} finite, ${percent(panel.best)} to the last digit`],
      fontSize: 14,
      subtitleFontSize: 11,
      subtitleLineHeight: 15,
      subtitlePadding: 3,
      offset: 6,
    },
    data: { values: cells(points, panel.classes) },
    mark: { type: 'rect', strokeWidth: 0.4 },
    encoding: {
      x: {
        field: 'p',
        type: 'quantitative',
        scale: { type: 'log', domain: [p[0], p[p.length - 1]], nice: false },
        axis: {
          title: i > 2 || panels.length <= 3 ? 'dimension p' : null,
          values: power([1, 2, 3, 4, 5, 6]),
          labelExpr: POWER_OF_TEN,
          grid: false,
        },
      },
      x2: { field: 'p2' },
      y: {
        field: 'kappa',
        type: 'quantitative',
        scale: { type: 'log', domain: [1e-3, 1e6], nice: false },
        axis: {
          title: i % 3 === 0 ? 'concentration κ' : null,
          values: power([-3, 0, 3, 6]),
          labelExpr: POWER_OF_TEN,
          grid: false,
        },
      },
      y2: { field: 'kappa2' },
      color: colour,
      stroke: colour,
    },
  }));

  const key = CLASSES.map(({ words }, row) => ({ words, row, left: 0, right: 1 }));
  const legend = {
    ...SIZE,
    view: { stroke: null },
    title: {
      text: 'How much of log C is right',
      subtitle: 'error relative to max(1, |log C|)',
      fontSize: 14,
      subtitleFontSize: 11,
      subtitlePadding: 3,
      offset: 20,
    },
    data: { values: key },
    layer: [
      {
        mark: { type: 'rect', height: 15, width: 26, stroke: '#999999', strokeWidth: 0.5 },
        encoding: { x: { value: 13 }, color: colour },
      },
      {
        mark: { type: 'text', align: 'left', fontSize: 12.5 },
        encoding: { x: { value: 36 }, text: { field: 'words' } },
      },
    ],
    encoding: { y: { field: 'row', type: 'ordinal', axis: null, scale: { paddingInner: 0.25 } } },
  };

  return {
    title: {
      text: 'Who gets the von Mises-Fisher log-normalizer right?',
      subtitle: `log C for dimensions p from 2 to 10⁶ and concentrations κ from 10⁻³ to 10⁶: ${points.length} points against 34-digit values, all in double precision.`,
      fontSize: 17,
    },
    concat: [...maps, legend],
    columns: 3,
    spacing: 18,
  };
}
