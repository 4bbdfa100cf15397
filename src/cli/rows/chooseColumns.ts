import { CommandError } from '../CommandError.ts';
import type { RowSelection } from './RowChunk.ts';

export interface ChosenColumns {
  /** From 0. */
  readonly indices: readonly number[];
  readonly weight: number | undefined;
}

/**
 * The columns that a selection means. `names` are those of a table, undefined for one without; `width` is the
 * number of its columns.
 */
export function chooseColumns(
  file: string,
  selection: RowSelection,
  names: readonly string[] | undefined,
  width: number,
): ChosenColumns {
  const find = (text: string, option: string): number[] => {
    const byName = names?.indexOf(text) ?? -1;
    if (byName >= 0) return [byName];
    const range = /^([1-9]\d*)(?:-([1-9]\d*))?$/.exec(text);
    if (range) {
      const [first, last] = [Number(range[1]), Number(range[2] ?? range[1])];
      if (first <= last && last <= width)
        return Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i);
    }
    const have = names && width <= 12 ? `the columns ${names.join(', ')}` : `${width} columns`;
    throw new CommandError(`${file}: ${option} names "${text}", but there are ${have}`);
  };
  const weight = selection.weights === undefined ? undefined : find(selection.weights, '--weights');
  if (weight && weight.length > 1) {
    throw new CommandError(`${file}: --weights must be one column, got ${selection.weights}`);
  }
  const indices = selection.columns
    ? selection.columns.flatMap((text) => find(text, '--columns'))
    : Array.from({ length: width }, (_, i) => i).filter((i) => i !== weight?.[0]);
  requireTwo(file, indices.length);
  return { indices, weight: weight?.[0] };
}

export function requireTwo(file: string, p: number): void {
  if (p < 2) throw new CommandError(`${file}: rows must have at least 2 columns, got ${p}`);
}
