import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keyOf, type Measured } from './Measured.ts';
import { renderEngines } from './results.ts';

/** Where a folder of results keeps its numbers, a measurement a line. */
const numbersIn = (folder: string): string => join(folder, 'engines', 'measured.jsonl');

export const recorded = (folder: string): Measured[] =>
  existsSync(numbersIn(folder))
    ? readFileSync(numbersIn(folder), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Measured)
    : [];

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.partial`, text);
  renameSync(`${file}.partial`, file);
}

/** Adds measurements to a folder's, in place of those of the same thing, and writes its table anew. */
export function record(folder: string, measured: readonly Measured[]): void {
  const all = new Map([...recorded(folder), ...measured].map((one) => [keyOf(one), one]));
  const sorted = [...all.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  write(numbersIn(folder), sorted.map((one) => `${JSON.stringify(one, rounded)}\n`).join(''));
  write(join(folder, 'RESULTS-ENGINES.md'), renderEngines(sorted));
}

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(6)) : value;
