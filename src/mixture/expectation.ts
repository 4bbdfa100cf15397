/**
 * One pass over the rows, a block at a time: responsibilities, and what they add up to. Memory beyond the data is
 * one block of responsibilities and K x p sums. Of dense rows each block has sums of its own, which are added in
 * the order of the blocks: so they can be done on several threads and give the same bits. Sparse rows have few
 * values beside K p, and their sums are added to as they come, on one thread.
 */
import type { Random } from '../random.ts';
import { BlockStatistics } from './BlockStatistics.ts';
import { blockTotals } from './BlockTotals.ts';
import { DensePass } from './DensePass.ts';
import type { EmSettings } from './ExpectationMaximization.ts';
import { JointDensity } from './JointDensity.ts';
import type { MixtureData } from './MixtureData.ts';
import type { MixtureParameters } from './MixtureParameters.ts';
import type { MixtureStatistics } from './MixtureStatistics.ts';
import { PassBlocks } from './PassBlocks.ts';
import { PassTotals } from './PassTotals.ts';
import type { Crew } from './threads/Crew.ts';

/** Responsibilities of all rows under `parameters`, summed up; `random` is for 'stochastic'. The bits do not depend on `crew`. */
export function expectation(
  data: MixtureData,
  parameters: MixtureParameters,
  { kind, precision }: Pick<EmSettings, 'kind' | 'precision'>,
  random: Random,
  crew: Crew,
): MixtureStatistics {
  const { rows, total } = data;
  const density = new JointDensity(parameters, precision);
  const { arrays } = density;
  const blocks = new PassBlocks(data, density.columns, kind, random);
  const totals = new PassTotals(arrays);
  if (rows.kind === 'dense' && crew.pass(data, rows, density, kind, blocks, totals)) {
    return totals.statistics(total);
  }
  const statistics = new BlockStatistics(density, kind, blocks.most);
  const here = blockTotals(arrays);
  if (rows.kind === 'sparse') {
    const pass = density.pass(data);
    for (let index = 0; index < blocks.count; index++) {
      statistics.compute(pass, blocks.block(index), here);
      totals.add(here);
    }
    return totals.statistics(total, pass.sums());
  }
  const sums = new Float64Array(arrays.matrix.length);
  const pass = new DensePass(rows, arrays.matrix, density.columns, sums, precision);
  for (let index = 0; index < blocks.count; index++) {
    sums.fill(0);
    statistics.compute(pass, blocks.block(index), here);
    totals.add(here, sums);
  }
  return totals.statistics(total);
}
