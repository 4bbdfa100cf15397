import { softmaxRows } from '../kernels/softmaxRows.ts';
import type { BlockDensity } from './BlockDensity.ts';
import { keepLabels } from './keepLabels.ts';
import type { MixtureData } from './MixtureData.ts';
import type { RowPass } from './RowPass.ts';

/**
 * The responsibilities of rows `first` to first + logs.length - 1 to `shares`, one row of columns each, and log f(x_i)
 * to `logs`. Rows without a component of positive density have NaN.
 */
export function blockPosterior(
  density: BlockDensity,
  pass: RowPass,
  data: Pick<MixtureData, 'inverseLengths' | 'labels'>,
  first: number,
  logs: Float64Array,
  shares: Float64Array,
): void {
  density.evaluate(pass, data, first, logs.length, shares);
  if (data.labels !== undefined) keepLabels(data.labels, first, logs.length, density.columns, shares);
  softmaxRows(shares, density.columns, logs, shares);
}
