import { cosineComplement } from '../resultant/cosineComplement.ts';
import type { Summary } from '../resultant/Summary.ts';
import { describe } from '../special/arrays.ts';
import { type Sample, sampleSummary } from './sampleSummary.ts';
import type { TestRowOptions } from './TestResult.ts';
import { weightedMeanDirection } from './weightedMeanDirection.ts';

/** Several samples, and what they are together. */
export interface GroupSummaries {
  readonly p: number;
  readonly n: number;
  readonly groups: readonly Summary[];
  /** R̄ of all rows together. */
  readonly rBar: number;
  /** 1 - Σ Rᵢ/n: what is lost within the groups. */
  readonly within: number;
  /** (Σ Rᵢ - R)/n: what is lost between them. */
  readonly between: number;
}

/** Summaries of at least two samples of at least `least` rows each, all of one dimension. */
export function groupSummaries(
  caller: string,
  samples: readonly Sample[],
  least: number,
  options: TestRowOptions,
): GroupSummaries {
  if (!Array.isArray(samples)) {
    throw new TypeError(`${caller}: groups must be an array of samples, got ${describe(samples)}`);
  }
  if (samples.length < 2) {
    throw new RangeError(`${caller}: groups must hold at least 2 samples, got ${samples.length}`);
  }
  const groups = samples.map((sample, i) => sampleSummary(`${caller}: groups[${i}]`, sample, least, options));
  const { p } = groups[0];
  groups.forEach((group, i) => {
    if (group.p !== p) {
      throw new RangeError(`${caller}: groups[${i}] must have ${p} columns as groups[0] has, got ${group.p}`);
    }
  });
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  const lengths = groups.map((group) => group.n * group.rBar);
  const { direction } = weightedMeanDirection(groups, lengths);
  let within = 0;
  let between = 0;
  groups.forEach(({ n: size, oneMinusRBar, rBar, meanDirection }, i) => {
    within += (size / n) * oneMinusRBar;
    // Without a common direction all that the groups have is lost between them.
    const versine =
      rBar > 0 && !Number.isNaN(direction[0]) ? cosineComplement(direction, meanDirection, 1) : 1;
    between += (lengths[i] / n) * versine;
  });
  return { p, n, groups, rBar: Math.max(0, 1 - within - between), within, between };
}
