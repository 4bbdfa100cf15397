import { describe, expect, it } from 'vitest';
import { concentration, meanResultantLength } from 'von-mises-fisher';
import {
  fitMixture,
  fitMixtureStream,
  type MixtureFitOptions,
  type MixtureFitResult,
  type MixtureState,
  type RowChunk,
  startWorkers,
  type VonMisesFisherMixture,
} from 'von-mises-fisher/mixture';
import { rowsAtATime } from '../../src/kernels/rowsAtATime.ts';
import { onBothSides } from '../kernels/onBothSides.ts';
import { randomMixture, sparse, split } from './directions.ts';

const U = 2 ** -24;
/** Shares below it are 0. */
const SHARE = 2 ** -32;
/** What doubles do to a log-density of some hundred, with much to spare. */
const DOUBLES = 1e-11;
/** The relative error of n roundings to floats. Higham, Accuracy and Stability of Numerical Algorithms, 3.1. */
const gamma = (n: number): number => (n * U) / (1 - n * U);

type Rows = Float64Array | Float32Array;
const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, x) => sum + x, 0);

/**
 * How wrong a log-density of each row may be, at the most over components: two factors are rounded, their product and
 * p - 1 additions, which makes γ_{p+2} Σ_j |κ μ_j x_j|; and the log of their sum no more than that, but for shares that
 * are left out.
 */
function logErrors(rows: Rows, { components, p }: VonMisesFisherMixture): Float64Array {
  return Float64Array.from({ length: rows.length / p }, (_, i) => {
    const row = rows.subarray(i * p, (i + 1) * p);
    const sizes = components.map(({ mu, kappa }) =>
      mu.reduce((sum, x, j) => sum + kappa * Math.abs(x * row[j]), 0),
    );
    return gamma(p + 2) * Math.max(...sizes) * (1 + 1e-6) + components.length * SHARE + DOUBLES;
  });
}

const cases = [
  { p: 3, kappas: [20, 60, 200, 400, 5] },
  { p: 64, kappas: [20, 60, 90, 150, 300] },
  { p: 256, kappas: [60, 150, 200, 300, 900] },
].flatMap(({ p, kappas }) => [false, true].map((isFloat) => ({ p, kappas, isFloat })));

describe.each(cases)('p = $p, floats: $isFloat', ({ p, kappas, isFloat }) => {
  const k = kappas.length;
  const n = 1500;
  const law = randomMixture(p, kappas, [0.3, 0.2, 0.2, 0.2, 0.1], p);
  const drawn = law.samples(n, { seed: 4 });
  const rows = isFloat ? Float32Array.from(drawn) : drawn;
  const sampleWeights = Float64Array.from({ length: n }, (_, i) => 0.5 + (i % 3));
  const weight = total(sampleWeights);
  const fitted = (options: MixtureFitOptions): MixtureFitResult =>
    fitMixture(rows, k, { dimension: p, sampleWeights, tolerance: 0, ...options });
  const likelihoodBound = (mixture: VonMisesFisherMixture): number =>
    logErrors(rows, mixture).reduce((sum, error, i) => sum + sampleWeights[i] * error, 0);
  const rough = randomMixture(
    p,
    kappas.map((kappa) => kappa / 2),
    Array(k).fill(1 / k),
    p,
  );
  const converged = fitted({ initialization: rough, precision: 'single', tolerance: 1e-6 });

  it.each([
    ['a rough start', rough],
    ['a fit in floats that has converged', converged.mixture],
  ])('the likelihood of %s, and a step from there, are those of doubles to within rounding', (_, start) => {
    const step = { initialization: start, maxIterations: 1 };
    const [exact, single] = [fitted(step), fitted({ ...step, precision: 'single' })];
    const difference = Math.abs(exact.trace[0] - single.trace[0]);
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThanOrEqual(likelihoodBound(start));

    // With log-densities wrong by e at the most, r' lies between r e^-2e and r e^2e, but for shares left out.
    const errors = logErrors(rows, start);
    const shares = start.responsibilities(rows);
    const b = Math.min(n, rowsAtATime(p, k));
    for (let c = 0; c < k; c++) {
      let [mass, moved] = [0, 0];
      for (let i = 0; i < n; i++) {
        const share = sampleWeights[i] * shares[i * k + c];
        mass += share;
        moved += share * Math.expm1(2 * errors[i]) + sampleWeights[i] * k * SHARE;
      }
      const [found, wanted] = [single.mixture.components[c], exact.mixture.components[c]];
      const doubles = 1e-12;
      expect(Math.abs(single.mixture.weights[c] - exact.mixture.weights[c])).toBeLessThanOrEqual(
        moved / weight + doubles,
      );
      // |S' - S|: what moved, and γ_{b+2} Σ r |x| for the sums in floats of up to b rows.
      const away = moved + gamma(b + 2) * (mass + moved);
      const rBar = meanResultantLength(p, wanted.kappa);
      const spread = (away + rBar * moved) / (mass - moved) + doubles;
      expect(found.kappa).toBeGreaterThanOrEqual(concentration(p, rBar - spread));
      expect(found.kappa).toBeLessThanOrEqual(concentration(p, rBar + spread));
      const turned = Math.hypot(...found.mu.map((x, j) => x - wanted.mu[j]));
      expect(turned).toBeLessThanOrEqual((2 * away) / (rBar * mass) + doubles);
    }
  });

  it('the likelihood of the fit is that of its parameters, and a step in doubles stays there', () => {
    expect(converged.converged).toBe(true);
    const logs = converged.mixture.logPdf(rows, { out: new Float64Array(n) });
    const exact = logs.reduce((sum, log, i) => sum + sampleWeights[i] * log, 0);
    expect(Math.abs(converged.logLikelihood - exact)).toBeLessThanOrEqual(likelihoodBound(converged.mixture));
    const bound = likelihoodBound(converged.mixture);
    // It stopped where a step gained no more than 1e-6 of the likelihood, but for the rounding of both ends.
    const step = 1e-6 * Math.max(Math.abs(exact), weight) + 4 * bound;
    const tight = { tolerance: 1e-14, parameterTolerance: 1e-9 };
    const { trace } = fitted({ initialization: converged.mixture, ...tight });
    const gains = trace.slice(1).map((objective, t) => objective - trace[t]);
    expect(gains[0]).toBeLessThanOrEqual(step);
    // Gains of EM fall like a geometric series, and so all together are bounded: the way to the maximum in doubles.
    const rate = gains[0] > 0 ? Math.max(0, gains[1] / gains[0]) : 0;
    expect(rate).toBeLessThan(1);
    const best = fitted({ initialization: rough, ...tight }).logLikelihood;
    expect(Math.abs(best - exact)).toBeLessThanOrEqual(step / (1 - rate));
  });

  it('the objective never falls by more than its rounding', () => {
    const states: Pick<MixtureState, 'kappas' | 'directions'>[] = [
      {
        kappas: rough.components.map((c) => c.kappa),
        directions: rough.components.flatMap((c) => [...c.mu]),
      },
    ];
    const { trace } = fitted({
      ...{ initialization: rough, precision: 'single', maxIterations: 60 },
      onProgress: ({ state }) => states.push(state()),
    });
    expect(trace.length).toBeGreaterThan(3);
    const b = Math.min(n, rowsAtATime(p, k));
    for (let t = 1; t < trace.length; t++) {
      const [from, to] = [states[t - 1], states[t]];
      const error = gamma(p + 2) * Math.max(...from.kappas, ...to.kappas) * (1 + 1e-6) + DOUBLES;
      const moved = from.directions.map((x, at) => {
        const c = Math.floor(at / p);
        return to.kappas[c] * to.directions[at] - from.kappas[c] * x;
      });
      const steps = from.kappas.map((_, c) => Math.hypot(...moved.slice(c * p, (c + 1) * p)));
      // Each of both likelihoods is wrong by the error of a log-density at the most. With shares r' ~ r e^d, |d| <= e, the
      // E step loses KL(r' | r) <= e²/2, and of shares that are left out less than r (1 - log r) each. The M step is
      // that of S' in place of S, and loses no more than |κ'μ' - κμ| |S' - S|.
      const slack =
        weight *
        (2 * error + error ** 2 / 2 + 26 * k * SHARE + gamma(b + 2) * Math.max(...steps) * (1 + 1e-6));
      expect(trace[t]).toBeGreaterThanOrEqual(trace[t - 1] - slack);
    }
    expect(trace[trace.length - 1]).toBeGreaterThan(trace[0]);
  });

  it('has the same bits with and without WebAssembly', () => {
    onBothSides(() => {
      const { mixture, trace } = fitted({ initialization: rough, precision: 'single', maxIterations: 2 });
      const { weights, components } = mixture;
      return Float64Array.from([
        ...trace,
        ...weights,
        ...components.flatMap(({ mu, kappa }) => [kappa, ...mu]),
      ]);
    });
  });
});

const p = 24;
const k = 6;
const law = randomMixture(p, [20, 40, 60, 80, 100, 120], Array(k).fill(1 / k), 1);
const { samples: rows, components } = law.samplesWithComponents(20_000, { seed: 2 });
const n = rows.length / p;
const rough = randomMixture(p, Array(k).fill(10), Array(k).fill(1 / k), 3);
const base = { dimension: p, seed: 5, maxIterations: 4, tolerance: 0, initialization: rough } as const;
const bitsOf = ({ mixture, trace }: MixtureFitResult): string => JSON.stringify([mixture, trace]);

describe('where it applies', () => {
  const few = rows.subarray(0, 2000 * p);
  const labels = Int32Array.from(components.subarray(0, 2000), (c, i) => (i % 10 === 0 ? c : -1));

  it.each<[string, Parameters<typeof fitMixture>[0], MixtureFitOptions]>([
    ['labels', few, { labels }],
    ["kind: 'hard'", few, { kind: 'hard' }],
    ["kind: 'stochastic'", few, { kind: 'stochastic' }],
    ['κ of 2^14', few, { concentration: 2 ** 14 }],
    ['one κ of 2^14', few, { concentration: [2 ** 14, 20, 20, 20, 20, 20] }],
    ['sparse rows', sparse(split(few, p)), {}],
  ])('not with %s: the bits of doubles', (_, data, options) => {
    const doubles = fitMixture(data, k, { ...base, ...options });
    const single = fitMixture(data, k, { ...base, ...options, precision: 'single' });
    expect(bitsOf(single) === bitsOf(doubles)).toBe(true);
  });

  it.each<[string, MixtureFitOptions]>([
    ['soft posteriors', {}],
    ['κ just below 2^14', { concentration: 2 ** 14 - 1 }],
    ['noise and weights', { noise: true, sampleWeights: labels.map((label) => label + 2) }],
  ])('with %s: other bits', (_, options) => {
    const doubles = fitMixture(few, k, { ...base, ...options });
    const single = fitMixture(few, k, { ...base, ...options, precision: 'single' });
    expect(bitsOf(single) === bitsOf(doubles)).toBe(false);
  });

  it('the same as one asks for doubles, or for nothing', () => {
    expect(bitsOf(fitMixture(few, k, { ...base, precision: 'double' }))).toBe(
      bitsOf(fitMixture(few, k, base)),
    );
  });

  it.each([
    ['half', 'must be one of double, single, got half'],
    [32, 'must be one of double, single, got 32'],
  ])('%s is refused', async (value, message) => {
    const options = { ...base, precision: value as 'single' };
    expect(() => fitMixture(few, k, options)).toThrow(RangeError);
    expect(() => fitMixture(few, k, options)).toThrow(`fitMixture: precision ${message}`);
    await expect(fitMixtureStream(() => [few], k, options)).rejects.toThrow(
      `fitMixtureStream: precision ${message}`,
    );
  });
});

describe('threads and streams', () => {
  const single = { ...base, precision: 'single' } as const;
  const source = (data: Rows) =>
    function* (): Generator<RowChunk> {
      for (let first = 0; first < n; first += 9000) yield data.subarray(first * p, (first + 9000) * p);
    };

  it.each([
    ['doubles', rows],
    ['floats', Float32Array.from(rows)],
  ])('%s: the same bits on any number of threads', async (_, data) => {
    await startWorkers(4);
    const one = fitMixture(data, k, single);
    const streamed = await fitMixtureStream(source(data), k, single);
    let most = 1;
    for (const workers of [2, 4]) {
      const several = fitMixture(data, k, { ...single, workers });
      most = Math.max(most, several.threads);
      expect(bitsOf(several) === bitsOf(one)).toBe(true);
      const stream = await fitMixtureStream(source(data), k, { ...single, workers });
      expect(bitsOf(stream) === bitsOf(streamed)).toBe(true);
    }
    for (let fits = 0; fits < 100 && most === 1; fits++) {
      most = Math.max(most, fitMixture(data, k, { ...single, workers: 4 }).threads);
    }
    expect(most).toBeGreaterThan(1);
  });

  it('a stream takes the steps of fitMixture', async () => {
    const whole = fitMixture(rows, k, single);
    const stream = await fitMixtureStream(source(rows), k, single);
    const doubles = await fitMixtureStream(source(rows), k, base);
    expect(bitsOf(stream) === bitsOf(doubles)).toBe(false);
    // The first pass is under the same parameters; rows fall into other blocks, which only sums tell.
    expect(stream.trace[0]).toBeWithinUlp(whole.trace[0], 8);
  });
});
