/** Time and memory of a pass of EM against n, p and K: two rows of three panels, both axes logarithmic. */
import { BLUE, VERMILION } from '../validation/figure/chartTheme.ts';
import type { ChartSpec } from '../validation/figure/writeChart.ts';

export const AXES = ['n', 'p', 'K'] as const;
type Axis = (typeof AXES)[number];
type Sizes = Readonly<Record<Axis, number>>;

export interface GrowthPoint extends Sizes {
  /** Which of the three is varied, and its value. */
  readonly axis: Axis;
  readonly size: number;
  readonly name: string;
  readonly milliseconds: number;
  readonly megabytes: number;
}

export const NAMES = ['von-mises-fisher', 'NumPy, all rows at once', 'NumPy, 1,024 rows at a time'] as const;
const TITLES: Readonly<Record<Axis, string>> = { n: 'rows n', p: 'dimension p', K: 'components K' };
/** Less memory than this is not told apart from the noise. */
const LEAST_MEGABYTES = 1;

const colour = {
  field: 'name',
  type: 'nominal',
  scale: { domain: NAMES, range: [BLUE, VERMILION, '#8a8a8a'] },
  legend: {
    orient: 'bottom',
    direction: 'horizontal',
    title: null,
    symbolType: 'stroke',
    symbolStrokeWidth: 3,
    symbolSize: 300,
    columnPadding: 24,
  },
} as const;

type Quantity = 'milliseconds' | 'megabytes';

/** The axis of a row of panels, from one power of ten to another. */
function scaleOf(points: readonly GrowthPoint[], field: Quantity, title: string | null) {
  const values = points.map((point) => point[field]).filter(Number.isFinite);
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  return {
    field,
    type: 'quantitative',
    scale: { type: 'log', domain: [0.9 * 10 ** low, 1.1 * 10 ** high], nice: false },
    axis: {
      title,
      values: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)),
      format: ',~f',
      labelFontSize: 11,
    },
  } as const;
}

export function growthChart(points: readonly GrowthPoint[], base: Sizes): ChartSpec {
  const shown = points.map((point) => ({ ...point, megabytes: Math.max(LEAST_MEGABYTES, point.megabytes) }));

  const panel = (axis: Axis, field: Quantity, title: string) => {
    const own = shown.filter((point) => point.axis === axis && Number.isFinite(point[field]));
    const sizes = [...new Set(own.map(({ size }) => size))];
    const last = own.findLast(({ name }) => name === NAMES[0]);
    const dashed = sizes.map((size) => {
      const at = { ...base };
      at[axis] = size;
      const inProportion = last === undefined ? 0 : (last.milliseconds * size) / last.size;
      return { size, [field]: field === 'milliseconds' ? inProportion : (8 * at.n * at.K) / 1e6 };
    });
    const fixed = AXES.filter((other) => other !== axis).map((other) => `${other} = ${base[other]}`);
    const x = {
      field: 'size',
      type: 'quantitative',
      scale: { type: 'log', domain: [sizes[0] / 1.3, sizes[sizes.length - 1] * 1.3], nice: false },
      axis: {
        title: field === 'megabytes' ? TITLES[axis] : null,
        values: sizes,
        format: axis === 'n' ? '~s' : 'd',
        labelFontSize: 11,
      },
    } as const;
    const y = scaleOf(shown, field, axis === 'n' ? title : null);
    return {
      width: 205,
      height: 190,
      title: { text: fixed.join(', '), fontSize: 12.5, fontWeight: 'normal', offset: 4, anchor: 'middle' },
      layer: [
        {
          data: { values: dashed },
          mark: { type: 'line', strokeWidth: 1.2, strokeDash: [4, 3], color: '#222222', clip: true },
          encoding: { x, y },
        },
        ...[
          { type: 'line', strokeWidth: 1.8 },
          { type: 'circle', size: 30, opacity: 1 },
        ].map((mark) => ({ data: { values: own }, mark, encoding: { x, y, color: colour } })),
      ],
    };
  };

  return {
    title: {
      text: 'How a pass of EM grows with rows, dimension and components',
      subtitle: [
        'Processor time on one thread, float64. Dashed in the upper row: in proportion to the size, through our last point.',
        `Dashed in the lower row: one matrix of n × K doubles. Memory below ${LEAST_MEGABYTES} MB is drawn at ${LEAST_MEGABYTES} MB.`,
      ],
    },
    concat: [
      ...AXES.map((axis) => panel(axis, 'milliseconds', 'time of a pass (ms)')),
      ...AXES.map((axis) => panel(axis, 'megabytes', 'memory beyond the rows (MB)')),
    ],
    columns: 3,
    spacing: 16,
  };
}
