import { type Command, Option } from 'commander';
import { FORMATS, type Format } from './rows/openRows.ts';
import type { RowSelection } from './rows/RowChunk.ts';

/** The options by which commands that read a file say what of it they want. */
export interface RowOptions {
  readonly format?: Format;
  readonly columns?: string;
  readonly weights?: string;
  readonly header?: boolean;
  readonly normalize?: boolean;
}

export const FILE_HELP: string =
  'a .npy, .csv, .tsv, .jsonl or .parquet file with a direction in every row, or a sparse matrix that fits in memory: ' +
  '.npz (CSR, of scipy.sparse.save_npz) or .mtx (Matrix Market); - is standard input';

/** @param weighted whether rows may have weights */
export function addRowOptions(command: Command, weighted: boolean): Command {
  command
    .addOption(
      new Option('--format <name>', 'format, if neither the extension nor the first bytes tell').choices(
        FORMATS,
      ),
    )
    .option(
      '--columns <list>',
      'columns by name, in tables and .npy also by number from 1: x,y,z or 2-257 (default: all)',
    );
  if (weighted) {
    command.option(
      '--weights <column>',
      'the column with the weights of the rows (default: every row counts 1)',
    );
  }
  return command
    .option('--header', 'the first line of a table holds names (default: if it is not all numbers)')
    .option('--no-header', 'the first line of a table holds numbers')
    .option('--normalize', 'scale rows to unit length (default: refuse those that are not)');
}

export const selectionOf = ({ columns, weights, header }: RowOptions): RowSelection => ({
  columns: columns?.split(',').map((name) => name.trim()),
  weights,
  header,
});
