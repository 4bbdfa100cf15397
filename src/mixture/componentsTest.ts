import { randomFrom, type SeededRandom } from '../random.ts';
import type { Rows } from '../rows.ts';
import { requireInteger } from '../validate.ts';
import { fitMixture } from './fitMixture.ts';
import type { MixtureFitOptions } from './MixtureFitOptions.ts';

export interface ComponentsTestOptions
  extends Omit<MixtureFitOptions, 'initialization' | 'resume' | 'labels' | 'sampleWeights' | 'onProgress'> {
  /** Data sets drawn under the hypothesis. @default 99 */
  readonly replicates?: number | undefined;
  /** A method of starting. @default 'k-means++' */
  readonly initialization?: Extract<MixtureFitOptions['initialization'], string> | undefined;
  /** Called with the number of replicates done. */
  readonly onReplicate?: ((done: number) => void) | undefined;
}

export interface ComponentsTest {
  /** 2(ℓ_{k+1} - ℓ_k) of the data. */
  readonly statistic: number;
  /** (1 + the number of replicates whose statistic is as large)/(1 + replicates). */
  readonly pValue: number;
  /** The statistics of the replicates. */
  readonly replicates: Float64Array;
}

const caller = 'componentsTest';

/**
 * A bootstrap test of k components against k + 1.
 *
 *   2(ℓ_{k+1} - ℓ_k), its law taken from data sets of the same size drawn from the fit with k components
 *
 * The statistic is not chi-squared, since k + 1 components hold k of them at the edge of their parameters. Fits with
 * k + 1 start from `restarts` starts each time, so that their maxima are comparable. `seed` decides every bit.
 *
 * @param data as for fitMixture
 * @param k the number of components of the hypothesis
 * @param options those of fitMixture; `replicates`
 * @throws TypeError or RangeError as fitMixture does
 * @see McLachlan, On bootstrapping the likelihood ratio test statistic for the number of components in a normal
 *   mixture, Appl. Stat. 36 (1987)
 * @example
 * const mixture = new VonMisesFisherMixture([0.5, 0.5], [new VonMisesFisher([1, 0], 9), new VonMisesFisher([-1, 0], 9)]);
 * const rows = mixture.samples(100, { seed: 1 });
 * componentsTest(rows, 1, { dimension: 2, seed: 2, replicates: 19 }).pValue; // 0.05
 */
export function componentsTest(data: Rows, k: number, options: ComponentsTestOptions = {}): ComponentsTest {
  const { replicates = 99, onReplicate, seed, random: given, dimension, normalize, ...rest } = options;
  requireInteger(caller, 'replicates', replicates, 1);
  const random = randomFrom(caller, { seed, random: given }) as SeededRandom;
  const statisticOf = (rows: Rows, rowOptions: MixtureFitOptions) => {
    const fewer = fitMixture(rows, k, { ...rest, ...rowOptions, random });
    const more = fitMixture(rows, k + 1, { ...rest, ...rowOptions, random });
    return { fewer, statistic: Math.max(0, 2 * (more.logLikelihood - fewer.logLikelihood)) };
  };
  const { fewer, statistic } = statisticOf(data, { dimension, normalize });
  const { mixture, n, p } = fewer;
  const drawn = new Float64Array(replicates);
  for (let b = 0; b < replicates; b++) {
    drawn[b] = statisticOf(mixture.samples(n, { random }), { dimension: p }).statistic;
    onReplicate?.(b + 1);
  }
  const larger = drawn.filter((value) => value >= statistic).length;
  return { statistic, pValue: (1 + larger) / (1 + replicates), replicates: drawn };
}
