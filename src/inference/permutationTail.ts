import { type RandomOptions, randomFrom } from '../random.ts';
import { SufficientStatistics } from '../resultant/SufficientStatistics.ts';
import { type Rows, rowSet } from '../rows.ts';
import { requireInteger } from '../validate.ts';
import { forEachUnitRow } from './forEachUnitRow.ts';
import type { GroupSummaries } from './groupSummaries.ts';
import type { Sample } from './sampleSummary.ts';
import type { TailProbability } from './TailProbability.ts';
import type { TestRowOptions } from './TestResult.ts';

interface PermutationOptions extends TestRowOptions, RandomOptions {
  resamples?: number;
}

/** What rounding may move Σ Rᵢ by, relative: permutations this near count as equal. */
const TIE = 1e-12;

/** Every row of every group, one after another. */
function pooledRows(
  caller: string,
  samples: readonly Sample[],
  { p, n }: GroupSummaries,
  { dimension, normalize = false }: TestRowOptions,
): Float64Array {
  const all = new Float64Array(n * p);
  let at = 0;
  samples.forEach((sample, g) => {
    if (sample instanceof SufficientStatistics) {
      throw new TypeError(`${caller}: groups[${g}] must be rows to be permuted, got SufficientStatistics`);
    }
    const name = `${caller}: groups[${g}]`;
    forEachUnitRow(name, rowSet(name, sample as Rows, dimension), normalize, (row) => {
      all.set(row, at);
      at += p;
    });
  });
  return all;
}

/** Σ Rᵢ where group i takes the next sizes[i] rows in `order`. */
function sumOfLengths(all: Float64Array, p: number, sizes: readonly number[], order: Uint32Array): number {
  const sum = new Float64Array(p);
  let total = 0;
  let next = 0;
  for (const size of sizes) {
    sum.fill(0);
    for (let i = 0; i < size; i++) {
      const start = order[next++] * p;
      for (let j = 0; j < p; j++) sum[j] += all[start + j];
    }
    let square = 0;
    for (const value of sum) square += value * value;
    total += Math.sqrt(square);
  }
  return total;
}

/**
 * The p-value (1 + #{b : Σ Rᵢ of permutation b >= that observed})/(B + 1) over B random permutations of the rows.
 *
 * R of all rows together stays, so that Σ Rᵢ orders the permutations as the likelihood ratio does.
 */
export function permutationTail(
  caller: string,
  samples: readonly Sample[],
  summaries: GroupSummaries,
  options: PermutationOptions,
): TailProbability {
  const { resamples = 999 } = options;
  requireInteger(caller, 'resamples', resamples, 1);
  const random = randomFrom(caller, options);
  const { p, n, groups } = summaries;
  const all = pooledRows(caller, samples, summaries, options);
  const sizes = groups.map((group) => group.n);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const observed = sumOfLengths(all, p, sizes, order) * (1 - TIE);
  let atLeast = 1;
  for (let b = 0; b < resamples; b++) {
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    if (sumOfLengths(all, p, sizes, order) >= observed) atLeast++;
  }
  const pValue = atLeast / (resamples + 1);
  return { pValue, logPValue: Math.log(pValue) };
}
