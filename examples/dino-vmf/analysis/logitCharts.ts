import { BLUE, GREY, ORANGE } from '../report/figures/look.ts';
import { FRAME, LEGEND } from './chartFrame.ts';
import { drawn } from './drawn.ts';
import { type ComponentLogit, circleDensities, logitCurves, normalizerCurve } from './logitIllustration.ts';

const COLOURS = [ORANGE, BLUE, '#000000'];
const kappaName = (kappa: number) => `κ = ${kappa.toPrecision(3)}`;

/** log C_p over κ, with the run's quantiles on it. */
export function normalizerChart(p: number, logits: readonly ComponentLogit[]): Promise<string> {
  const largest = Math.max(...logits.map(({ kappa }) => kappa));
  const isOne = logits.every(({ kappa }) => kappa === largest);
  const x = { field: 'kappa', type: 'quantitative', title: 'κ', axis: { grid: false } };
  const y = { field: 'log', type: 'quantitative', title: 'log Cₚ(κ) − log Cₚ(0), nats' };
  return drawn({
    ...FRAME,
    layer: [
      {
        data: { values: normalizerCurve(p, 1.25 * largest) },
        mark: { type: 'line', color: GREY, strokeWidth: 1.6 },
        encoding: { x, y },
      },
      {
        data: {
          values: logits.map(({ kappa, normalizer }, i) => ({
            kappa,
            log: normalizer,
            name: i !== 1 ? '' : isOne ? 'κ of all' : '5 %, median and 95 % of κ',
          })),
        },
        layer: [
          { mark: { type: 'point', filled: true, size: 70, color: BLUE, opacity: 1 }, encoding: { x, y } },
          {
            mark: { type: 'text', align: 'right', dx: -10, dy: 10, fontSize: 12 },
            encoding: { x, y, text: { field: 'name' } },
          },
        ],
      },
    ],
  });
}

/** Logits of a component over the angle between y and w, without and with log C_p, at several κ. */
export function logitChart(p: number, kappas: readonly number[]): Promise<string> {
  const values = logitCurves(p, kappas).flatMap(({ angle, kappa, dino, vmf }) => [
    { angle, kappa: kappaName(kappa), formula: 'DINO', logit: dino },
    { angle, kappa: kappaName(kappa), formula: 'DINO-vMF', logit: vmf },
  ]);
  const formulas = ['DINO-vMF', 'DINO'];
  return drawn({
    ...FRAME,
    data: { values },
    mark: { type: 'line', strokeWidth: 1.6 },
    encoding: {
      x: {
        field: 'angle',
        type: 'quantitative',
        title: 'angle of y and w, degrees',
        scale: { domain: [0, 180] },
        axis: { grid: false, values: [0, 30, 60, 90, 120, 150, 180] },
      },
      y: { field: 'logit', type: 'quantitative', title: 'logit, nats' },
      color: {
        field: 'kappa',
        type: 'nominal',
        scale: { domain: kappas.map(kappaName), range: COLOURS },
        legend: LEGEND,
      },
      strokeDash: {
        field: 'formula',
        type: 'nominal',
        scale: {
          domain: formulas,
          range: [
            [1, 0],
            [4, 4],
          ],
        },
        legend: { ...LEGEND, orient: 'top-right' },
      },
    },
  });
}

/** Figure 3: densities on the circle about 315°, drawn outwards from it. */
export function circleChart(kappas: readonly [number, number]): Promise<string> {
  const points = circleDensities(kappas).map((point) => ({ ...point, name: kappaName(point.kappa) }));
  const circle = circleDensities([0], 181).map(({ x, y, order }) => {
    const length = Math.hypot(x, y);
    return { x: x / length, y: y / length, order };
  });
  const reach = Math.max(...points.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]));
  const [across, down] = [{ domain: [-1.15, 1.05 * reach] }, { domain: [-1.05 * reach, 1.15] }].map(
    (scale) => ({ ...scale, nice: false }),
  );
  const x = { field: 'x', type: 'quantitative', scale: across, axis: null };
  const y = { field: 'y', type: 'quantitative', scale: down, axis: null };
  const order = { field: 'order', type: 'quantitative' };
  return drawn({
    width: 225,
    height: 225,
    padding: { left: 127, right: 127, top: 5, bottom: 5 },
    layer: [
      {
        data: { values: circle },
        mark: { type: 'line', color: GREY, strokeWidth: 1 },
        encoding: { x, y, order },
      },
      {
        data: { values: points },
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: {
          x,
          y,
          order,
          color: {
            field: 'name',
            type: 'nominal',
            scale: { domain: kappas.map(kappaName), range: [ORANGE, BLUE] },
            legend: LEGEND,
          },
        },
      },
      {
        data: { values: [{ x: 0, y: 0, x2: Math.SQRT1_2, y2: -Math.SQRT1_2 }] },
        mark: { type: 'rule', color: '#333', strokeWidth: 1.2 },
        encoding: { x, y, x2: { field: 'x2' }, y2: { field: 'y2' } },
      },
    ],
  });
}
