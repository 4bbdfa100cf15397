import { BLUE, ORANGE } from '../report/figures/look.ts';
import { FRAME, LEGEND } from './chartFrame.ts';
import { drawn } from './drawn.ts';
import type { SetsAtThreshold } from './prototypeSets.ts';
import { stackedHistograms } from './stackedHistograms.ts';

const GREEDY = 'greedy leaders';
const CHAINS = 'connected components';

/** Figures 6 and 7: what the two ways to make sets find at each threshold. */
function overThresholds(
  title: string,
  sets: readonly SetsAtThreshold[],
  greedy: (at: SetsAtThreshold) => number,
  components: (at: SetsAtThreshold) => number,
): Promise<string> {
  const values = sets.flatMap((at) => [
    { threshold: at.threshold, name: CHAINS, value: components(at) },
    { threshold: at.threshold, name: GREEDY, value: greedy(at) },
  ]);
  const largest = Math.max(...values.map(({ value }) => value));
  const x = {
    field: 'threshold',
    type: 'quantitative',
    title: 'cosine above which two prototypes are duplicates',
    scale: { zero: false, nice: false, padding: 8 },
    axis: { grid: false, format: '.2f', values: sets.map(({ threshold }) => threshold) },
  };
  const y = {
    field: 'value',
    type: 'quantitative',
    title,
    scale: { domain: [0, largest], nice: true },
    axis: { tickMinStep: 1, format: ',d', tickCount: 5 },
  };
  const color = {
    field: 'name',
    type: 'nominal',
    scale: { domain: [GREEDY, CHAINS], range: [BLUE, ORANGE] },
    legend: LEGEND,
  };
  return drawn({
    ...FRAME,
    data: { values },
    // The components are drawn wide, to be seen where both agree.
    layer: [
      {
        transform: [{ filter: { field: 'name', equal: CHAINS } }],
        mark: { type: 'line', strokeWidth: 6, opacity: 0.5 },
        encoding: { x, y, color },
      },
      {
        transform: [{ filter: { field: 'name', equal: GREEDY } }],
        mark: { type: 'line', point: { size: 45 }, strokeWidth: 1.6 },
        encoding: { x, y, color },
      },
    ],
  });
}

export const uniqueChart = (sets: readonly SetsAtThreshold[]): Promise<string> =>
  overThresholds(
    'unique prototypes',
    sets,
    ({ unique }) => unique,
    ({ components }) => components,
  );

export const largestSetChart = (sets: readonly SetsAtThreshold[]): Promise<string> =>
  overThresholds(
    'largest duplicate set',
    sets,
    ({ largest }) => largest,
    ({ largestComponent }) => largestComponent,
  );

const WINS = 'win an image';
const VOID = 'win none';

/** The cosines of prototypes and the data mean, those that win no image apart. */
export function meanCosineChart(cosines: ArrayLike<number>, wins: ArrayLike<number>): Promise<string> {
  return drawn({
    ...FRAME,
    data: {
      values: Array.from(cosines, (cosine, k) => ({ cosine, name: (wins[k] as number) > 0 ? WINS : VOID })),
    },
    mark: { type: 'bar' },
    encoding: {
      x: {
        field: 'cosine',
        bin: { extent: [-1, 1], step: 0.05 },
        type: 'quantitative',
        title: 'cosine of the prototype and the mean of y',
        axis: { grid: false, values: [-1, -0.5, 0, 0.5, 1] },
      },
      y: { aggregate: 'count', type: 'quantitative', title: 'prototypes', axis: { tickMinStep: 1 } },
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain: [WINS, VOID], range: [BLUE, '#bbbbbb'] },
        legend: LEGEND,
      },
    },
  });
}

/** The shares of images that prototypes win, the largest first, beside equal shares. */
export function winsChart(wins: ArrayLike<number>): Promise<string> {
  const sorted = Array.from(wins)
    .filter((won) => won > 0)
    .sort((a, b) => b - a);
  const images = sorted.reduce((a, b) => a + b, 0);
  const every = Math.ceil(sorted.length / 500);
  const values = sorted
    .map((won, rank) => ({ rank: rank + 1, share: (100 * won) / images }))
    .filter((_, i) => i % every === 0 || i === sorted.length - 1);
  return drawn({
    ...FRAME,
    layer: [
      {
        data: { values },
        mark: { type: 'area', interpolate: 'step', color: BLUE, opacity: 0.85, line: { color: BLUE } },
        encoding: {
          x: {
            field: 'rank',
            type: 'quantitative',
            title: 'prototypes that win an image, in order',
            scale: { domain: [1, Math.max(2, sorted.length)], nice: false },
            axis: { grid: false, tickMinStep: 1, tickCount: 8 },
          },
          y: { field: 'share', type: 'quantitative', title: 'share of the images, %' },
        },
      },
      {
        data: { values: [{ share: 100 / wins.length }] },
        mark: { type: 'rule', color: '#333', strokeDash: [4, 4] },
        encoding: { y: { field: 'share', type: 'quantitative' } },
      },
    ],
  });
}

/** κ of both networks, each with its own τ. */
export function kappaChart(kappas: {
  readonly student: ArrayLike<number>;
  readonly teacher: ArrayLike<number>;
}): Promise<string> {
  return stackedHistograms(
    [
      { name: 'student', colour: ORANGE, values: kappas.student },
      { name: 'teacher', colour: BLUE, values: kappas.teacher },
    ],
    'κ = ‖w‖/τ',
    'prototypes',
    { maxbins: 30 },
  );
}
