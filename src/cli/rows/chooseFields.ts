import { CommandError } from '../CommandError.ts';
import type { RowSelection } from './RowChunk.ts';

export interface Field {
  readonly name: string;
  readonly kind: 'number' | 'list' | 'other';
}

export interface ChosenFields {
  readonly names: readonly string[];
  /** Whether the one name is that of a list with all the numbers of a row. */
  readonly isList: boolean;
  readonly weight: string | undefined;
}

/**
 * The named fields that hold a row, of a JSON object or a Parquet file: those asked for, else the one list,
 * else all numbers but the weight.
 */
export function chooseFields(file: string, selection: RowSelection, fields: readonly Field[]): ChosenFields {
  const known = (name: string, option: string): Field => {
    const field = fields.find((candidate) => candidate.name === name);
    if (field) return field;
    const names = fields.map((candidate) => candidate.name);
    const have = names.length > 12 ? `${names.length} fields, ${names[0]} the first` : names.join(', ');
    throw new CommandError(`${file}: ${option} names "${name}", but there is ${have}`);
  };
  const weight = selection.weights;
  if (weight !== undefined) known(weight, '--weights');

  if (selection.columns) {
    const chosen = selection.columns.map((name) => known(name, '--columns'));
    const lists = chosen.filter(({ kind }) => kind === 'list');
    if (lists.length > 0 && chosen.length > 1) {
      throw new CommandError(
        `${file}: --columns must be numbers or one list, got ${selection.columns.join(', ')}`,
      );
    }
    return { names: selection.columns, isList: lists.length === 1, weight };
  }
  const of = (kind: Field['kind']) =>
    fields.filter((field) => field.kind === kind && field.name !== weight).map(({ name }) => name);
  const lists = of('list');
  if (lists.length > 1) {
    throw new CommandError(`${file}: has several lists (${lists.join(', ')}); choose one with --columns`);
  }
  const names = lists.length === 1 ? lists : of('number');
  if (names.length === 0) throw new CommandError(`${file}: has no field with numbers`);
  return { names, isList: lists.length === 1, weight };
}
