import { resultantOf } from '../resultant/resultantOf.ts';
import { SufficientStatistics } from '../resultant/SufficientStatistics.ts';
import { type Summary, summaryOf } from '../resultant/Summary.ts';
import type { Rows } from '../rows.ts';
import type { TestRowOptions } from './TestResult.ts';

/** Rows, or what SufficientStatistics has gathered from unweighted rows. */
export type Sample = Rows | SufficientStatistics;

/** n, R̄, 1 - R̄ and the mean direction of a sample of at least `least` rows, everything about them checked. */
export function sampleSummary(
  caller: string,
  data: Sample,
  least: number,
  { dimension, normalize = false }: TestRowOptions,
): Summary {
  const summary =
    data instanceof SufficientStatistics
      ? unweighted(caller, data, dimension)
      : summaryOf(resultantOf(caller, data, dimension, { normalize }));
  if (summary.n < least) {
    throw new RangeError(`${caller}: data must have at least ${least} rows, got ${summary.n}`);
  }
  return summary;
}

function unweighted(
  caller: string,
  data: SufficientStatistics,
  dimension: number | undefined,
): SufficientStatistics {
  if (dimension !== undefined && dimension !== data.p) {
    throw new RangeError(`${caller}: data must have ${dimension} columns, got ${data.p}`);
  }
  if (data.weight !== data.n) {
    throw new RangeError(
      `${caller}: data must be gathered without weights, got ${data.n} rows of weight ${data.weight}`,
    );
  }
  return data;
}
