import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../../../examples/dino-vmf/inspection/inspect.ts';
import { accuracyBars } from '../../../../examples/dino-vmf/report/figures/accuracyFigures.ts';
import type { RunRecord } from '../../../../examples/dino-vmf/report/figures/Figure.ts';
import { FIGURES } from '../../../../examples/dino-vmf/report/figures/figures.ts';
import { svgOf } from '../../../../examples/dino-vmf/report/figures/svgOf.ts';
import { methodName } from '../../../../examples/dino-vmf/report/methodName.ts';
import type { Metrics } from '../../../../examples/dino-vmf/run/runFolder.ts';

const spread = (x: number) => ({ min: x - 1, median: x, max: x + 1 });

/** Steps of a run that learns: what a reader may meet, a loss that jumps and a κ that drifts. */
const metricsOf = (count: number, more: object = {}): Metrics[] =>
  Array.from({ length: count }, (_, i) => ({
    step: i + 1,
    epoch: (i + 1) / 10,
    time: 1e12 + 500 * i,
    loss: 4 + Math.sin(i),
    teacherEntropy: 3 + Math.cos(i),
    kl: 1 + Math.sin(i) - Math.cos(i),
    gradientNorm: 10 ** Math.sin(i),
    learningRate: 1e-3 * i,
    weightDecay: 0.04,
    emaMomentum: 0.99,
    teacherTemperature: 0.04,
    lnK: Math.log(128),
    prototypeNorm: spread(1),
    kappaStudent: spread(10),
    kappaTeacher: spread(25 + i / count),
    imagesPerSecond: 100,
    viewShare: 0.1,
    stepSeconds: 0.5,
    tensorBytes: 4e6,
    tensors: 200,
    processBytes: 3e8,
    ...more,
  }));

const inspectionsOf = (count: number): Inspection[] =>
  Array.from({ length: count }, (_, i) => ({
    step: 25 * (i + 1),
    uniquePrototypes: 100 - i,
    largestDuplicateSet: 2 + i,
    voidShare: 0.25,
    largestWinnerShare: 0.125,
    winnerViews: 640,
    kappaStudent: { min: 9, max: 11, counts: [28, 100] },
    kappaTeacher: { min: 25, max: 25, counts: [128] },
    featureDeviation: 0.5,
    rankMe: 12,
    featureViews: 64,
  }));

const record = (metrics: Metrics[], inspections: Inspection[]): RunRecord => ({
  steps: 1000,
  metrics,
  inspections,
  evaluations: {
    ...{ neighbours: 20, chance: 0.125, rawPixels: 0.5, untrained: 0.4 },
    teacher: [
      { step: 0, accuracy: 0.4 },
      { step: 100, accuracy: 0.6 },
    ],
  },
});

const figure = (id: string) => FIGURES.find((f) => f.id === id) as (typeof FIGURES)[number];

describe.each([...FIGURES, accuracyBars])('the figure "$title"', (f) => {
  it('is a specification without a warning', () => {
    const said: string[] = [];
    const say = (...args: readonly unknown[]) => {
      said.push(args.join(' '));
      return logger;
    };
    const logger = {
      ...{ warn: say, error: say, info: () => logger, debug: () => logger },
      level: () => logger,
    } as unknown as NonNullable<Parameters<typeof compile>[1]>['logger'];
    compile(f.spec as TopLevelSpec, { logger } as Parameters<typeof compile>[1]);
    expect(said).toEqual([]);
  });

  it('is drawn of nothing, of a first step, and of a long run with some hundred rows', async () => {
    for (const run of [
      { steps: 0, metrics: [], inspections: [], evaluations: null },
      record(metricsOf(1), []),
      record(metricsOf(30_000), inspectionsOf(1200)),
    ]) {
      expect(f.caption(run).length).toBeGreaterThan(20);
      expect(f.rows(run).length).toBeLessThanOrEqual(4 * 402);
      expect(await svgOf(f.spec, f.rows(run))).toMatch(/^<svg/);
    }
  });
});

describe('what figures say', () => {
  const run = record(metricsOf(100), inspectionsOf(3));

  it('unique, void and favourite prototypes in per cent', () => {
    const last = figure('prototypes').rows(run).slice(-3) as { name: string; value: number }[];
    expect(last.map(({ name, value }) => [name, value])).toEqual([
      ['unique', (100 * 98) / 128],
      ['void', 25],
      ['favourite', 12.5],
    ]);
    expect(figure('prototypes').caption(run)).toContain('After step 75: 98 unique');
  });

  it('the histogram of κ with its edges; equal values as one bar', () => {
    expect(figure('kappa-histogram').rows(run)).toEqual([
      { network: 'student', from: 9, to: 10, count: 28 },
      { network: 'student', from: 10, to: 11, count: 100 },
      { network: 'teacher', from: 24.875, to: 25.125, count: 128 },
    ]);
  });

  it('the last step of a long run, whatever is left out', () => {
    const rows = figure('loss').rows(record(metricsOf(12_345), [])) as { step: number; name: string }[];
    expect(rows.at(-1)).toMatchObject({ step: 12_345, name: 'ln K' });
  });

  it('the patches of iBOT alone, and then the loss of [CLS]', () => {
    expect(figure('patches').rows(run)).toEqual([]);
    const ibot = record(metricsOf(2, { clsLoss: 1.5, patchLoss: 2.5, patchKl: 0.5, agreement: 0.75 }), []);
    expect(figure('patches').rows(ibot)).toHaveLength(6);
    expect((figure('loss').rows(ibot)[0] as { value: number }).value).toBe(1.5);
  });
});

it('methods have the names of the paper', () => {
  expect(methodName({ normalization: 'vmf' })).toBe('DINO-vMF');
  expect(methodName({ normalization: 'vmf', method: 'ibot' })).toBe('iBOT-vMF');
  expect(methodName({ normalization: 'l2', method: 'dino' })).toBe('DINO with unit prototypes');
  expect(methodName({ normalization: 'none', method: 'ibot' })).toBe('iBOT with unnormalized prototypes');
});
