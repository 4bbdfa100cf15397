/**
 * What one block of rows adds to the statistics, from zero on: so it is the same whichever thread it is done on. Rows
 * count as MixtureKind.ts says; a row with a label belongs to that component wholly, and so does its likelihood.
 */
import { tableLogarithm } from '../kernels/tableLogarithm.ts';
import { CompensatedSum } from '../resultant/CompensatedSum.ts';
import type { BlockDensity } from './BlockDensity.ts';
import type { BlockTotals } from './BlockTotals.ts';
import { blockPosterior } from './blockPosterior.ts';
import type { MixtureData } from './MixtureData.ts';
import type { MixtureKind } from './MixtureKind.ts';
import type { RowPass } from './RowPass.ts';

/** Rows `first` to first + count - 1 of a pass, and what goes with the rows of the pass. */
export interface RowBlock extends Pick<MixtureData, 'inverseLengths' | 'weights' | 'labels'> {
  readonly first: number;
  readonly count: number;
  /** For 'stochastic': a number in [0, 1) for each row of the block. */
  readonly uniforms: Float64Array | undefined;
}

export class BlockStatistics {
  private readonly density: BlockDensity;
  private readonly kind: MixtureKind;
  private readonly shares: Float64Array;
  private readonly logs: Float64Array;
  private readonly largest: Float64Array;
  private readonly values: Float64Array;
  private readonly ones: Float64Array;

  /** For blocks of `most` rows. */
  constructor(density: BlockDensity, kind: MixtureKind, most: number) {
    this.density = density;
    this.kind = kind;
    this.shares = new Float64Array(most * density.columns);
    this.logs = new Float64Array(most);
    this.largest = new Float64Array(most);
    this.values = new Float64Array(most);
    this.ones = new Float64Array(most).fill(1);
  }

  /** The totals of a block to `out`; its sums are added to those that `pass` keeps. */
  compute(pass: RowPass, block: RowBlock, out: BlockTotals): void {
    const { density, kind } = this;
    const { first, count } = block;
    out.weights.fill(0);
    out.spreads.fill(0);
    const shares = this.shares.subarray(0, count * density.columns);
    const logs = this.logs.subarray(0, count);
    const likelihood = new Likelihood(block.weights);
    if (kind === 'soft' && block.labels === undefined && density.arrays.sharp.length === 0) {
      this.#softInOneGo(pass, block, shares, logs, likelihood, out);
    } else {
      blockPosterior(density, pass, block, first, logs, shares);
      if (kind === 'soft') {
        this.#soft(block, shares, logs, likelihood, out);
        pass.addShares(first, count, shares);
      } else {
        const { components, factors } = this.#chosen(block, shares, logs, likelihood, out);
        pass.addRows(first, count, components, factors);
      }
    }
    likelihood.write(out.likelihoods);
  }

  /** What blockPosterior, #soft and addShares do one after the other, where no row needs a closer look: the same bits. */
  #softInOneGo(
    pass: RowPass,
    { first, count, weights, inverseLengths }: RowBlock,
    shares: Float64Array,
    logs: Float64Array,
    likelihood: Likelihood,
    out: BlockTotals,
  ): void {
    const { arrays } = this.density;
    const largest = this.largest.subarray(0, count);
    const values = this.values.subarray(0, count);
    const factors = inverseLengths.subarray(first, first + count);
    const weightsHere = weights?.subarray(first, first + count) ?? this.ones.subarray(0, count);
    for (let i = 0; i < count; i++) values[i] = weightsHere[i] * factors[i];
    const { offsets } = arrays;
    const totals = out.weights;
    pass.softBlock(first, count, shares, {
      ...{ factors, offsets, weights: weightsHere, values, logs, largest, totals },
    });
    for (let i = 0; i < count; i++) likelihood.row(first + i, logs[i], largest[i]);
  }

  /** Totals by `shares`, which are then multiplied by w_i/|x_i|. */
  #soft(
    { first, inverseLengths }: RowBlock,
    shares: Float64Array,
    logs: Float64Array,
    likelihood: Likelihood,
    { weights, spreads }: BlockTotals,
  ): void {
    const { columns, versines, arrays } = this.density;
    const { sharp } = arrays;
    for (let i = 0; i < logs.length; i++) {
      const start = i * columns;
      let largest = 0;
      for (let at = start; at < start + columns; at++) if (shares[at] > largest) largest = shares[at];
      const weight = likelihood.row(first + i, logs[i], largest);
      for (let s = 0; s < sharp.length; s++) {
        const k = sharp[s];
        spreads[k] += weight * shares[start + k] * versines[i * sharp.length + s];
      }
      const factor = weight * inverseLengths[first + i];
      for (let k = 0; k < columns; k++) {
        const share = shares[start + k];
        weights[k] += weight * share;
        shares[start + k] = factor * share;
      }
    }
  }

  /** As #soft, each row wholly to one component, or to none where its weight is 0; factors are w_i/|x_i|. */
  #chosen(
    { first, inverseLengths, uniforms }: RowBlock,
    shares: Float64Array,
    logs: Float64Array,
    likelihood: Likelihood,
    { weights, spreads }: BlockTotals,
  ): { components: Int32Array; factors: Float64Array } {
    const { columns, versines, arrays } = this.density;
    const { sharp } = arrays;
    const components = new Int32Array(logs.length);
    const factors = new Float64Array(logs.length);
    for (let i = 0; i < logs.length; i++) {
      const start = i * columns;
      let best = start;
      for (let at = start; at < start + columns; at++) if (shares[at] > shares[best]) best = at;
      const weight = likelihood.row(first + i, logs[i], shares[best]);
      const k =
        uniforms === undefined ? best - start : drawn(shares, start, columns, best - start, uniforms[i]);
      components[i] = weight === 0 ? -1 : k;
      factors[i] = weight * inverseLengths[first + i];
      weights[k] += weight;
      for (let s = 0; s < sharp.length; s++) {
        if (sharp[s] === k) spreads[k] += weight * versines[i * sharp.length + s];
      }
    }
    return { components, factors };
  }
}

/** The component whose share `uniform` falls into; `last` takes what rounding leaves over. */
function drawn(shares: Float64Array, start: number, columns: number, last: number, uniform: number): number {
  let left = uniform;
  for (let k = 0; k < columns; k++) {
    left -= shares[start + k];
    if (left < 0) return k;
  }
  return last;
}

/** The two likelihoods of a block while it runs. */
class Likelihood {
  private readonly weights: Float64Array | undefined;
  private readonly ofRows = new CompensatedSum();
  private readonly ofClasses = new CompensatedSum();

  constructor(weights: Float64Array | undefined) {
    this.weights = weights;
  }

  /** w_i, and its likelihoods to the sums: `log` is log f(x_i), `share` that of the most probable component. */
  row(i: number, log: number, share: number): number {
    const weight = this.weights === undefined ? 1 : this.weights[i];
    if (weight === 0) return 0;
    this.ofRows.add(weight * log);
    this.ofClasses.add(weight * (share === 1 ? log : log + tableLogarithm(share)));
    return weight;
  }

  write(likelihoods: Float64Array): void {
    const { hi, lo } = this.ofRows.total;
    const classes = this.ofClasses.total;
    likelihoods[0] = hi;
    likelihoods[1] = lo;
    likelihoods[2] = classes.hi;
    likelihoods[3] = classes.lo;
  }
}
