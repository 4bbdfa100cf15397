import { blockInModule } from './blockInModule.ts';
import type { MixtureBlockArrays } from './MixtureBlockArrays.ts';
import type { Precision } from './negligibleShare.ts';
import { posteriorShares } from './posteriorShares.ts';
import { productTransposed } from './productTransposed.ts';
import { floatBlock } from './twins/floatBlock.ts';
import { wasmFor } from './wasm.ts';
import { weightedRowSums } from './weightedRowSums.ts';

/** Products from which copying to the module pays. */
const LEAST = 4096;
/** What the module holds of the components at the most: 32 MB of them, and 32 MB of their sums. */
const MOST_VALUES = 2 ** 22;

/**
 * One block of a pass of soft EM: with y_ik = f_i Σ_j x_ij m_kj + c_k and r_ik = e^y_ik/Σ_l e^y_il,
 *
 *   logs_i = log Σ_k e^y_ik,   largest_i = max_k r_ik,   totals_k += Σ_i w_i r_ik,   sums_kj += Σ_i v_i r_ik x_ij
 *
 * @param rows n rows of p finite values, row-major
 * @param matrix K rows of p values, row-major
 * @param precision
 *   'double': the steps of productTransposed.ts, posteriorShares.ts and weightedRowSums.ts, to the same bits. The rows go
 *   to the module once, and the K products of a row stay there.
 *   'single': products, and sums over some hundred rows at a time, in floats; all else in doubles. An error of
 *   y_ik below (p + 2) 2^-24 Σ_j |x_ij m_kj| f_i, and of a sum below (b + 2) 2^-24 Σ_i |v_i r_ik x_ij| for the b = rowsAtATime
 *
 * Shares below 2^-64, or 2^-32 of 'single', are 0 (negligibleShare.ts); where few are left, the rows are added to the
 * sums of those one by one, in doubles.
 */
export function mixtureBlock(
  rows: Float32Array | Float64Array,
  matrix: Float64Array,
  p: number,
  arrays: MixtureBlockArrays,
  precision: Precision = 'double',
): void {
  const columns = matrix.length / p;
  const suited = (p + 8) * (columns + 8) <= MOST_VALUES;
  const wasm = suited ? wasmFor(rows.length * columns, LEAST) : undefined;
  if (wasm !== undefined) blockInModule(wasm, rows, matrix, p, arrays, precision);
  else if (precision === 'single') floatBlock(rows, matrix, p, arrays);
  else stepByStep(rows, matrix, p, arrays);
}

function stepByStep(
  rows: Float32Array | Float64Array,
  matrix: Float64Array,
  p: number,
  arrays: MixtureBlockArrays,
): void {
  const columns = matrix.length / p;
  const shares = new Float64Array(arrays.logs.length * columns);
  productTransposed(rows, matrix, p, shares);
  posteriorShares(shares, columns, arrays);
  weightedRowSums(rows, shares, columns, p, arrays.sums);
}
