import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { npyHeader } from '../../src/cli/output/npyHeader.ts';
import { parseNpyHeader } from '../../src/cli/rows/parseNpyHeader.ts';
import { failing, fixture, readWhole as read } from './readWhole.ts';

const text = (name: string, content: string) => ({ name, content });
const double = [
  [0.6, 0.8, 0],
  [0, 0, 1],
  [-5 / 3 / 5, 10 / 3 / 5, 10 / 3 / 5],
];
const single = double.map((row) => row.map(Math.fround));

describe('.npy', () => {
  it.each(['float64.npy', 'version2.npy', 'version3.npy'])('%s as NumPy writes it', async (name) => {
    const { rows, weights, places } = await read(name);
    expect(rows).toEqual(double);
    expect(weights).toBeUndefined();
    expect(places).toEqual(['row 0', 'row 1', 'row 2']);
  });

  it('float32', async () => expect((await read('float32.npy')).rows).toEqual(single));

  it('columns and weights by number', async () => {
    const { rows, weights } = await read('float64.npy', { columns: ['3', '1-2'], weights: '3' });
    expect(rows).toEqual(double.map(([x, y, z]) => [z, x, y]));
    expect(weights).toEqual(double.map(([, , z]) => z));
    expect((await read('float64.npy', { weights: '1' })).rows).toEqual(double.map(([, y, z]) => [y, z]));
  });

  it('rows that come in pieces of any size', async () => {
    const p = 7;
    const n = 50_000;
    const values = Float64Array.from({ length: n * p }, (_, i) => Math.sin(i));
    const content = Buffer.concat([npyHeader('<f8', n, p), new Uint8Array(values.buffer)]);
    const { rows } = await read({ name: 'long.npy', content });
    expect(rows).toHaveLength(n);
    expect(rows.flat()).toEqual(Array.from(values));
  });

  it('headers are written as NumPy writes them', () => {
    const numpy = readFileSync(fixture('float64.npy'));
    const { offset } = parseNpyHeader('float64.npy', numpy);
    expect(Buffer.from(npyHeader('<f8', 3, 3))).toEqual(numpy.subarray(0, offset));
    for (const [rows, columns] of [
      [0, 3],
      [1, 2],
      [123456789, 4096],
    ]) {
      const header = npyHeader('<f4', rows, columns);
      expect(header.length % 64).toBe(0);
      expect(parseNpyHeader('x', header)).toEqual({
        ...{ type: '<f4', shape: [rows, columns], isColumnMajor: false, offset: header.length },
      });
    }
  });

  it.each([
    ['bigEndian.npy', 'must hold float32 or float64, little-endian, got >f8; in NumPy: '],
    ['half.npy', 'must hold float32 or float64, little-endian, got <f2; in NumPy: '],
    ['integers.npy', 'must hold float32 or float64, little-endian, got <i4; in NumPy: '],
    ['structured.npy', 'must hold float32 or float64, little-endian, got a structured type; in NumPy: '],
    ['vector.npy', 'must hold a matrix of rows and columns, got shape (3)'],
    ['fortran.npy', 'is stored column by column (fortran_order); in NumPy: np.save'],
  ])('refuses %s', async (name, message) => {
    expect(await failing(name)).toContain(`${message}`);
  });

  it('refuses what is cut short, too long, or no .npy at all', async () => {
    const whole = readFileSync(fixture('float64.npy'));
    const cut = { name: 'cut.npy', content: whole.subarray(0, -9) };
    expect(await failing(cut)).toBe('FILE: must hold 3 rows by its header, ends after 2');
    const long = { name: 'long.npy', content: Buffer.concat([whole, Buffer.from([1])]) };
    expect(await failing(long)).toBe('FILE: has bytes after its last row');
    expect(await failing({ name: 'header.npy', content: whole.subarray(0, 100) })).toBe(
      'FILE: has a .npy header that is cut short or too long',
    );
    expect(await failing(text('text.npy', '1,2\n3,4\n5,6\n'))).toBe('FILE: is not a .npy file');
    expect(await failing('float64.npy', { columns: ['4'] })).toMatch(
      /--columns names "4", but there are 3 columns$/,
    );
    expect(await failing('float64.npy', { columns: ['1'] })).toMatch(
      /rows must have at least 2 columns, got 1$/,
    );
  });
});

describe('.csv and .tsv', () => {
  it('without and with names, spaces, blank lines, comments, a byte order mark and CRLF', async () => {
    const plain = await read(text('a.csv', '1,2\n3,4\n'));
    expect(plain).toEqual({
      rows: [
        [1, 2],
        [3, 4],
      ],
      weights: undefined,
      places: ['line 1', 'line 2'],
    });
    const rich = await read(text('b.csv', '\ufeff# by hand\r\n x , y \r\n\r\n 1e-3 , -.5\r\n+3.,4E2'));
    expect(rich.rows).toEqual([
      [0.001, -0.5],
      [3, 400],
    ]);
    expect(rich.places).toEqual(['line 4', 'line 5']);
    expect((await read(text('c.tsv', 'x\ty\n1\t2\n'))).rows).toEqual([[1, 2]]);
    expect((await read(text('d.csv', '"x","y, z"\n"1","2"\n'))).rows).toEqual([[1, 2]]);
  });

  it('columns by name, number and range; weights', async () => {
    const table = text('e.csv', 'id,x,y,z,w\na,1,2,3,10\nb,4,5,6,20\n');
    expect(await read(table, { columns: ['y', 'x'], weights: 'w' })).toEqual({
      rows: [
        [2, 1],
        [5, 4],
      ],
      weights: [10, 20],
      places: ['line 2', 'line 3'],
    });
    expect((await read(table, { columns: ['2-4'] })).rows[1]).toEqual([4, 5, 6]);
    expect(await failing(table, { columns: ['q'] })).toBe(
      'FILE: --columns names "q", but there are the columns id, x, y, z, w',
    );
    expect(await failing(table, { weights: '1-2', columns: ['2-4'] })).toBe(
      'FILE: --weights must be one column, got 1-2',
    );
  });

  it('a header that is all numbers, or a first line that is not one', async () => {
    const numbered = text('f.csv', '0,1\n1,2\n');
    expect((await read(numbered)).rows).toHaveLength(2);
    expect((await read(numbered, { header: true })).rows).toEqual([[1, 2]]);
    expect(await failing(text('g.csv', 'x,y\n1,2\n'), { header: false })).toBe(
      'FILE: line 1: column 1 must be a finite number, got "x"',
    );
  });

  it('says line and column of what is wrong', async () => {
    expect(await failing(text('h.csv', 'x,y\n1,2\n\n3,four\n'))).toBe(
      'FILE: line 4: column 2 (y) must be a finite number, got "four"',
    );
    for (const cell of ['', 'NaN', 'inf', '1e999', '0x10', '1 2']) {
      expect(await failing(text('i.csv', `1,2\n3,${cell}\n`))).toBe(
        `FILE: line 2: column 2 must be a finite number, got "${cell}"`,
      );
    }
    expect(await failing(text('j.csv', '1,2\n3,4,5\n'))).toBe('FILE: line 2: must have 2 columns, got 3');
    expect(await failing(text('k.csv', '1,2\n"3,4\n'))).toMatch(/^FILE: line \d: .*[Qq]uote/);
    expect(await failing(text('l.csv', '1\n2\n'))).toBe('FILE: rows must have at least 2 columns, got 1');
  });

  it('more rows than a chunk holds', async () => {
    const lines = Array.from({ length: 150_000 }, (_, i) => `${i},${-i}`);
    const { rows, places } = await read(text('m.csv', `${lines.join('\n')}\n`));
    expect(rows).toHaveLength(150_000);
    expect(rows.every(([x, y], i) => x === i && y === -i)).toBe(true);
    expect(places[149_999]).toBe('line 150000');
  });
});

describe('.jsonl', () => {
  it('arrays', async () => {
    expect(await read(text('a.jsonl', '[1,2]\n\n[3.5,-4e2]\n'))).toEqual({
      rows: [
        [1, 2],
        [3.5, -400],
      ],
      weights: undefined,
      places: ['line 1', 'line 3'],
    });
    const weighted = await read(text('b.jsonl', '[1,2,9]\n[3,4,8]'), { weights: '3' });
    expect(weighted.weights).toEqual([9, 8]);
    expect(weighted.rows[1]).toEqual([3, 4]);
  });

  it('objects: the one list, or the numbers, or what is asked for', async () => {
    const lists = text('c.jsonl', '{"id":7,"embedding":[1,2],"w":3}\n{"id":8,"embedding":[4,5],"w":6}\n');
    expect((await read(lists, { weights: 'w' })).rows[1]).toEqual([4, 5]);
    expect((await read(lists, { weights: 'w' })).weights).toEqual([3, 6]);
    expect((await read(lists, { columns: ['w', 'id'] })).rows[0]).toEqual([3, 7]);
    const numbers = text('d.jsonl', '{"name":"a","x":1,"y":2}\n{"y":4,"x":3,"name":"b"}\n');
    expect((await read(numbers)).rows).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('says line and place of what is wrong', async () => {
    expect(await failing(text('e.jsonl', '[1,2]\n[1,\n'))).toMatch(/^FILE: line 2: is not JSON: /);
    expect(await failing(text('f.jsonl', '[1,2]\n3\n'))).toBe(
      'FILE: line 2: must be an array of numbers or an object, got 3',
    );
    expect(await failing(text('g.jsonl', '[1,2]\n[3]\n'))).toBe('FILE: line 2: must have 2 numbers, got 1');
    expect(await failing(text('h.jsonl', '[1,2]\n[3,null]\n'))).toBe(
      'FILE: line 2: number 2 must be a finite number, got null',
    );
    expect(await failing(text('i.jsonl', '{"x":1,"y":2}\n{"x":1}\n'))).toBe(
      'FILE: line 2: number 2 must be a finite number, got nothing',
    );
    expect(await failing(text('j.jsonl', '{"a":[1,2],"b":[3,4]}\n'))).toBe(
      'FILE: has several lists (a, b); choose one with --columns',
    );
    expect(await failing(text('k.jsonl', '{"a":"b"}\n'))).toBe('FILE: has no field with numbers');
    expect(await failing(text('l.jsonl', '{"x":1,"y":2}\n'), { columns: ['x', 'z'] })).toBe(
      'FILE: --columns names "z", but there is x, y',
    );
  });
});

describe('.parquet', () => {
  it('columns of numbers, over row groups, as pyarrow writes them', async () => {
    const { rows, weights, places } = await read('columns.parquet', { weights: 'w' });
    expect(rows).toEqual(double);
    expect(weights).toEqual([1, 2.5, 4]);
    expect(places).toEqual(['row 0', 'row 1', 'row 2']);
    expect((await read('columns.parquet', { columns: ['z', 'x'] })).rows[2]).toEqual([
      double[2][2],
      double[2][0],
    ]);
  });

  it.each(['snappy', 'gzip', 'zstd', 'brotli', 'lz4', 'none'])(
    'a list column, compressed by %s',
    async (codec) => {
      const { rows, weights } = await read(`lists.${codec}.parquet`, { weights: 'w' });
      expect(rows).toEqual(single);
      expect(weights).toEqual([1, 2, 4]);
    },
  );

  it('lists of fixed size', async () => expect((await read('fixedLists.parquet')).rows).toEqual(double));

  it('says row and column of what is wrong', async () => {
    expect(await failing('gap.parquet')).toBe('FILE: row 1: column x must be a finite number, got null');
    expect(await failing('ragged.parquet')).toBe('FILE: row 1: must have 2 numbers, got 3');
    expect(await failing('columns.parquet', { columns: ['x', 'q'] })).toBe(
      'FILE: --columns names "q", but there is id, x, y, z, w',
    );
    expect(await failing(text('a.parquet', 'PAR1 and no more'))).toMatch(
      /^FILE: cannot be read as .parquet: /,
    );
  });
});

describe('formats by content', () => {
  it('where there is no extension', async () => {
    expect((await read({ name: 'a', content: readFileSync(fixture('float32.npy')) })).rows).toEqual(single);
    expect((await read({ name: 'b', content: readFileSync(fixture('columns.parquet')) })).rows).toEqual(
      double.map((row, i) => [...row, [1, 2.5, 4][i]]),
    );
    expect((await read(text('c', '1,2\n'))).rows).toEqual([[1, 2]]);
    expect((await read(text('d', '1\t2\n'))).rows).toEqual([[1, 2]]);
    expect((await read(text('e', ' [1,2]\n'))).rows).toEqual([[1, 2]]);
    expect((await read(text('f.txt', '1\t2\n'), {}, 'tsv')).rows).toEqual([[1, 2]]);
  });

  it('says what it cannot be', async () => {
    expect(await failing(text('g', ''))).toBe('FILE: is empty'.replace('FILE', 'g'));
    expect(await failing({ name: 'h.gz', content: new Uint8Array([0x1f, 0x8b, 8, 0]) })).toMatch(
      /is compressed; pipe it through zcat$/,
    );
    expect(await failing({ name: 'i', content: 'PK\x03\x04' })).toMatch(/cannot be read as .npz: /);
    expect(await failing({ name: 'j', content: new Uint8Array([1, 0, 2, 0]) })).toMatch(/give --format$/);
    expect(await failing('missing.csv')).toMatch(/missing.csv: no such file or folder$/);
    expect(await failing('.')).toMatch(/: is a folder$/);
  });
});
