import { CompensatedSum } from '../resultant/CompensatedSum.ts';
import type { BlockTotals } from './BlockTotals.ts';
import type { DensityArrays } from './DensityArrays.ts';
import type { MixtureStatistics } from './MixtureStatistics.ts';

function addTo(sums: Float64Array, terms: Float64Array): void {
  for (let at = 0; at < sums.length; at++) sums[at] += terms[at];
}

/** What a pass has come to: blocks are added in their order, so that the bits do not depend on who did them. */
export class PassTotals {
  private readonly logLikelihood = new CompensatedSum();
  private readonly classification = new CompensatedSum();
  private readonly weights: Float64Array;
  private readonly spreads: Float64Array;
  private sums: Float64Array | undefined;

  constructor({ columns, kappas, sharp }: DensityArrays) {
    this.weights = new Float64Array(columns);
    // NaN stays where a component is not sharp.
    this.spreads = new Float64Array(kappas.length).fill(Number.NaN);
    for (let s = 0; s < sharp.length; s++) this.spreads[sharp[s]] = 0;
  }

  /** Adds a block, and its K x p sums where blocks have their own. */
  add({ weights, spreads, likelihoods }: BlockTotals, sums?: Float64Array): void {
    addTo(this.weights, weights);
    addTo(this.spreads, spreads);
    this.logLikelihood.add(likelihoods[0]);
    this.logLikelihood.add(likelihoods[1]);
    this.classification.add(likelihoods[2]);
    this.classification.add(likelihoods[3]);
    if (sums === undefined) return;
    this.sums ??= new Float64Array(sums.length);
    addTo(this.sums, sums);
  }

  /** `total` is Σ w_i; `sums` those of a pass whose blocks have none of their own. */
  statistics(total: number, sums: Float64Array | undefined = this.sums): MixtureStatistics {
    const value = ({ total: { hi, lo } }: CompensatedSum): number => hi + lo;
    const { weights, spreads } = this;
    if (sums === undefined) throw new Error('a pass over no rows has no statistics');
    return {
      ...{ weights, sums, spreads, total },
      logLikelihood: value(this.logLikelihood),
      classification: value(this.classification),
    };
  }
}
