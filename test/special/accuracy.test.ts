import { describe, expect, it } from 'vitest';
import { logNormalizer } from 'von-mises-fisher';
import { claims, measured, quantile, rowsOf } from '../../validation/claims.ts';

describe('the promises of validation/claims.ts, on every row of their tables', () => {
  it.each(claims)('$title', (claim) => {
    const errors = measured(claim);
    const { row, actual, error } = errors[errors.length - 1];
    const worst = `worst ${error} at ${JSON.stringify(row)}, got ${actual}`;
    expect(Number.isFinite(error), worst).toBe(true);
    for (const { share, limit } of claim.promises) {
      expect(quantile(errors, share), `${share} of the rows; ${worst}`).toBeLessThanOrEqual(limit);
    }
  });
});

describe('the table of log C', () => {
  const rows = rowsOf('logNormalizer');

  it('covers the domain with at least 20,000 points', () => {
    expect(rows.length).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...rows.map(({ p }) => Number(p)))).toBe(1e15);
    expect(Math.max(...rows.map(({ kappa }) => Number(kappa)))).toBeGreaterThan(1.79e308);
    expect(rows.some(({ kappa }) => Number(kappa) === 5e-324)).toBe(true);
  });

  it('gives the same in one array per dimension as in single calls, within 1 ulp', () => {
    const kappas = new Map<number, number[]>();
    for (const row of rows) {
      if (Math.abs(Number(row.logC)) <= 0.1) continue; // below, the promise is absolute
      const p = Number(row.p);
      const known = kappas.get(p);
      if (known === undefined) kappas.set(p, [Number(row.kappa)]);
      else known.push(Number(row.kappa));
    }
    for (const [p, list] of kappas) {
      const scalars = list.map((kappa) => logNormalizer(p, kappa));
      expect(logNormalizer(p, Float64Array.from(list))).toBeWithinUlp(scalars, 1);
    }
  });
});
