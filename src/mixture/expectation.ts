/**
 * One pass over the rows, a block at a time: responsibilities, and what they add up to. Memory beyond the data is
 * one block of responsibilities and K x p sums.
 *
 *   kind         r_ik
 *   soft         α_k f_k(x_i)/f(x_i)
 *   hard         1 for the component of the largest α_k f_k(x_i), the first of equal ones
 *   stochastic   1 for one component drawn with the probabilities of 'soft'
 *
 * A row with a label belongs to that component wholly, and so does its likelihood.
 */

import { posteriorShares } from '../kernels/posteriorShares.ts';
import { tableLogarithm } from '../kernels/tableLogarithm.ts';
import type { Random } from '../random.ts';
import { CompensatedSum } from '../resultant/CompensatedSum.ts';
import { blockRows } from './blockRows.ts';
import { eachPosterior } from './eachPosterior.ts';
import { JointDensity } from './JointDensity.ts';
import type { MixtureData } from './MixtureData.ts';
import type { MixtureParameters } from './MixtureParameters.ts';
import type { MixtureStatistics } from './MixtureStatistics.ts';
import type { RowPass } from './RowPass.ts';

/** How rows are given to components. */
export type MixtureKind = 'soft' | 'hard' | 'stochastic';

/** The sums of a pass while it runs. */
class Tally {
  readonly logLikelihood = new CompensatedSum();
  readonly classification = new CompensatedSum();
  readonly weights: Float64Array;
  readonly spreads: Float64Array;
  private readonly density: JointDensity;
  private readonly data: MixtureData;

  constructor(density: JointDensity, data: MixtureData, components: number) {
    this.density = density;
    this.data = data;
    this.weights = new Float64Array(density.columns);
    this.spreads = new Float64Array(components).fill(Number.NaN);
    for (const k of density.sharp) this.spreads[k] = 0;
  }

  /** w_i, and its likelihoods to the sums: `log` is log f(x_i), `share` that of the most probable component. */
  row(i: number, log: number, share: number): number {
    const weight = this.data.weights === undefined ? 1 : this.data.weights[i];
    if (weight === 0) return 0;
    this.logLikelihood.add(weight * log);
    this.classification.add(weight * (share === 1 ? log : log + tableLogarithm(share)));
    return weight;
  }

  /** Shares of the rows of a block, which are then multiplied by w_i/|x_i|. */
  soft(first: number, logs: Float64Array, shares: Float64Array): void {
    const { weights, spreads, density, data } = this;
    const { columns, sharp, versines } = density;
    for (let i = 0; i < logs.length; i++) {
      const start = i * columns;
      let largest = 0;
      for (let at = start; at < start + columns; at++) if (shares[at] > largest) largest = shares[at];
      const weight = this.row(first + i, logs[i], largest);
      for (let s = 0; s < sharp.length; s++) {
        const k = sharp[s];
        spreads[k] += weight * shares[start + k] * versines[i * sharp.length + s];
      }
      const factor = weight * data.inverseLengths[first + i];
      for (let k = 0; k < columns; k++) {
        const share = shares[start + k];
        weights[k] += weight * share;
        shares[start + k] = factor * share;
      }
    }
  }

  /** As `soft`, each row wholly to the component that `choose` names; factors are w_i/|x_i|. */
  chosen(
    first: number,
    logs: Float64Array,
    shares: Float64Array,
    choose: Choose,
  ): { components: Int32Array; factors: Float64Array } {
    const { weights, spreads, density, data } = this;
    const { columns, sharp, versines } = density;
    const components = new Int32Array(logs.length);
    const factors = new Float64Array(logs.length);
    for (let i = 0; i < logs.length; i++) {
      const start = i * columns;
      let best = start;
      for (let at = start; at < start + columns; at++) if (shares[at] > shares[best]) best = at;
      const weight = this.row(first + i, logs[i], shares[best]);
      const k = choose(shares, start, best);
      components[i] = weight === 0 ? -1 : k;
      factors[i] = weight * data.inverseLengths[first + i];
      weights[k] += weight;
      const s = sharp.indexOf(k);
      if (s >= 0) spreads[k] += weight * versines[i * sharp.length + s];
    }
    return { components, factors };
  }
}

type Choose = (shares: Float64Array, start: number, largestAt: number) => number;

const mostProbable: Choose = (_, start, largestAt) => largestAt - start;

function drawn(columns: number, random: Random): Choose {
  return (shares, start, largestAt) => {
    let left = random();
    for (let k = 0; k < columns; k++) {
      left -= shares[start + k];
      if (left < 0) return k;
    }
    return largestAt - start; // what rounding left over
  };
}

/** What eachPosterior and Tally.soft do one after the other, where no row needs a closer look: the same bits. */
function softInOneGo(density: JointDensity, pass: RowPass, data: MixtureData, tally: Tally): void {
  const { columns, offsets } = density;
  const { n, weights, inverseLengths } = data;
  const most = Math.min(n, blockRows(data.rows, columns));
  const block = new Float64Array(most * columns);
  const logs = new Float64Array(most);
  const largest = new Float64Array(most);
  const values = new Float64Array(most);
  const ones = new Float64Array(most).fill(1);
  for (let first = 0; first < n; first += most) {
    const count = Math.min(most, n - first);
    const here = block.subarray(0, count * columns);
    const factors = inverseLengths.subarray(first, first + count);
    const weightsHere = weights?.subarray(first, first + count) ?? ones.subarray(0, count);
    for (let i = 0; i < count; i++) values[i] = weightsHere[i] * factors[i];
    pass.products(first, count, here);
    posteriorShares(here, columns, {
      factors,
      offsets,
      weights: weightsHere,
      values: values.subarray(0, count),
      logs: logs.subarray(0, count),
      largest: largest.subarray(0, count),
      totals: tally.weights,
    });
    for (let i = 0; i < count; i++) tally.row(first + i, logs[i], largest[i]);
    pass.addShares(first, count, here);
  }
}

/** Responsibilities of all rows under `parameters`, summed up; `random` is for 'stochastic'. */
export function expectation(
  data: MixtureData,
  parameters: MixtureParameters,
  kind: MixtureKind,
  random: Random,
): MixtureStatistics {
  const density = new JointDensity(parameters);
  const { columns } = density;
  const pass = density.pass(data);
  const tally = new Tally(density, data, parameters.weights.length);
  if (kind === 'soft' && data.labels === undefined && density.sharp.length === 0) {
    softInOneGo(density, pass, data, tally);
  } else {
    const choose = kind === 'stochastic' ? drawn(columns, random) : mostProbable;
    eachPosterior(density, pass, data, (first, logs, shares) => {
      if (kind === 'soft') {
        tally.soft(first, logs, shares);
        pass.addShares(first, logs.length, shares);
      } else {
        const { components, factors } = tally.chosen(first, logs, shares, choose);
        pass.addRows(first, logs.length, components, factors);
      }
    });
  }
  return {
    weights: tally.weights,
    sums: pass.sums(),
    spreads: tally.spreads,
    logLikelihood: tally.logLikelihood.total.hi + tally.logLikelihood.total.lo,
    classification: tally.classification.total.hi + tally.classification.total.lo,
    total: data.total,
  };
}
