/** The functions that decide random draws, against 34-digit values: their docstrings give these bounds. */
import { describe, expect, it } from 'vitest';
import { logOnePlus } from '../../src/kernels/logOnePlus.ts';
import { tableExponential } from '../../src/kernels/tableExponential.ts';
import { tableLogarithm } from '../../src/kernels/tableLogarithm.ts';
import { expected, type Row, readTable } from '../support/table.ts';
import { ulpDistance } from '../support/ulp.ts';

const rows = readTable('elementary');

function worst(
  compute: (x: number) => number,
  keep: (row: Row) => boolean,
  unit: 'ulp' | 'max(1, |y|)',
): number {
  const kept = rows.filter(keep);
  expect(kept.length).toBeGreaterThan(99);
  const errors = kept.map((row) => {
    const { hi, lo } = expected(row.value);
    const y = compute(Number(row.x));
    return unit === 'ulp'
      ? ulpDistance(y, hi, lo)
      : Math.abs(y - hi - lo) / Math.max(1, Math.abs(hi)) / 2 ** -52;
  });
  expect(errors.every(Number.isFinite)).toBe(true);
  return Math.max(...errors);
}

describe('tableExponential', () => {
  it('is within 0.54 ulp, and within 1 where the result is subnormal', () => {
    const isExp = (row: Row): boolean => row.function === 'exp';
    expect(worst(tableExponential, (row) => isExp(row) && row.region !== 'subnormal', 'ulp')).toBeLessThan(
      0.54,
    );
    expect(worst(tableExponential, (row) => isExp(row) && row.region === 'subnormal', 'ulp')).toBeLessThan(1);
  });

  it('overflows, underflows and passes NaN on as e^x does', () => {
    expect([-746, -745.2, Number.NEGATIVE_INFINITY].map(tableExponential)).toEqual([0, 0, 0]);
    expect([0, -0, -745.1].map(tableExponential)).toEqual([1, 1, 5e-324]);
    expect([709.79, 710, Number.POSITIVE_INFINITY].map(tableExponential)).toEqual(
      Array(3).fill(Number.POSITIVE_INFINITY),
    );
    expect(Number.isFinite(tableExponential(709.78))).toBe(true);
    expect(tableExponential(Number.NaN)).toBeNaN();
  });
});

describe('tableLogarithm', () => {
  it('is within 1.5·2^-52 max(1, |log x|)', () => {
    expect(worst(tableLogarithm, (row) => row.function === 'log', 'max(1, |y|)')).toBeLessThan(1.5);
  });
});

describe('logOnePlus', () => {
  it('is within 2 ulp for |x| <= 1/8, and 1.5·2^-52 max(1, |log(1 + x)|) beyond', () => {
    const isLog = (row: Row): boolean => row.function === 'log1p';
    expect(worst(logOnePlus, (row) => isLog(row) && row.region !== 'beyond', 'ulp')).toBeLessThan(2);
    expect(worst(logOnePlus, (row) => isLog(row) && row.region === 'beyond', 'max(1, |y|)')).toBeLessThan(
      1.5,
    );
  });

  it('keeps the smallest arguments', () => {
    expect([0, 1e-300, -1e-300, 2 ** -60].map(logOnePlus)).toEqual([0, 1e-300, -1e-300, 2 ** -60]);
  });
});
