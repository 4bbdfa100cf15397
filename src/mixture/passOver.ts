import type { RowSet } from '../rows.ts';
import { DensePass } from './DensePass.ts';
import type { RowPass } from './RowPass.ts';
import { SparsePass } from './SparsePass.ts';

/** A pass over rows beside a matrix of `columns` x p. */
export const passOver = (rows: RowSet, matrix: Float64Array, columns: number): RowPass =>
  rows.kind === 'dense' ? new DensePass(rows, matrix, columns) : new SparsePass(rows, matrix, columns);
