import {
  equalConcentrationsTest,
  equalMeanDirectionsTest,
  goodnessOfFitTest,
  meanDirectionTest,
  rayleighTest,
  type SeededRandom,
  seededRandom,
  VonMisesFisher,
} from 'von-mises-fisher';

/** Samples of von Mises-Fisher rows: one of each size, of one μ, the first axis, unless `apart`. */
export interface Sampling {
  readonly p: number;
  readonly kappa: number;
  readonly sizes: readonly number[];
  /** Every sample has a mean direction of its own. */
  readonly apart?: boolean;
}

/** The p-values of some tests on the same samples, all flat. */
export interface Family {
  readonly names: readonly string[];
  /** One for each of the names wanted. */
  readonly run: (
    samples: readonly Float64Array[],
    p: number,
    random: SeededRandom,
    wanted: readonly string[],
  ) => number[];
}

const axis = (p: number, i = 0): Float64Array => new Float64Array(p).fill(1, i, i + 1);

/** One test by several methods. */
const byMethod = <M extends string>(
  names: readonly M[],
  test: (samples: readonly Float64Array[], p: number, method: M, random: SeededRandom) => { pValue: number },
): Family => ({
  names,
  run: (samples, p, random, wanted) => wanted.map((method) => test(samples, p, method as M, random).pValue),
});

export const families = {
  rayleighTest: byMethod(['modified', 'plain', 'saddlepoint'], ([data], p, method) =>
    rayleighTest(data, { dimension: p, method }),
  ),
  meanDirectionTest: byMethod(
    ['conditional', 'likelihood-ratio', 'high-concentration'],
    ([data], p, method) => meanDirectionTest(data, axis(p), { dimension: p, method }),
  ),
  equalMeanDirectionsTest: byMethod(
    ['embedding', 'likelihood-ratio', 'watson-williams', 'heterogeneous', 'permutation'],
    (groups, p, method, random) =>
      equalMeanDirectionsTest(groups, { dimension: p, method, resamples: 99, random }),
  ),
  equalConcentrationsTest: byMethod(['likelihood-ratio', 'bartlett'], (groups, p, method) =>
    equalConcentrationsTest(groups, { dimension: p, method }),
  ),
  goodnessOfFitTest: {
    names: ['whole', 'dispersion', 'skewness', 'ellipticity'],
    run: ([data], p, _, wanted) => {
      const { pValue, components } = goodnessOfFitTest(data, { dimension: p });
      return wanted.map((name) =>
        name === 'whole' ? pValue : (components[name as keyof typeof components]?.pValue ?? Number.NaN),
      );
    },
  },
} satisfies Record<string, Family>;

/** The p-values of a family on `count` draws: one array for each of the names wanted, all by default. */
export function pValues(
  { names, run }: Family,
  { p, kappa, sizes, apart = false }: Sampling,
  count: number,
  seed: number,
  wanted: readonly string[] = names,
): Float64Array[] {
  const random = seededRandom(seed);
  const distributions = sizes.map((_, i) => new VonMisesFisher(axis(p, apart ? i % p : 0), kappa));
  const samples = sizes.map((n) => new Float64Array(n * p));
  const results = wanted.map(() => new Float64Array(count));
  for (let b = 0; b < count; b++) {
    for (const [i, out] of samples.entries()) distributions[i].samples(sizes[i], { random, out });
    for (const [k, value] of run(samples, p, random, wanted).entries()) results[k][b] = value;
  }
  return results;
}

/** The share of p-values up to a level. */
export const rejected = (values: Float64Array, level: number): number =>
  values.reduce((sum, value) => sum + (value <= level ? 1 : 0), 0) / values.length;
