import { CommandError } from './CommandError.ts';
import type { RowChunk } from './rows/RowChunk.ts';

/** Names the row of a file for which the library refused a chunk; `data[3]` there is its fourth row here. */
export function faultOfRow(file: string, chunk: RowChunk, normalize: boolean, error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  const found = /(?:data|rows|weights)\[(\d+)\](?:\[(\d+)\])?(.*)$/.exec(error.message);
  if (!found) return new CommandError(`${file}: ${error.message.replace(/^[\w.]+: /, '')}`);
  const [, row, column, rule] = found;
  const what = error.message.includes('weights[')
    ? 'the weight'
    : column
      ? `column ${Number(column) + 1}`
      : 'the row';
  const advice = !normalize && /unit length/.test(rule) ? '; --normalize scales rows to it' : '';
  return new CommandError(`${file}: ${chunk.place(Number(row))}: ${what}${rule}${advice}`);
}
