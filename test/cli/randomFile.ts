import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { npyHeader } from '../../src/cli/output/npyHeader.ts';

/** A small file as users have them: rows of some sort in some format, whole or not. */
export interface RandomFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What rows are made of; 'directions' more likely than the rest. */
const KINDS = [
  ...['directions', 'directions', 'directions', 'any length', 'equal', 'antipodal', 'huge', 'tiny', 'zeros'],
  ...['one NaN', 'one infinity', 'ragged', 'none'],
] as const;
const NAMES = [
  'x',
  'y',
  'z',
  'κόσμος',
  '数',
  'e\u0301',
  '🙂',
  'a b',
  "it's",
  'w,1',
  '"',
  '1',
  '',
  '__proto__',
];
const FORMATS = ['csv', 'tsv', 'jsonl', 'npy', 'parquet', 'mtx'] as const;

const unit = (row: readonly number[]): number[] => {
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? row.map((value) => value / length) : row.map((_, j) => Number(j === 0));
};

function rowsOf(kind: (typeof KINDS)[number], drawn: readonly (readonly number[])[], at: number): number[][] {
  const directions = drawn.map(unit);
  const spoilt = (value: number) =>
    directions.map((row, i) =>
      i === at % directions.length ? row.map((v, j) => (j === 0 ? value : v)) : row,
    );
  switch (kind) {
    case 'directions':
      return directions;
    case 'any length':
      return drawn.map((row) => [...row]);
    case 'equal':
      return directions.map(() => directions[0]);
    case 'antipodal':
      return directions.map((_, i) => directions[0].map((value) => (i % 2 ? -value : value)));
    case 'huge':
      return directions.map((row) => row.map((value) => value * 1e308));
    case 'tiny':
      return directions.map((row) => row.map((value) => value * 1e-320));
    case 'zeros':
      return directions.map((row) => row.map(() => 0));
    case 'one NaN':
      return spoilt(Number.NaN);
    case 'one infinity':
      return spoilt(Number.POSITIVE_INFINITY);
    case 'ragged':
      return directions.map((row, i) => (i === at % directions.length ? row.slice(1) : row));
    case 'none':
      return [];
  }
}

const quoted = (text: string): string => (/[",\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function written(
  format: (typeof FORMATS)[number],
  rows: readonly number[][],
  names: readonly string[],
  header: boolean,
  float32: boolean,
): Uint8Array {
  switch (format) {
    case 'csv':
    case 'tsv': {
      const separator = format === 'csv' ? ',' : '\t';
      const head = header ? [names.map(quoted).join(separator)] : [];
      const lines = [...head, ...rows.map((row) => row.join(separator))];
      return Buffer.from(lines.map((line) => `${line}\n`).join(''));
    }
    case 'jsonl': {
      const line = (row: number[]) =>
        header
          ? `{${row.map((v, j) => `${JSON.stringify(names[j])}:${v}`).join(',')}}`
          : `[${row.join(',')}]`;
      return Buffer.from(rows.map((row) => `${line(row)}\n`).join(''));
    }
    case 'npy': {
      const data = float32 ? Float32Array.from(rows.flat()) : Float64Array.from(rows.flat());
      const head = npyHeader(float32 ? '<f4' : '<f8', rows.length, names.length);
      return Buffer.concat([head, new Uint8Array(data.buffer)]);
    }
    case 'mtx': {
      const lines = rows.flatMap((row, i) => row.map((value, j) => `${i + 1} ${j + 1} ${value}\n`));
      const sizes = `${rows.length} ${names.length} ${lines.length}`;
      return Buffer.from(`%%MatrixMarket matrix coordinate real general\n${sizes}\n${lines.join('')}`);
    }
    case 'parquet':
      return new Uint8Array(
        parquetWriteBuffer({
          columnData: names.map((name, j) => ({
            name,
            data: rows.map((row) => row[j] ?? null),
            type: 'DOUBLE',
          })),
        }),
      );
  }
}

const component = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(-1, 0, 1, 1e-9));

/** Files of up to 14 rows in 1 to 5 columns; one in thirteen is cut short, one in forty is noise. */
export const randomFile: fc.Arbitrary<RandomFile> = fc
  .record({
    format: fc.constantFrom(...FORMATS),
    kind: fc.constantFrom(...KINDS),
    rows: fc
      .constantFrom(2, 3, 4, 5, 2, 3, 4, 1)
      .chain((p) =>
        fc.array(fc.array(component, { minLength: p, maxLength: p }), { minLength: 1, maxLength: 14 }),
      ),
    at: fc.nat(13),
    names: fc.shuffledSubarray(NAMES, { minLength: 5, maxLength: 5 }),
    header: fc.boolean(),
    float32: fc.boolean(),
    damage: fc.integer({ min: 0, max: 39 }),
    noise: fc.uint8Array({ maxLength: 40 }),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    name: fc.constantFrom('rows', 'zeilen ä', '行'),
  })
  .map(({ format, kind, rows, at, names, header, float32, damage, noise, cut, name }) => {
    const whole = written(format, rowsOf(kind, rows, at), names.slice(0, rows[0].length), header, float32);
    const short = whole.subarray(0, Math.floor(cut * whole.length));
    return {
      name: `${name}.${format}`,
      bytes: damage < 1 ? noise : damage < 4 ? short : whole,
    };
  });
