import { CommandError, usageError } from './CommandError.ts';
import { denseRow } from './rows/denseRow.ts';
import { finiteNumber } from './rows/finiteNumber.ts';
import { openRows } from './rows/openRows.ts';

/**
 * A direction as an option gives it: numbers with commas between them, or a file of one row. Scaled to unit
 * length if it is within rounding of it, as written decimals are.
 */
export async function readDirection(option: string, text: string): Promise<Float64Array> {
  const numbers = text.split(',').map(finiteNumber);
  const written = numbers.length > 1 && numbers.every((value) => value !== undefined);
  const direction = written ? Float64Array.from(numbers as number[]) : await onlyRow(option, text);
  const length = Math.hypot(...direction);
  if (Math.abs(length - 1) > 1e-4) {
    const message = `${option} must have unit length, got norm ${length}`;
    throw written ? usageError(message) : new CommandError(`${text}: ${message}`);
  }
  return direction;
}

async function onlyRow(option: string, path: string): Promise<Float64Array> {
  const selection = { columns: undefined, weights: undefined, header: undefined };
  const { source, chunks } = await openRows(path, selection, undefined);
  try {
    let row: Float64Array | undefined;
    let n = 0;
    for await (const chunk of chunks) {
      if (n === 0 && chunk.n > 0) row = denseRow(chunk, 0);
      n += chunk.n;
    }
    if (row === undefined || n !== 1) {
      throw new CommandError(`${source.name}: ${option} must be a file of one row, got ${n}`);
    }
    return row;
  } finally {
    await source.close();
  }
}
