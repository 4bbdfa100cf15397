import { CommandError } from '../CommandError.ts';
import type { RowSelection } from './RowChunk.ts';

/** Sparse rows are read whole: there are no columns to choose, and none holds weights. */
export function requireAllColumns(file: string, { columns, weights }: RowSelection): void {
  const option = columns !== undefined ? '--columns' : weights !== undefined ? '--weights' : undefined;
  if (option !== undefined) throw new CommandError(`${file}: ${option} is for dense rows, these are sparse`);
}
