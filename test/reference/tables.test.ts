import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import {
  type Enclosure,
  logBesselI,
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
} from 'von-mises-fisher/reference';
import { exactDecimal, type Row, readTable } from '../support/table.ts';
import { expectPromisedWidth, expectTableValue } from './expectEnclosure.ts';

describe('the 210-digit table by Arb', () => {
  const rows = readTable('reference200');

  test('has its 82 rows', () => expect(rows).toHaveLength(82));

  test.each([1, 16, 34, 60, 200])('meets every enclosure at %i digits', (digits) => {
    const check = (enclosure: Enclosure, value: string, scale: 'mixed' | 'relative') => {
      expectPromisedWidth(enclosure, digits, scale);
      expectTableValue(enclosure, value, 210, 1);
    };
    for (const row of rows) {
      const [p, kappa] = [Number(row.p), Number(row.kappa)];
      check(logNormalizer(p, kappa, { digits }), row.logC, 'mixed');
      check(meanResultantLength(p, kappa, { digits }), row.A, 'relative');
      check(meanResultantLengthComplement(p, kappa, { digits }), row.oneMinusA, 'relative');
      if (row.logI !== '') check(logBesselI(orderOf(p), kappa, { digits }), row.logI, 'mixed');
    }
  });

  /** ν = p/2 - 1 as a Decimal: it is not a double at p = 1.0000000001. */
  function orderOf(p: number): Decimal {
    const Wide = Decimal.clone({ defaults: true, precision: 100 });
    return new Wide(exactDecimal(p)).times(0.5).minus(1);
  }
});

describe('the 34-digit tables of the fast functions by Arb', () => {
  const options = { digits: 40, maxTerms: 3000 };

  test('log C, A and 1 - A of every 97th row in reach round to the digits of the table', () => {
    compareInReach(sample('logNormalizer', 97), ({ p, kappa, logC, A, oneMinusA }) => [
      [logNormalizer(Number(p), Number(kappa), options), logC],
      [meanResultantLength(Number(p), Number(kappa), options), A],
      [meanResultantLengthComplement(Number(p), Number(kappa), options), oneMinusA],
    ]);
  });

  test('log I of every 53rd row in reach rounds to the digits of the table', () => {
    compareInReach(sample('besselI', 53), ({ nu, x, logI }) => [
      [logBesselI(Number(nu), Number(x), options), logI],
    ]);
  });

  function sample(table: string, stride: number): Row[] {
    return readTable(table).filter((_, index) => index % stride === 0);
  }

  /** Rows that the reference refuses must be refused for their cost, and must not be the greater part. */
  function compareInReach(rows: Row[], evaluate: (row: Row) => [Enclosure, string][]): void {
    const refusals: string[] = [];
    for (const row of rows) {
      try {
        for (const [enclosure, value] of evaluate(row)) expectTableValue(enclosure, value, 34, 0.5);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        refusals.push(error.message);
      }
    }
    for (const message of refusals)
      expect(message).toMatch(/power series would need|would need .* more digits/);
    expect(refusals.length).toBeLessThan(rows.length / 2);
  }
});
