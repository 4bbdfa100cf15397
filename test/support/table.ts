import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ precision: 80, minE: -9e15, maxE: 9e15 });

/** A high-precision value as the nearest double and what it leaves out: hi + lo has over 100 bits. */
export interface Expected {
  readonly hi: number;
  readonly lo: number;
}

/** The exact value of a double. */
export function exactDecimal(x: number): Decimal {
  let magnitude = Math.abs(x);
  if (magnitude === 0) return new Exact(0);
  let exponent = 0;
  for (; magnitude < 2 ** 52; magnitude *= 2) exponent--;
  for (; magnitude >= 2 ** 53; magnitude /= 2) exponent++;
  const integer = new Exact(BigInt(magnitude).toString()).times(Math.sign(x));
  return integer.times(new Exact(2).pow(exponent));
}

export function expected(decimal: string | Decimal): Expected {
  const value = new Exact(decimal);
  const hi = value.toNumber();
  return { hi, lo: Number.isFinite(hi) ? value.minus(exactDecimal(hi)).toNumber() : 0 };
}

/** One row of a table: its cells as text, under the names of the header line. */
export type Row = Readonly<Record<string, string>>;

/** The rows of validation/tables/<name>.csv, `#` lines left out. */
export function readTable(name: string): Row[] {
  const path = fileURLToPath(new URL(`../../validation/tables/${name}.csv`, import.meta.url));
  const [header, ...lines] = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((column, i) => [column, cells[i]]));
  });
}
