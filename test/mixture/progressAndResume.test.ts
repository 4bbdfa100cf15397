import { describe, expect, it } from 'vitest';
import {
  fitMixture,
  type MixtureFitOptions,
  type MixtureProgress,
  type MixtureState,
} from 'von-mises-fisher/mixture';
import { randomMixture } from './directions.ts';
import { exact, rows, start } from './threeComponents.ts';

describe('progress, abort and resume', () => {
  it('of one start, given or drawn, makes each pass once', () => {
    for (const options of [{ initialization: start }, { restarts: 1, seed: 1 }] as MixtureFitOptions[]) {
      const seen: MixtureProgress[] = [];
      const { trace, iterations, restarts } = fitMixture(rows, 3, {
        ...options,
        maxIterations: 6,
        tolerance: 0,
        onProgress: (p) => seen.push(p),
      });
      expect(iterations).toBe(6);
      expect(seen.map(({ objective }) => objective)).toEqual(trace);
      expect(seen.map(({ stage }) => stage)).toEqual(Array(7).fill('polish'));
      expect(restarts.runs).toHaveLength(1);
      expect(restarts.runs[0].shortObjective).toBe(trace[0]);
      expect(restarts.runs[0].objective).toBe(trace[6]);
    }
  });

  it('reports every pass', () => {
    const seen: MixtureProgress[] = [];
    const result = fitMixture(rows, 3, {
      seed: 1,
      restarts: 4,
      polish: 2,
      splitMerge: 2,
      onProgress: (p) => seen.push(p),
    });
    expect(new Set(seen.map(({ stage }) => stage))).toEqual(new Set(['short', 'polish', 'split-merge']));
    expect(seen.filter(({ stage, iteration }) => stage === 'short' && iteration === 1)).toHaveLength(4);
    expect(result.splitMerge.tried).toBe(2);
  });

  it('an abort loses nothing: going on gives the bits of never having stopped', () => {
    for (const kind of ['soft', 'hard', 'stochastic'] as const) {
      const options = { kind, seed: 7, restarts: 1, ...exact, maxIterations: 200 };
      const whole = fitMixture(rows, 4, options);
      const controller = new AbortController();
      const part = fitMixture(rows, 4, {
        ...options,
        signal: controller.signal,
        onProgress: ({ stage, iteration }) => {
          if (stage === 'polish' && iteration === 4) controller.abort();
        },
      });
      expect(part.aborted).toBe(whole.iterations > 3);
      expect(part.trace).toEqual(whole.trace.slice(0, 4));
      const state = JSON.parse(JSON.stringify(part.state));
      const rest = fitMixture(rows, 4, { ...options, resume: state });
      expect(rest.trace).toEqual(whole.trace);
      if (kind !== 'stochastic') expect(rest.mixture.toJSON()).toEqual(whole.mixture.toJSON());
    }
  });

  it('where the number of steps ended it, more of them give the bits of never having stopped', () => {
    for (const options of [{}, { sparsity: 5 }, { kind: 'stochastic', seed: 3 }] as MixtureFitOptions[]) {
      const all = { initialization: start, tolerance: 0, ...options };
      const whole = fitMixture(rows, 3, { ...all, maxIterations: 12 });
      const part = fitMixture(rows, 3, { ...all, maxIterations: 5 });
      expect(part.iterations).toBe(5);
      const rest = fitMixture(rows, 3, { ...all, maxIterations: 12, resume: part.state });
      expect(rest.trace).toEqual(whole.trace);
    }
  });

  it('a result goes on to that of more iterations, and one that had converged stays', () => {
    const options = { seed: 7, restarts: 1 };
    const whole = fitMixture(rows, 4, options);
    expect(whole.converged).toBe(true);
    for (const maxIterations of [0, 1, 5, whole.iterations, 1000]) {
      const { state } = fitMixture(rows, 4, { ...options, maxIterations });
      const rest = fitMixture(rows, 4, { ...options, resume: state });
      expect(rest.trace).toEqual(whole.trace);
      expect(rest.mixture.toJSON()).toEqual(whole.mixture.toJSON());
    }
  });

  it('every pass has a state to go on from, that of the best run so far', () => {
    const options = { seed: 3, restarts: 4, polish: 2, ...exact, maxIterations: 200 };
    let best = Number.NEGATIVE_INFINITY;
    const states: { state: MixtureState; best: number }[] = [];
    const whole = fitMixture(rows, 3, {
      ...options,
      onProgress: ({ objective, state }) => {
        best = Math.max(best, objective);
        states.push({ state: JSON.parse(JSON.stringify(state())), best });
      },
    });
    for (const { state, best: reached } of states.filter((_, i) => i % 5 === 0)) {
      const rest = fitMixture(rows, 3, { ...options, resume: state });
      // A run that was best goes up from there: to rounding.
      expect(rest.logLikelihood).toBeGreaterThanOrEqual(reached - 2 ** -40 * Math.abs(reached));
    }
    const last = states[states.length - 1];
    const { mixture } = fitMixture(rows, 3, { ...options, resume: last.state });
    expect(mixture.toJSON()).toEqual(whole.mixture.toJSON());
  });

  it('a state of a sample of the rows says nothing of its objective', () => {
    const many = randomMixture(3, [20, 40], [0.5, 0.5], 5).samples(20_100, { seed: 1 });
    const traces: { stage: string; run: number; runs: number; trace: readonly number[] }[] = [];
    fitMixture(many, 2, {
      ...{ dimension: 3, seed: 1, restarts: 2, polish: 1 },
      onProgress: ({ stage, run, runs, state }) => traces.push({ stage, run, runs, trace: state().trace }),
    });
    const onAll = ({ stage, run, runs }: (typeof traces)[number]) => stage === 'polish' && run === runs - 1;
    expect(traces.filter((step) => !onAll(step)).every(({ trace }) => trace.length === 0)).toBe(true);
    // The pass that ends the run is made again by who goes on.
    const lengths = traces.filter(onAll).map(({ trace }) => trace.length);
    expect(lengths).toEqual(lengths.map((_, i) => Math.min(i + 1, lengths.length - 1)));
  });

  it('names what is wrong with a state', () => {
    const { state } = fitMixture(rows, 3, { seed: 1 });
    const refused: [object, string][] = [
      [{ p: 1 }, 'resume must hold'],
      [{ weights: [0.5, 0.6, 0.1] }, 'resume must hold weights that add up to 1, got 1.2000000000000002'],
      [{ kappas: [1, -1, 1] }, 'resume must hold kappas that are finite and not negative, got -1'],
      [{ kappas: [1, null, 1] }, 'resume must hold kappas that are finite and not negative, got null'],
      [{ trace: ['a'] }, 'resume must hold a trace of finite numbers, got a'],
      [
        { directions: state.directions.map((x) => 2 * x) },
        'resume must hold directions of unit length, got norm',
      ],
      [{ noise: 2 }, 'resume must hold weights that add up to 1'],
      [{ random: [1] }, 'resume must hold a random state of'],
    ];
    for (const [wrong, message] of refused) {
      expect(() => fitMixture(rows, 3, { resume: { ...state, ...wrong } as MixtureState })).toThrow(
        `fitMixture: ${message}`,
      );
    }
    const other = (k: number, options: MixtureFitOptions) => () =>
      fitMixture(rows, k, { ...options, resume: state });
    expect(other(2, {})).toThrow('fitMixture: resume must hold 2 components or fewer, got 3');
    expect(other(4, { weights: 'equal' })).toThrow('fitMixture: resume must hold 4 components, got 3');
    expect(other(3, { noise: true })).toThrow('fitMixture: resume must hold noise as options say');
    expect(() => fitMixture(rows, 3, { resume: { ...state, trace: 1 } as unknown as MixtureState })).toThrow(
      new TypeError('fitMixture: resume must hold an array of trace, got number'),
    );
  });

  it('aborted before it begins, it makes one pass', () => {
    const result = fitMixture(rows, 3, { seed: 1, signal: AbortSignal.abort() });
    expect(result.aborted).toBe(true);
    expect(result.iterations).toBe(0);
    expect(Number.isFinite(result.logLikelihood)).toBe(true);
  });
});
