import { accuracyCurve } from './accuracyFigures.ts';
import type { Figure, RunRecord } from './Figure.ts';
import { kappaCurve, kappaHistogram } from './kappaFigures.ts';
import { lineFigure } from './lineFigure.ts';
import { BLUE, GREEN, GREY, ORANGE } from './look.ts';

const lastOf = <T>(lines: readonly T[], say: (line: T) => string): string => {
  const line = lines.at(-1);
  return line === undefined ? '' : say(line);
};
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const MB = 1e6;

/** What iBOT adds to the metrics of a step. */
type Step = RunRecord['metrics'][number] & {
  readonly clsLoss?: number;
  readonly patchLoss?: number;
  readonly patchKl?: number;
  readonly agreement?: number;
};

const loss = lineFigure(
  {
    id: 'loss',
    title: 'Loss and teacher entropy against ln K',
    caption: ({ metrics }: RunRecord) =>
      `The loss is the teacher's entropy plus the divergence beside it. Loss and entropy both at ln K${lastOf(metrics, ({ lnK }) => ` = ${lnK.toFixed(2)}`)} mean collapse to the uniform; entropy near 0 means that one prototype takes all.`,
  },
  [
    {
      of: 'metrics',
      axis: 'nats',
      series: [
        // With iBOT the part of [CLS]: the patches have a figure of their own.
        { name: 'loss', colour: BLUE, value: (m: Step) => m.clsLoss ?? m.loss },
        { name: 'teacher entropy', colour: ORANGE, value: (m) => m.teacherEntropy },
        { name: 'ln K', colour: GREY, dash: [5, 3], value: (m) => m.lnK },
      ],
    },
  ],
);

const kl = lineFigure(
  {
    id: 'kl',
    title: 'Divergence of the student from its targets',
    caption: () =>
      'Loss less teacher entropy, a Kullback-Leibler divergence. It should stay above 0 and fall slowly: at 0 nothing is left to learn.',
  },
  [{ of: 'metrics', axis: 'nats', series: [{ name: 'KL', colour: BLUE, value: (m) => m.kl }] }],
);

const patches = lineFigure(
  {
    id: 'patches',
    title: 'Hidden patches',
    isOptional: true,
    caption: () =>
      'iBOT: loss of the hidden patches and the divergence in it; and the share of images whose two views get the same prototype from teacher and student.',
  },
  [
    {
      of: 'metrics',
      axis: 'nats',
      series: [
        { name: 'loss', colour: BLUE, value: (m: Step) => m.patchLoss },
        { name: 'KL', colour: ORANGE, value: (m: Step) => m.patchKl },
      ],
    },
    {
      of: 'metrics',
      axis: 'agreement',
      zero: true,
      series: [{ name: 'agreement', colour: BLUE, value: (m: Step) => m.agreement }],
    },
  ],
);

const prototypes = lineFigure(
  {
    id: 'prototypes',
    title: 'Unique and void prototypes',
    caption: ({ inspections }) =>
      `Unique: what is left of the teacher's K prototypes when those with a cosine above 0.9 count once. Void: prototypes that are the first choice of no view of the latest pass. Favourite: share of the views that the most chosen prototype takes.${lastOf(inspections, (at) => ` After step ${at.step}: ${at.uniquePrototypes} unique, the largest set of duplicates ${at.largestDuplicateSet}, ${percent(at.voidShare)} void (${at.winnerViews} views).`)}`,
  },
  [
    {
      of: 'inspections',
      axis: '%',
      zero: true,
      series: [
        {
          name: 'unique',
          colour: BLUE,
          value: ({ uniquePrototypes, kappaTeacher: { counts } }) =>
            (100 * uniquePrototypes) / counts.reduce((a, b) => a + b, 0),
        },
        { name: 'void', colour: ORANGE, dash: [5, 3], value: (i) => 100 * i.voidShare },
        { name: 'favourite', colour: GREEN, dash: [2, 2], value: (i) => 100 * i.largestWinnerShare },
      ],
    },
  ],
);

const features = lineFigure(
  {
    id: 'features',
    title: 'Rank and spread of the features',
    caption: ({ inspections }) =>
      `Of the teacher's [CLS] features${lastOf(inspections, (at) => ` of ${at.featureViews} views`)}. RankMe: how many dimensions they take up. Deviation: 1 where they fill the sphere, 0 where all are alike.`,
  },
  [
    {
      of: 'inspections',
      axis: 'RankMe',
      zero: true,
      series: [{ name: 'RankMe', colour: BLUE, value: (i) => i.rankMe }],
    },
    {
      of: 'inspections',
      axis: 'deviation',
      zero: true,
      series: [{ name: 'deviation', colour: BLUE, value: (i) => i.featureDeviation }],
    },
  ],
);

const gradient = lineFigure(
  {
    id: 'gradient',
    title: 'Gradient norm',
    caption: () =>
      'Norm of the whole gradient before clipping, on a logarithmic axis. Spikes come before a loss that is not finite.',
  },
  [
    {
      of: 'metrics',
      axis: 'norm',
      log: true,
      series: [{ name: 'norm', colour: BLUE, value: (m) => Math.max(m.gradientNorm, 1e-12) }],
    },
  ],
);

const schedules = lineFigure(
  {
    id: 'schedules',
    title: 'Schedules',
    caption: () => 'Learning rate, weight decay, EMA momentum and teacher temperature of each step.',
  },
  (
    [
      ['learning rate', (m) => m.learningRate, '~e'],
      ['weight decay', (m) => m.weightDecay, '~g'],
      ['EMA momentum', (m) => m.emaMomentum, '~g'],
      ['τ of the teacher', (m) => m.teacherTemperature, '~g'],
    ] as const satisfies readonly (readonly [string, (m: RunRecord['metrics'][number]) => number, string])[]
  ).map(([name, value, format]) => ({
    of: 'metrics',
    axis: name,
    format,
    series: [{ name, colour: BLUE, value }],
  })),
);

const machine = lineFigure(
  {
    id: 'machine',
    title: 'Step time and memory',
    caption: ({ metrics }) =>
      `Time of a step, and the part of it that waited for views; memory of the engine's tensors and of the whole process.${lastOf(metrics, (m) => ` Now ${(m.tensorBytes / MB).toFixed(0)} MB in ${m.tensors} tensors, ${(m.processBytes / MB).toFixed(0)} MB in all.`)}`,
  },
  [
    {
      of: 'metrics',
      axis: 'seconds',
      zero: true,
      series: [
        { name: 'step', colour: BLUE, value: (m) => m.stepSeconds },
        { name: 'views', colour: ORANGE, value: (m) => m.stepSeconds * m.viewShare },
      ],
    },
    {
      of: 'metrics',
      axis: 'MB',
      zero: true,
      series: [
        { name: 'process', colour: BLUE, value: (m) => m.processBytes / MB },
        { name: 'tensors', colour: ORANGE, value: (m) => m.tensorBytes / MB },
      ],
    },
  ],
);

/** In the order in which a reader wants them. */
export const FIGURES: readonly Figure[] = [
  accuracyCurve,
  loss,
  kl,
  patches,
  prototypes,
  kappaCurve,
  kappaHistogram,
  features,
  gradient,
  schedules,
  machine,
];
