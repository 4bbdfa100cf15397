import type { Random } from '../random.ts';
import type { RowBlock } from './BlockStatistics.ts';
import { blockRows } from './blockRows.ts';
import type { MixtureData } from './MixtureData.ts';
import type { MixtureKind } from './MixtureKind.ts';

/** The blocks of a pass, to be asked for in their order, as those of 'stochastic' draw from `random`. */
export class PassBlocks {
  /** Rows of a block, the last one apart. */
  readonly most: number;
  readonly count: number;
  private readonly data: MixtureData;
  private readonly random: Random | undefined;

  constructor(data: MixtureData, columns: number, kind: MixtureKind, random: Random) {
    this.data = data;
    this.most = Math.min(data.n, blockRows(data.rows, columns));
    this.count = data.n === 0 ? 0 : Math.ceil(data.n / this.most);
    this.random = kind === 'stochastic' ? random : undefined;
  }

  block(index: number): RowBlock {
    const { most, random } = this;
    const { inverseLengths, weights, labels, n } = this.data;
    const first = index * most;
    const count = Math.min(most, n - first);
    const uniforms = random && Float64Array.from({ length: count }, () => random());
    return { first, count, inverseLengths, weights, labels, uniforms };
  }
}
