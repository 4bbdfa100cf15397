/**
 * Published fits: Hornik & Grün, movMF: An R package for fitting mixtures of von Mises-Fisher distributions,
 * J. Stat. Softw. 58(10), 2014. Their data come under a licence of their own and are not part of this package.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fit } from 'von-mises-fisher';

const path = fileURLToPath(new URL('../../../shared/data/household.json', import.meta.url));
const present = existsSync(path);
if (!present) console.log(`skipped: the household data are not at ${path}`);

describe.skipIf(!present)('household expenses', () => {
  const rows: number[][] = present ? JSON.parse(readFileSync(path, 'utf8')).rows : [];
  const options = { normalize: true, measure: 'uniform' } as const;

  it('all 40: log-likelihood and BIC', () => {
    const { n, logLikelihood, bic } = fit(rows, options);
    expect(n).toBe(40);
    expect(logLikelihood.toFixed(10)).toBe('90.2478516409');
    expect(bic.toFixed(4)).toBe('-169.4291');
  });

  it('women and men alone: kappa', () => {
    const kappas = [rows.slice(0, 20), rows.slice(20)].map((half) => fit(half, options).distribution.kappa);
    expect(kappas.map((kappa) => kappa.toFixed(1))).toEqual(['96.4', '20.3']);
    expect(kappas).toBeWithinUlp([96.43242603925738, 20.287624218061847], 32);
  });
});
