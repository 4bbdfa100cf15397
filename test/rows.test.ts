import { describe, expect, it } from 'vitest';
import { type CsrMatrix, type Rows, rowSet } from '../src/rows.ts';

const dense = (data: Rows, p?: number) => {
  const rows = rowSet('caller', data, p);
  if (rows.kind !== 'dense') throw new Error('expected dense rows');
  return rows;
};

const matrix: CsrMatrix = { data: [1, 0.6, 0.8], indices: [2, 0, 3], indptr: [0, 1, 1, 3], shape: [3, 4] };

describe('rows', () => {
  it('of flat data are views, not copies', () => {
    const flat = new Float32Array([1, 0, 0, 1, 0.5, 0.5]);
    const rows = dense(flat, 2);
    expect([rows.n, rows.p]).toEqual([3, 2]);
    const block = rows.block(1, 2);
    expect(block).toEqual(flat.subarray(2));
    expect(block.buffer).toBe(flat.buffer);
  });

  it('that stand alone are packed block by block', () => {
    const rows = dense([[1, 2, 3], new Float32Array([4, 5, 6]), [7, 8, 9]]);
    expect([rows.n, rows.p]).toEqual([3, 3]);
    expect(Array.from(rows.block(1, 2))).toEqual([4, 5, 6, 7, 8, 9]);
    expect(Array.from(rows.block(0, 1))).toEqual([1, 2, 3]);
  });

  it('that are sparse are handed on as they are', () => {
    expect(rowSet('caller', matrix)).toEqual({ kind: 'sparse', n: 3, p: 4, ...matrix });
  });

  it('may be none, of flat data with a dimension', () => {
    expect(dense(new Float64Array(0), 5).n).toBe(0);
  });
});

describe('what is wrong with rows is named', () => {
  const wrong: [string, Rows, number | undefined, Error][] = [
    [
      'a number',
      3 as unknown as Rows,
      undefined,
      new TypeError(
        'caller: data must be a Float64Array, Float32Array, array of rows or CSR matrix, got number',
      ),
    ],
    [
      'null',
      null as unknown as Rows,
      undefined,
      new TypeError(
        'caller: data must be a Float64Array, Float32Array, array of rows or CSR matrix, got null',
      ),
    ],
    [
      'no dimension',
      new Float64Array(4),
      undefined,
      new TypeError('caller: a flat Float64Array needs its dimension, got none'),
    ],
    [
      'dimension 1',
      new Float64Array(4),
      1,
      new RangeError('caller: dimension must be an integer of 2 or more, got 1'),
    ],
    [
      'a part of a row',
      new Float64Array(7),
      3,
      new RangeError('caller: data must hold whole rows of 3, got 7 values, 1 over'),
    ],
    ['no rows', [], undefined, new RangeError('caller: data must have at least one row, got none')],
    ['a ragged row', [[1, 0], [1]], undefined, new RangeError('caller: data[1] must have length 2, got 1')],
    [
      'a row that is none',
      [[1, 0], 3 as unknown as number[]],
      undefined,
      new TypeError('caller: data[1] must be an array of numbers, got number'),
    ],
    ['another dimension', [[1, 0]], 3, new RangeError('caller: data[0] must have length 3, got 2')],
    ['sparse of another dimension', matrix, 3, new RangeError('caller: data must have 3 columns, got 4')],
    [
      'a column outside',
      { ...matrix, indices: [2, 0, 4] },
      undefined,
      new RangeError('caller: data.indices[2] must be a column in [0, 4), got 4'),
    ],
    [
      'a column named twice',
      { ...matrix, indices: [2, 3, 3] },
      undefined,
      new RangeError('caller: data must name a column once a row, got 3 twice in row 2'),
    ],
    [
      'offsets that decrease',
      { ...matrix, indptr: [0, 2, 1, 3] },
      undefined,
      new RangeError('caller: data.indptr must not decrease, got 2, 1'),
    ],
    [
      'too few offsets',
      { ...matrix, indptr: [0, 1, 3] },
      undefined,
      new RangeError('caller: data.indptr must hold 4 offsets from 0 to 3, got 3 from 0 to 3'),
    ],
    [
      'too few columns',
      { ...matrix, indices: [2, 0] },
      undefined,
      new RangeError('caller: data.indices must have length 3 as data.data has, got 2'),
    ],
    [
      'no shape',
      { ...matrix, shape: [3, 1] },
      undefined,
      new RangeError('caller: data.shape must be [rows, columns of 2 or more], got [3,1]'),
    ],
  ];

  it.each(wrong)('%s', (_, data, p, error) => {
    expect(() => rowSet('caller', data, p)).toThrow(error);
  });
});
