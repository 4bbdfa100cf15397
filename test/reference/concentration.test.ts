import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concentration, meanResultantLength } from 'von-mises-fisher/reference';
import { exactDecimal, readTable } from '../support/table.ts';
import { expectPromisedWidth, expectTableValue } from './expectEnclosure.ts';

const Wide = Decimal.clone({ defaults: true, precision: 700 });

describe('concentration', () => {
  test('the 34-digit table of inverses by Arb: every 83rd row within reach', () => {
    const rows = readTable('inverse').filter((_, index) => index % 83 === 0);
    let reached = 0;
    for (const { p, rBar, oneMinusRBar, kappa } of rows) {
      if (Number(kappa) > 1e5 || Number(kappa) === 0) continue;
      const target =
        rBar === '' ? new Wide(1).minus(exactDecimal(Number(oneMinusRBar))) : exactDecimal(Number(rBar));
      const enclosure = concentration(Number(p), target, { digits: 40 });
      expectPromisedWidth(enclosure, 40, 'relative');
      expectTableValue(enclosure, kappa, 34, 0.5);
      reached++;
    }
    expect(reached).toBeGreaterThan(20);
  });

  test('is the inverse of A_p, at 60 digits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2048 }),
        fc.double({ min: Math.log(1e-20), max: Math.log(300), noNaN: true }).map(Math.exp),
        (p, kappa) => {
          fc.pre(p > 1 || kappa < 20);
          const length = meanResultantLength(p, kappa, { digits: 1000 }).mid;
          const enclosure = concentration(p, length, { digits: 60 });
          expectPromisedWidth(enclosure, 60, 'relative');
          const exact = exactDecimal(kappa);
          expect(enclosure.lower.lte(exact) && enclosure.upper.gte(exact), `p = ${p}, kappa = ${kappa}`).toBe(
            true,
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  test('ends of the domain', () => {
    expect(concentration(256, 0).mid.toString()).toBe('0');
    expect(() => concentration(256, 1)).toThrow(
      new RangeError('concentration: rBar must be at least 0 and less than 1, got 1'),
    );
    expect(() => concentration(256, '-1e-9')).toThrow(/rBar must be at least 0 and less than 1, got -1e-9$/);
    expect(() => concentration(0.5, 0.5)).toThrow(
      new RangeError('concentration: p must be at least 1, got 0.5'),
    );
    expect(() => concentration(3, true as unknown as number)).toThrow(TypeError);
    expect(() => concentration(3, '0.9999999999')).toThrow(
      /^concentration: kappa .* the power series would need/,
    );
  });
});
