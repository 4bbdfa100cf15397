import type { Figure } from './Figure.ts';
import { BLUE, GREY, HEIGHT, STEP, WIDTH, withLook } from './look.ts';

const EXACT = { field: 'value', type: 'quantitative' };

/** kNN accuracy of the teacher along the steps, with that of raw pixels. */
export const accuracyCurve: Figure = {
  id: 'accuracy',
  title: 'kNN accuracy',
  caption: () => 'kNN accuracy of the teacher on the way; step 0 is the untrained network.',
  rows: ({ evaluations }) =>
    evaluations
      ? [
          ...evaluations.teacher.map(({ step, accuracy }) => ({
            step,
            value: 100 * accuracy,
            of: 'teacher',
          })),
          { step: 0, value: 100 * evaluations.rawPixels, of: 'raw pixels' },
        ]
      : [],
  spec: withLook({
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        transform: [{ filter: "datum.of === 'teacher'" }],
        mark: { type: 'line', point: { size: 40, color: BLUE }, color: BLUE },
        encoding: { x: STEP, y: { ...EXACT, title: '%', axis: { tickCount: 5 } } },
      },
      {
        transform: [{ filter: "datum.of === 'raw pixels'" }],
        layer: [
          { mark: { type: 'rule', color: GREY, strokeDash: [4, 4] }, encoding: { y: EXACT } },
          {
            mark: { type: 'text', color: '#555', align: 'right', dy: -7, x: 'width', fontSize: 12 },
            encoding: { y: EXACT, text: { field: 'of' } },
          },
        ],
      },
    ],
  }),
};

const NAMES = ['chance', 'raw pixels', 'untrained network', 'trained teacher'];

/** What there was before training beside what came of it. */
export const accuracyBars: Figure = {
  id: 'comparison',
  title: 'kNN accuracy against what there was before',
  caption: () =>
    'What the features know about the classes. The step from the untrained network to the trained teacher is what training has taught.',
  rows: ({ evaluations }) => {
    if (!evaluations) return [];
    const { chance, rawPixels, untrained, teacher } = evaluations;
    const trained = teacher.at(-1)?.accuracy as number;
    return [chance, rawPixels, untrained, trained].map((share, i) => ({
      name: NAMES[i],
      value: 100 * share,
      label: `${(100 * share).toFixed(1)} %`,
    }));
  },
  spec: withLook({
    width: WIDTH - 60,
    height: 160,
    encoding: {
      y: { field: 'name', type: 'nominal', sort: NAMES, title: null, axis: { ticks: false, domain: false } },
      x: {
        ...EXACT,
        title: 'kNN accuracy on the test images, %',
        axis: { tickCount: 5 },
        scale: { domainMin: 0, nice: true },
      },
    },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          color: {
            field: 'name',
            legend: null,
            scale: { domain: NAMES, range: ['#cccccc', GREY, GREY, BLUE] },
          },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 4, fontSize: 13 },
        encoding: { text: { field: 'label' } },
      },
    ],
  }),
};
