import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { type Evaluations, trainedAccuracy } from '../evaluation/evaluation.ts';
import type { Metrics } from '../run/runFolder.ts';

/** Colours that stay apart in print and for colour-blind readers (Okabe and Ito). */
const BLUE = '#0072b2';
const ORANGE = '#d55e00';
const GREY = '#888888';

const SIZE = { width: 400, height: 200 };
const STYLE: Partial<TopLevelSpec> = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  config: {
    view: { stroke: null },
    axis: {
      gridColor: '#e6e6e6',
      domainColor: '#666',
      tickColor: '#666',
      labelFontSize: 12,
      titleFontSize: 13,
      titleFontWeight: 'normal',
    },
    legend: { labelFontSize: 12, title: null, orient: 'top' },
    font: 'system-ui, sans-serif',
  },
};

/** An SVG of a vega-lite specification. */
async function svg(spec: object): Promise<string> {
  const view = new View(parse(compile({ ...STYLE, ...spec } as TopLevelSpec).spec), { renderer: 'none' });
  const text = await view.toSVG();
  view.finalize();
  return text;
}

const STEP = { field: 'step', type: 'quantitative', title: 'step', axis: { grid: false } };

/** At most about 400 points of a long run, so that the page stays small. */
function thinned<T>(rows: readonly T[]): T[] {
  const every = Math.ceil(rows.length / 400);
  return rows.filter((_, i) => i % every === 0 || i === rows.length - 1);
}

/** Named lines over the steps, in the order given. */
function lines(
  title: string,
  series: readonly [string, string, (m: Metrics) => number][],
  metrics: readonly Metrics[],
) {
  const values = thinned(metrics).flatMap((m) =>
    series.map(([name, , of]) => ({ step: m.step, name, value: of(m) })),
  );
  return svg({
    ...SIZE,
    data: { values },
    mark: { type: 'line', strokeWidth: 1.6, clip: true },
    encoding: {
      x: STEP,
      y: { field: 'value', type: 'quantitative', title, scale: { zero: false, nice: true } },
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain: series.map(([name]) => name), range: series.map(([, colour]) => colour) },
        legend: series.length > 1 ? {} : null,
      },
    },
  });
}

export const lossChart = (metrics: readonly Metrics[]): Promise<string> =>
  lines(
    'nats',
    [
      ['loss', BLUE, (m) => m.loss],
      ['teacher entropy', ORANGE, (m) => m.teacherEntropy],
      ['ln K', GREY, (m) => m.lnK],
    ],
    metrics,
  );

export const klChart = (metrics: readonly Metrics[]): Promise<string> =>
  lines('nats', [['KL from teacher to student', BLUE, (m) => m.kl]], metrics);

export const learningRateChart = (metrics: readonly Metrics[]): Promise<string> =>
  lines('learning rate', [['learning rate', BLUE, (m) => m.learningRate]], metrics);

export const normChart = (metrics: readonly Metrics[]): Promise<string> =>
  lines(
    '‖w‖',
    [
      ['largest', ORANGE, (m) => m.prototypeNorm.max],
      ['median', BLUE, (m) => m.prototypeNorm.median],
      ['smallest', GREY, (m) => m.prototypeNorm.min],
    ],
    metrics,
  );

export function normHistogram(norms: Float32Array): Promise<string> {
  return svg({
    ...SIZE,
    data: { values: Array.from(norms, (norm) => ({ norm: Math.abs(norm) })) },
    mark: { type: 'bar', color: BLUE },
    encoding: {
      x: {
        field: 'norm',
        bin: { maxbins: 30 },
        type: 'quantitative',
        title: '‖w‖ of the teacher',
        axis: { grid: false },
      },
      y: { aggregate: 'count', type: 'quantitative', title: 'prototypes' },
    },
  });
}

export function accuracyCurve({ teacher, rawPixels }: Evaluations): Promise<string> {
  return svg({
    ...SIZE,
    layer: [
      {
        data: { values: teacher.map(({ step, accuracy }) => ({ step, value: 100 * accuracy })) },
        mark: { type: 'line', point: { size: 40, color: BLUE }, color: BLUE },
        encoding: { x: STEP, y: { field: 'value', type: 'quantitative', title: 'kNN accuracy, %' } },
      },
      {
        data: { values: [{ value: 100 * rawPixels, name: 'raw pixels' }] },
        layer: [
          {
            mark: { type: 'rule', color: GREY, strokeDash: [4, 4] },
            encoding: { y: { field: 'value', type: 'quantitative' } },
          },
          {
            mark: { type: 'text', color: '#555', align: 'right', dy: -7, x: 'width', fontSize: 12 },
            encoding: { y: { field: 'value', type: 'quantitative' }, text: { field: 'name' } },
          },
        ],
      },
    ],
  });
}

export function accuracyBars(evaluations: Evaluations): Promise<string> {
  const { rawPixels, untrained, chance } = evaluations;
  const values = [
    { name: 'chance', value: chance },
    { name: 'raw pixels', value: rawPixels },
    { name: 'untrained network', value: untrained },
    { name: 'trained teacher', value: trainedAccuracy(evaluations) },
  ].map(({ name, value }) => ({ name, value: 100 * value, label: `${(100 * value).toFixed(1)} %` }));
  const shared = {
    y: { field: 'name', type: 'nominal', sort: null, title: null, axis: { ticks: false, domain: false } },
    x: {
      field: 'value',
      type: 'quantitative',
      title: 'kNN accuracy on the test images, %',
      scale: { domainMin: 0, nice: true },
    },
  };
  return svg({
    width: SIZE.width - 60,
    height: 160,
    data: { values },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          ...shared,
          color: {
            field: 'name',
            legend: null,
            scale: { domain: values.map((v) => v.name), range: ['#cccccc', GREY, GREY, BLUE] },
          },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 4, fontSize: 13 },
        encoding: { ...shared, text: { field: 'label' } },
      },
    ],
  });
}
