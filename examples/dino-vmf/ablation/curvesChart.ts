import type { ChartSpec } from '../../../validation/figure/drawChart.ts';
import type { Evaluations } from '../evaluation/evaluation.ts';
import type { Metrics } from '../run/runFolder.ts';
import { kindOf, TABLE_1 } from './Cell.ts';
import type { CellRun } from './CellRun.ts';

/** One colour for each cell of Table 1 (Okabe and Ito, 2008): warm without the vMF normalizer, blue and green with it. */
const COLOURS = ['#d55e00', '#e69f00', '#8a8a8a', '#000000', '#009e73', '#0072b2'];
const POINTS = 120;

/** Four panels over the steps, a line for each run: loss, teacher entropy, largest prototype norm, kNN accuracy. */
export function curvesChart(runs: readonly CellRun[], subtitle: string): ChartSpec {
  const kinds = TABLE_1.map(kindOf).filter((kind) => runs.some(({ cell }) => kindOf(cell) === kind));
  const rows = runs.flatMap((run) => {
    const about = { kind: kindOf(run.cell), run: run.folder.path };
    const metrics = run.folder.metricsUpTo(Number.POSITIVE_INFINITY);
    return thinned(metrics).map((own) => ({ ...about, ...own }));
  });
  const accuracies = runs.flatMap((run) =>
    (run.folder.readJson<Evaluations>('evaluations.json')?.teacher ?? []).map(({ step, accuracy }) => ({
      kind: kindOf(run.cell),
      run: run.folder.path,
      step,
      value: 100 * accuracy,
    })),
  );
  const lnK = Math.max(0, ...rows.map((row) => row.lnK));
  const colour = {
    field: 'kind',
    type: 'nominal',
    scale: { domain: kinds, range: kinds.map((kind) => COLOURS[TABLE_1.map(kindOf).indexOf(kind)]) },
    legend: {
      ...{ title: null, orient: 'bottom', symbolType: 'stroke' },
      ...{ symbolStrokeWidth: 3, symbolSize: 300, columns: 6 },
    },
  };
  const panel = (title: string, values: object[], extra: object[] = [], scale: object = {}) => ({
    width: 330,
    height: 190,
    layer: [
      ...extra,
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 1.6, opacity: 0.85, interpolate: 'linear' },
        encoding: {
          x: { field: 'step', type: 'quantitative', title: 'step', axis: { grid: false, tickCount: 6 } },
          y: { field: 'value', type: 'quantitative', title, scale, axis: { tickCount: 6 } },
          color: colour,
          detail: { field: 'run' },
        },
      },
    ],
  });
  const of = (value: (row: Smoothed) => number) => rows.map((row) => ({ ...row, value: value(row) }));
  const uniform = [
    {
      data: { values: [{ value: lnK }] },
      mark: { type: 'rule', color: '#8a8a8a', strokeDash: [4, 4] },
      encoding: { y: { field: 'value', type: 'quantitative' } },
    },
  ];
  return {
    title: { text: 'Training by normalization and centring, a line for each run', subtitle },
    vconcat: [
      {
        hconcat: [
          panel(
            'loss, nats (dashed: ln K)',
            of((row) => row.loss),
            uniform,
          ),
          panel(
            'teacher entropy, nats (dashed: ln K)',
            of((row) => row.entropy),
            uniform,
          ),
        ],
      },
      {
        hconcat: [
          panel(
            'largest ‖w‖ of the student',
            of((row) => row.norm),
            [],
            { zero: false },
          ),
          panel('kNN accuracy, %', accuracies, [], { zero: false }),
        ],
      },
    ],
  };
}

interface Smoothed {
  readonly step: number;
  readonly lnK: number;
  readonly loss: number;
  readonly entropy: number;
  readonly norm: number;
}

/** Means over equal stretches of a run, so that the lines of many runs can be told apart. */
function thinned(metrics: readonly Metrics[]): Smoothed[] {
  const stretch = Math.max(1, Math.round(metrics.length / POINTS));
  return Array.from({ length: Math.ceil(metrics.length / stretch) }, (_, i) => {
    const part = metrics.slice(i * stretch, (i + 1) * stretch);
    const last = part.at(-1) as Metrics;
    const mean = (of: (own: Metrics) => number) => part.reduce((sum, own) => sum + of(own), 0) / part.length;
    return {
      step: last.step,
      lnK: last.lnK,
      loss: mean((own) => own.loss),
      entropy: mean((own) => own.teacherEntropy),
      norm: last.prototypeNorm.max,
    };
  });
}
