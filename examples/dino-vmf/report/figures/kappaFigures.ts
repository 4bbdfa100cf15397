import type { Histogram } from '../../inspection/histogram.ts';
import type { Figure } from './Figure.ts';
import { BLUE, HEIGHT, ORANGE, STEP, thinned, WIDTH, withLook } from './look.ts';

const round = (x: number) => x.toPrecision(4);

const NETWORKS = [
  { network: 'student', colour: BLUE },
  { network: 'teacher', colour: ORANGE },
] as const;

/** κ = ‖w‖/τ of both networks along the steps: the median, and the range as a band. */
export const kappaCurve: Figure = {
  id: 'kappa',
  title: 'κ of the prototypes',
  caption: ({ metrics }) => {
    const last = metrics.at(-1);
    const now = last
      ? ` Now ${round(last.kappaStudent.median)} (student) and ${round(last.kappaTeacher.median)} (teacher) in the median, ‖w‖ from ${round(last.prototypeNorm.min)} to ${round(last.prototypeNorm.max)}.`
      : '';
    return `κ = ‖w‖/τ, each network with its own w and τ: median, and the smallest to the largest as a band. All begin at ‖w‖ = 1.${now}`;
  },
  rows: ({ metrics }) =>
    thinned(metrics).flatMap(({ step, kappaStudent, kappaTeacher }) => [
      { step, network: 'student', ...kappaStudent },
      { step, network: 'teacher', ...kappaTeacher },
    ]),
  spec: withLook({
    spacing: 18,
    hconcat: NETWORKS.map(({ network, colour }) => ({
      width: WIDTH / 2 - 38,
      height: HEIGHT,
      transform: [{ filter: `datum.network === '${network}'` }],
      encoding: { x: STEP },
      layer: [
        {
          mark: { type: 'area', opacity: 0.22, color: colour },
          encoding: {
            y: {
              field: 'min',
              type: 'quantitative',
              title: `κ of the ${network}`,
              axis: { tickCount: 5 },
              scale: { zero: false },
            },
            y2: { field: 'max' },
          },
        },
        {
          mark: { type: 'line', strokeWidth: 1.6, color: colour },
          encoding: { y: { field: 'median', type: 'quantitative' } },
        },
      ],
    })),
  }),
};

function bars(network: string, { min, max, counts }: Histogram): object[] {
  // Values that are all equal still show as a bar: a hundredth of them wide.
  const width = max > min ? (max - min) / counts.length : Math.abs(min) / 100 || 1;
  const first = max > min ? min : min - width / 2;
  return counts.map((count, i) => ({
    network,
    from: first + i * width,
    to: first + (i + 1) * width,
    count,
  }));
}

/** How κ is spread over the prototypes at the last inspection. */
export const kappaHistogram: Figure = {
  id: 'kappa-histogram',
  title: 'κ histogram',
  caption: ({ inspections }) => {
    const at = inspections.at(-1);
    return `κ of the prototypes${at ? ` after step ${at.step}` : ''}: the larger, the narrower the component on the sphere.`;
  },
  rows: ({ inspections }) => {
    const last = inspections.at(-1);
    return last ? [...bars('student', last.kappaStudent), ...bars('teacher', last.kappaTeacher)] : [];
  },
  spec: withLook({
    spacing: 18,
    hconcat: NETWORKS.map(({ network, colour }, i) => ({
      width: WIDTH / 2 - 30,
      height: HEIGHT,
      transform: [{ filter: `datum.network === '${network}'` }],
      mark: { type: 'bar', color: colour, binSpacing: 1 },
      encoding: {
        x: {
          field: 'from',
          type: 'quantitative',
          title: `κ of the ${network}`,
          bin: { binned: true },
          scale: { zero: false },
          axis: { grid: false, tickCount: 4 },
        },
        x2: { field: 'to' },
        y: {
          field: 'count',
          type: 'quantitative',
          title: i === 0 ? 'prototypes' : null,
          axis: { tickCount: 5 },
        },
      },
    })),
  }),
};
