import { describe, expect, it } from 'vitest';
import {
  besselRatio,
  concentration,
  concentrationFromComplement,
  logBesselI,
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
  meanResultantLengthDerivative,
  relativeLogNormalizer,
} from 'von-mises-fisher';
import { errorsOf, quantile } from '../support/errorsOf.ts';
import { type Expected, expected, readTable } from '../support/table.ts';

const relativeToOne = (actual: number, { hi, lo }: Expected): number =>
  Math.abs(actual - hi - lo) / Math.max(1, Math.abs(hi));
const relative = (actual: number, { hi, lo }: Expected): number => Math.abs((actual - hi - lo) / hi);
const at = (row: { p: string; kappa: string }): [number, number] => [Number(row.p), Number(row.kappa)];
const asRows = (name: string) =>
  readTable(name) as unknown as { p: string; kappa: string; [column: string]: string }[];

describe('against the 34-digit table of log C, A and 1 - A', () => {
  const rows = asRows('logNormalizer');

  it('covers the domain with at least 20,000 points', () => {
    expect(rows.length).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...rows.map(({ p }) => Number(p)))).toBe(1e15);
    expect(Math.max(...rows.map(({ kappa }) => Number(kappa)))).toBeGreaterThan(1.79e308);
    expect(rows.some(({ kappa }) => Number(kappa) === 5e-324)).toBe(true);
  });

  it('log C is within 1 ulp where |log C| > 0.1', () => {
    const large = rows.filter(({ logC }) => Math.abs(Number(logC)) > 0.1);
    const errors = errorsOf(
      large,
      (row) => logNormalizer(...at(row)),
      ({ logC }) => logC,
    );
    expect(quantile(errors, 1), errors.worst).toBeLessThanOrEqual(1);
  });

  it('log C is within 2.3e-16 max(1, |log C|) everywhere', () => {
    const errors = errorsOf(
      rows,
      (row) => logNormalizer(...at(row)),
      ({ logC }) => logC,
      relativeToOne,
    );
    expect(quantile(errors, 1), errors.worst).toBeLessThanOrEqual(2.3e-16);
  });

  it('the array form of log C meets the same bounds and agrees with the scalar form within 1 ulp', () => {
    const byDimension = new Map<number, typeof rows>();
    for (const row of rows) {
      const group = byDimension.get(Number(row.p));
      if (group === undefined) byDimension.set(Number(row.p), [row]);
      else group.push(row);
    }
    for (const [p, group] of byDimension) {
      const kappas = Float64Array.from(group, ({ kappa }) => Number(kappa));
      const values = logNormalizer(p, kappas);
      const scalars = Float64Array.from(kappas, (kappa) => logNormalizer(p, kappa));
      const large = group.map((_, i) => i).filter((i) => Math.abs(Number(group[i].logC)) > 0.1);
      const errors = errorsOf(
        group.map((_, i) => i),
        (i) => values[i],
        (i) => group[i].logC,
        relativeToOne,
      );
      expect(quantile(errors, 1), `p = ${p}: ${errors.worst}`).toBeLessThanOrEqual(2.3e-16);
      if (large.length === 0) continue;
      const ulps = errorsOf(
        large,
        (i) => values[i],
        (i) => group[i].logC,
      );
      expect(quantile(ulps, 1), `p = ${p}: ${ulps.worst}`).toBeLessThanOrEqual(1);
      expect(large.map((i) => values[i])).toBeWithinUlp(
        large.map((i) => scalars[i]),
        1,
      );
    }
  });

  it('A is within 1 ulp', () => {
    const errors = errorsOf(
      rows,
      (row) => meanResultantLength(...at(row)),
      ({ A }) => A,
    );
    expect(quantile(errors, 1), errors.worst).toBeLessThanOrEqual(1);
  });

  it('1 - A is within 4 ulp for 99.9 % and within 16 for all', () => {
    const errors = errorsOf(
      rows,
      (row) => meanResultantLengthComplement(...at(row)),
      ({ oneMinusA }) => oneMinusA,
    );
    expect(quantile(errors, 0.999), errors.worst).toBeLessThanOrEqual(4);
    expect(quantile(errors, 1), errors.worst).toBeLessThanOrEqual(16);
  });
});

describe('against the 34-digit tables of the other functions', () => {
  const bessel = readTable('besselI') as unknown as { nu: string; x: string; logI: string; ratio: string }[];

  it('log I is within 3e-16 max(1, |log I|)', () => {
    const errors = errorsOf(
      bessel,
      ({ nu, x }) => logBesselI(Number(nu), Number(x)),
      ({ logI }) => logI,
      relativeToOne,
    );
    expect(quantile(errors, 1), errors.worst).toBeLessThanOrEqual(3e-16);
  });

  it('I_{nu+1}/I_nu is within 1 ulp', () => {
    const errors = errorsOf(
      bessel,
      ({ nu, x }) => besselRatio(Number(nu), Number(x)),
      ({ ratio }) => ratio,
    );
    expect(quantile(errors, 1), errors.worst).toBeLessThanOrEqual(1);
  });

  it('the first derivative of A is within 1e-14 relative everywhere, the higher ones too at both ends', () => {
    const rows = asRows('derivatives');
    for (const order of [1, 2, 3] as const) {
      // Subnormal values carry no relative accuracy; A''' has a zero in the middle.
      const normal = rows.filter((row) => Math.abs(Number(row[`d${order}`])) > 1e-290);
      const ends = normal.filter((row) => {
        const [p, kappa] = at(row);
        return kappa <= 0.1 * p || kappa >= 10 * p;
      });
      const errors = errorsOf(
        order === 3 ? ends : normal,
        (row) => meanResultantLengthDerivative(...at(row), order),
        (row) => row[`d${order}`],
        relative,
      );
      expect(quantile(errors, 1), `order ${order}: ${errors.worst}`).toBeLessThanOrEqual(1e-14);
    }
  });

  it('log C(kappa) - log C(0) is within 4 ulp', () => {
    const rows = asRows('relativeLogNormalizer').filter(({ L }) => Number(L) > 1e-290);
    const errors = errorsOf(
      rows,
      (row) => -relativeLogNormalizer(...at(row)),
      ({ L }) => L,
    );
    expect(quantile(errors, 1), errors.worst).toBeLessThanOrEqual(4);
  });

  it('the inverse of A is within 2 half-ulps times its condition number at the 99th percentile, and never fails', () => {
    const rows = readTable('inverse') as unknown as {
      p: string;
      rBar: string;
      oneMinusRBar: string;
      kappa: string;
      condition: string;
    }[];
    const errors = errorsOf(
      rows
        .map((row) => ({ ...row, truth: expected(row.kappa) }))
        .filter(({ truth }) => Number.isFinite(truth.hi)),
      ({ p, rBar, oneMinusRBar }) =>
        rBar === ''
          ? concentrationFromComplement(Number(p), Number(oneMinusRBar))
          : concentration(Number(p), Number(rBar)),
      ({ truth }) => truth,
    );
    expect(errors.ulps.every(Number.isFinite), errors.worst).toBe(true);
    const scaled = rows
      .map((row) => {
        const truth = expected(row.kappa);
        const actual =
          row.rBar === ''
            ? concentrationFromComplement(Number(row.p), Number(row.oneMinusRBar))
            : concentration(Number(row.p), Number(row.rBar));
        return relative(actual, truth) / (2 ** -53 * Math.max(1, Number(row.condition)));
      })
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    expect(scaled[Math.floor(0.99 * scaled.length)]).toBeLessThanOrEqual(2);
  });
});
