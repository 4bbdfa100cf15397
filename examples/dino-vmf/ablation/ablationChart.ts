import type { ChartSpec } from '../../../validation/figure/drawChart.ts';
import { BASE, type TableRow } from './ablationTable.ts';

const BLUE = '#0072b2';
const GREY = '#8a8a8a';

/**
 * Two panels that share the cells as rows: kNN accuracy of every seed with the mean, and the mean gain over DINO at
 * equal seeds with bars of one standard error.
 */
export function ablationChart(rows: readonly TableRow[], subtitle: string): ChartSpec {
  const kinds = rows.map(({ kind }) => kind);
  const y = (labels: boolean) => ({
    field: 'kind',
    type: 'nominal',
    sort: kinds,
    title: null,
    scale: { domain: kinds },
    axis: { labels, ticks: false, domain: false, grid: true, labelPadding: 8 },
  });
  const axis = { tickCount: 6, labelFlush: false, domain: false };
  const accuracy = {
    ...{ type: 'quantitative', title: 'kNN accuracy, %: seeds and their mean', axis },
    scale: { zero: false, nice: true, padding: 8 },
  };
  const gain = {
    ...{ type: 'quantitative', title: `points over ${BASE} at equal seeds ± standard error`, axis },
    scale: { nice: true, padding: 8 },
  };
  const seeds = rows.flatMap(({ kind, accuracies }) =>
    accuracies.map(({ seed, accuracy: value }) => ({ kind, seed, value: 100 * value })),
  );
  const means = rows.flatMap((row) =>
    row.accuracy ? [{ kind: row.kind, value: 100 * row.accuracy.mean }] : [],
  );
  const gains = rows.flatMap(({ kind, gain: own }) =>
    own
      ? [
          {
            kind,
            value: 100 * own.mean,
            low: 100 * (own.mean - (own.error ?? 0)),
            high: 100 * (own.mean + (own.error ?? 0)),
          },
        ]
      : [],
  );
  const size = { width: 330, height: 38 * rows.length };
  return {
    title: { text: 'kNN accuracy by normalization and centring', subtitle },
    hconcat: [
      {
        ...size,
        layer: [
          {
            data: { values: seeds },
            mark: { type: 'point', color: GREY, size: 45, strokeWidth: 1.4, opacity: 1 },
            encoding: { y: y(true), x: { field: 'value', ...accuracy } },
          },
          {
            data: { values: means },
            mark: { type: 'tick', color: BLUE, thickness: 3, size: 24, opacity: 1 },
            encoding: { y: y(true), x: { field: 'value', ...accuracy } },
          },
        ],
      },
      {
        ...size,
        layer: [
          {
            data: { values: [{ value: 0 }] },
            mark: { type: 'rule', color: GREY, strokeDash: [4, 4] },
            encoding: { x: { field: 'value', ...gain } },
          },
          {
            data: { values: gains },
            mark: { type: 'rule', color: BLUE, strokeWidth: 2.5 },
            encoding: { y: y(false), x: { field: 'low', ...gain }, x2: { field: 'high' } },
          },
          {
            data: { values: gains },
            mark: { type: 'point', filled: true, color: BLUE, size: 80, opacity: 1 },
            encoding: { y: y(false), x: { field: 'value', ...gain } },
          },
        ],
      },
    ],
  };
}
