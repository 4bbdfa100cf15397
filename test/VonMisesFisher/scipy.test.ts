import { describe, expect, it } from 'vitest';
import { VonMisesFisher } from 'von-mises-fisher';
import { rowsOf } from '../../validation/claims.ts';
import { expected } from '../support/table.ts';

// Values of scipy.stats.vonmises_fisher, SciPy 1.17.1, beside the true ones (validation/peers).
const rows = rowsOf('scipyVonMisesFisher').map((row) => {
  const p = Number(row.p);
  const d = new VonMisesFisher(VonMisesFisher.uniform(p).mu, Number(row.kappa));
  const across = new Float64Array(p).fill(1, 1, 2);
  return {
    where: `p = ${row.p}, kappa = ${row.kappa}`,
    row,
    ours: [d.logPdf(d.mu), d.logPdf(across), d.entropy()],
    truth: [row.logPdfAtMu, row.logPdfAcross, row.entropy].map(expected),
    scipy: [row.scipyLogPdfAtMu, row.scipyLogPdfAcross, row.scipyEntropy],
  };
});
const scipyIsFinite = ({ scipy }: (typeof rows)[number]): boolean =>
  scipy.every((value) => Number.isFinite(Number(value)));

describe('log density and entropy beside SciPy 1.17.1', () => {
  it('ours are right on every row', () => {
    for (const { where, ours, truth, row } of rows) {
      for (const [i, value] of ours.entries()) {
        const size = Math.max(1, Math.abs(truth[i].hi), i === 1 ? Number(row.kappa) : 0);
        expect(Math.abs(value - truth[i].hi - truth[i].lo) / size, where).toBeLessThanOrEqual(2.3e-16);
      }
    }
  });

  it('where SciPy is finite, it agrees', () => {
    const finite = rows.filter(scipyIsFinite);
    expect(finite.length).toBeGreaterThan(80);
    for (const { where, ours, scipy } of finite) {
      for (const [i, value] of ours.entries()) {
        expect(Math.abs(value / Number(scipy[i]) - 1), where).toBeLessThanOrEqual(1e-11);
      }
    }
  });

  it('the table has the points where SciPy gives an infinite density or refuses', () => {
    const failed = rows.filter((row) => !scipyIsFinite(row)).map(({ where }) => where);
    for (const where of [
      'p = 512, kappa = 1.0',
      'p = 512, kappa = 10.0',
      'p = 1024, kappa = 100.0',
      'p = 4096, kappa = 1000.0',
      'p = 2, kappa = 0.0',
      'p = 256, kappa = 0.0',
    ]) {
      expect(failed).toContain(where);
    }
  });
});
