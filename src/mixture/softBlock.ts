import type { PosteriorArrays } from '../kernels/PosteriorArrays.ts';
import { posteriorShares } from '../kernels/posteriorShares.ts';
import type { RowPass } from './RowPass.ts';

/**
 * Soft EM over `count` rows from `first` on, of which none needs a closer look: products, what posteriorShares makes
 * of them, and the sums of rows, which `pass` keeps.
 */
export function softBlock(
  pass: RowPass,
  first: number,
  count: number,
  columns: number,
  shares: Float64Array,
  arrays: PosteriorArrays,
): void {
  pass.products(first, count, shares);
  posteriorShares(shares, columns, arrays);
  pass.addShares(first, count, shares);
}
