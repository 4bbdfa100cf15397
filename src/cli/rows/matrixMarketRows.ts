/**
 * Sparse rows of a Matrix Market file (.mtx) in coordinate format: the values of a matrix one a line, in any order, as
 * row, column and value, counted from 1. In memory as a whole.
 *
 * The format: Boisvert, Pozo & Remington (1996), "The Matrix Market Exchange Formats", NISTIR 5935.
 */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { CommandError } from '../CommandError.ts';
import type { ByteSource } from './ByteSource.ts';
import { requireTwo } from './chooseColumns.ts';
import { csrChunks } from './csrChunks.ts';
import type { CsrRows } from './csrSlice.ts';
import { finiteNumber } from './finiteNumber.ts';
import type { RowChunk, RowSelection } from './RowChunk.ts';
import { requireAllColumns } from './requireAllColumns.ts';
import { SparseEntries } from './SparseEntries.ts';
import { shownCell } from './shownCell.ts';

const HEAD = /^%%matrixmarket\s+matrix\s+coordinate\s+(real|double|integer|pattern)\s+general\s*$/i;
const MOST_SIZE = 2 ** 31 - 1;

export async function* matrixMarketRows(
  source: ByteSource,
  selection: RowSelection,
): AsyncGenerator<RowChunk> {
  requireAllColumns(source.name, selection);
  yield* csrChunks(source.name, await csrOf(source), 1);
}

async function csrOf(source: ByteSource): Promise<CsrRows> {
  const lines = createInterface({ input: Readable.from(source), crlfDelay: Number.POSITIVE_INFINITY });
  let entries: SparseEntries | undefined;
  let isPattern = false;
  let line = 0;
  for await (const text of lines) {
    line++;
    const fault = (what: string) => new CommandError(`${source.name}: line ${line}: ${what}`);
    if (line === 1) {
      const kind = HEAD.exec(text)?.[1].toLowerCase();
      if (kind === undefined) {
        throw fault(
          'must be %%MatrixMarket matrix coordinate, then real, integer or pattern, then general, ' +
            `got ${shownCell(text)}; in SciPy: mmwrite(file, scipy.sparse.coo_array(x), symmetry="general")`,
        );
      }
      isPattern = kind === 'pattern';
      continue;
    }
    if (text.startsWith('%') || text.trim() === '') continue;
    const cells = text.trim().split(/\s+/);
    if (entries === undefined) {
      const sizes = cells.map(Number);
      if (
        sizes.length !== 3 ||
        !sizes.every((size) => Number.isInteger(size) && size >= 0 && size <= MOST_SIZE)
      ) {
        throw fault(`must be the numbers of rows, columns and values, got ${shownCell(text)}`);
      }
      requireTwo(source.name, sizes[1]);
      entries = new SparseEntries(sizes[0], sizes[1], sizes[2]);
      continue;
    }
    if (cells.length !== (isPattern ? 2 : 3)) {
      throw fault(`must be a row, a column${isPattern ? '' : ' and a value'}, got ${shownCell(text)}`);
    }
    const index = (cell: string, most: number, what: string): number => {
      const value = Number(cell);
      if (Number.isInteger(value) && value >= 1 && value <= most) return value - 1;
      throw fault(`the ${what} must be an integer from 1 to ${most}, got ${shownCell(cell)}`);
    };
    const value = isPattern ? 1 : finiteNumber(cells[2]);
    if (value === undefined) throw fault(`the value must be a finite number, got ${shownCell(cells[2])}`);
    if (entries.isFull) throw fault(`is more than the ${entries.count} values of the line of sizes`);
    entries.add(index(cells[0], entries.n, 'row'), index(cells[1], entries.p, 'column'), value);
  }
  if (entries === undefined) throw new CommandError(`${source.name}: has no line of sizes`);
  if (!entries.isFull) {
    throw new CommandError(
      `${source.name}: must hold ${entries.most} values by its line of sizes, ends after ${entries.count}`,
    );
  }
  return entries.rows();
}
