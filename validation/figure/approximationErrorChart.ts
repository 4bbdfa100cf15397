/** The paper's Figure 5 as small multiples: |ε(κ)| for each dimension, and the largest over κ against p. */

import type { PeerRun } from '../peers/peerLogNormalizer.ts';
import { ORDER_COLOURS } from './chartTheme.ts';
import {
  BOUNDED_ORDERS,
  DIMENSIONS,
  difference,
  ORDERS,
  type PointError,
  type Summary,
} from './measureApproximationErrors.ts';
import type { ChartSpec } from './writeChart.ts';

const POWER_OF_TEN =
  "{'-4': '10⁻⁴', '-8': '10⁻⁸', '-12': '10⁻¹²', '-16': '10⁻¹⁶'}[round(log(datum.value) / LN10)]";

const colour = {
  field: 'order',
  type: 'nominal',
  scale: { domain: ORDERS.map(String), range: [...ORDER_COLOURS] },
  legend: {
    orient: 'bottom',
    direction: 'horizontal',
    title: 'order K of the expansion: ',
    titleOrient: 'left',
    symbolType: 'stroke',
    symbolStrokeWidth: 3,
    symbolSize: 300,
    columnPadding: 24,
  },
} as const;

const error = (field: string, title: string | null) =>
  ({
    field,
    type: 'quantitative',
    scale: { type: 'log', domain: [1e-16, 0.1], nice: false },
    axis: { title, values: [1e-4, 1e-8, 1e-12, 1e-16], labelExpr: POWER_OF_TEN, labelFontSize: 11 },
  }) as const;

export function approximationErrorChart(
  points: readonly PointError[],
  summaries: readonly Summary[],
  iv: PeerRun | undefined,
): ChartSpec {
  const size = { width: 152, height: 170 };
  const x = (bottom: boolean) =>
    ({
      field: 'kappa',
      type: 'quantitative',
      scale: { domain: [0, 500], nice: false },
      axis: { title: bottom ? 'κ (dimensionless)' : null, values: [0, 250, 500], labelFontSize: 11 },
    }) as const;

  const panels = DIMENSIONS.map((p, index) => {
    const own = points.flatMap((point, i) => (point.p === p ? [{ ...point, i }] : []));
    const first = index % 4 === 0;
    const place = x(index > 3);
    const y = (field: string) => error(field, first ? '|error| (nats)' : null);
    const lost = own.filter(({ i }) => iv !== undefined && !Number.isFinite(iv.values[i]));
    return {
      ...size,
      title: { text: `p = ${p}`, fontSize: 13, offset: 4, anchor: 'middle' },
      layer: [
        {
          data: {
            values: lost.length ? [{ from: lost[0].kappa - 2.5, to: lost[lost.length - 1].kappa + 2.5 }] : [],
          },
          mark: { type: 'rect', color: '#f3d9d0' },
          encoding: { x: { ...place, field: 'from' }, x2: { field: 'to' } },
        },
        {
          data: {
            values: BOUNDED_ORDERS.flatMap((k) =>
              own.map(({ kappa, bounds }) => ({ kappa, order: String(k), bound: bounds[k] })),
            ),
          },
          mark: { type: 'line', strokeWidth: 1, strokeDash: [4, 3] },
          encoding: { x: place, y: y('bound'), color: colour },
        },
        {
          data: {
            values: own.flatMap(({ kappa, i, exact }) =>
              iv !== undefined && Number.isFinite(iv.values[i])
                ? [{ kappa, error: Math.max(1e-16, Math.abs(difference(iv.values[i], exact))) }]
                : [],
            ),
          },
          mark: { type: 'circle', size: 9, color: '#777777', opacity: 1 },
          encoding: { x: place, y: y('error') },
        },
        {
          data: {
            values: own.flatMap(({ kappa, errors }) =>
              errors.map((value, k) => ({
                kappa,
                order: String(k),
                error: Math.max(1e-16, Math.abs(value)),
              })),
            ),
          },
          mark: { type: 'line', strokeWidth: 1.7 },
          encoding: { x: place, y: y('error'), color: colour },
        },
      ],
    };
  });

  const values = summaries.flatMap(({ p, orders }) =>
    orders.map((value, k) => ({ p, order: String(k), error: value })),
  );
  const summary = {
    ...size,
    title: { text: 'largest over κ', fontSize: 13, offset: 4, anchor: 'middle' },
    layer: [
      { mark: { type: 'line', strokeWidth: 1.7 } },
      { mark: { type: 'circle', size: 26, opacity: 1 } },
    ].map(({ mark }) => ({
      data: { values },
      mark,
      encoding: {
        x: {
          field: 'p',
          type: 'quantitative',
          scale: { type: 'log', domain: [50, 5200], nice: false },
          axis: { title: 'dimension p', values: [64, 256, 1024, 4096], format: 'd', labelFontSize: 11 },
        },
        y: error('error', null),
        color: colour,
      },
    })),
  };

  return {
    title: {
      text: 'What each further term of the expansion buys',
      subtitle: [
        'Distance of the order-K form of log C from its exact value; K = 0 is the paper, p = 256 its setting.',
        'Dashed: proven bounds for K = 0, 1, 2. Grey dots: SciPy with iv, the paper’s yardstick; shaded where it is not finite.',
      ],
    },
    concat: [...panels, summary],
    columns: 4,
    spacing: 14,
  };
}
