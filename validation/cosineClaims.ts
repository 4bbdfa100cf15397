import { CosineLaw } from 'von-mises-fisher';
import type { Expected, Row } from '../test/support/table.ts';
import type { Claim } from './claims.ts';

/** What is promised of the law of μᵀx and of its angle; part of claims.ts. */

const relative = (actual: number, { hi, lo }: Expected): number => Math.abs((actual - hi - lo) / hi);
const relativeToOne = (actual: number, { hi, lo }: Expected): number =>
  Math.abs(actual - hi - lo) / Math.max(1, Math.abs(hi));
/** Relative to the result, or to its change for a relative change of q, whichever is larger. */
const conditioned =
  (hazard: string) =>
  (actual: number, { hi, lo }: Expected, row: Row): number =>
    Math.abs(actual - hi - lo) / (Math.abs(hi) + 1 / Number(row[hazard]));

const lawOf = ({ p, kappa }: Row): CosineLaw => new CosineLaw(Number(p), Number(kappa));
const isCosine = ({ of }: Row): boolean => of === 't';
/** Subnormal values carry no relative accuracy. */
const isNormal = (_: Row, { hi }: Expected): boolean => Math.abs(hi) > 1e-290;

const ofTable = { table: 'cosine', group: ({ of, region }: Row) => `${of}, ${region}` };
const tight = [{ share: 1, limit: 1e-14 }];

type Method = 'pdf' | 'cdf' | 'survival' | 'logPdf' | 'logCdf' | 'logSurvival' | 'kappaDerivative';
type AngleMethod = 'anglePdf' | 'angleCdf' | 'angleSurvival';
type Quantile = 'quantile' | 'survivalQuantile' | 'angleQuantile' | 'angleSurvivalQuantile';

const valueClaim = (column: string, method: Method, angleMethod: AngleMethod): Claim => ({
  ...ofTable,
  title: `CosineLaw.${method} and ${angleMethod}`,
  column,
  compute: (row) => lawOf(row)[isCosine(row) ? method : angleMethod](Number(row.at)),
  unit: 'relative',
  error: relative,
  promises: tight,
  keep: isNormal,
});

const cosineClaim = (column: string, method: Method, error: Claim['error'], unit: string): Claim => ({
  ...ofTable,
  title: `CosineLaw.${method}`,
  column,
  compute: (row) => lawOf(row)[method](Number(row.at)),
  unit,
  error,
  promises: tight,
  keep: (row, truth) => isCosine(row) && isNormal(row, truth),
});

const quantileClaim = (column: string, hazard: string, lower: Quantile, upper: Quantile): Claim => ({
  table: 'cosineQuantile',
  title: `CosineLaw.${lower} and ${upper}`,
  column,
  compute: (row) => lawOf(row)[row.tail === 'lower' ? lower : upper](Number(row.q)),
  unit: 'relative, over 1 + what a relative change of q does',
  error: conditioned(hazard),
  promises: [{ share: 1, limit: 1e-15 }],
});

export const cosineClaims: readonly Claim[] = [
  valueClaim('density', 'pdf', 'anglePdf'),
  valueClaim('lower', 'cdf', 'angleSurvival'),
  valueClaim('upper', 'survival', 'angleCdf'),
  cosineClaim('logDensity', 'logPdf', relativeToOne, 'max(1, |log f|)'),
  cosineClaim('logLower', 'logCdf', relative, 'relative'),
  cosineClaim('logUpper', 'logSurvival', relative, 'relative'),
  cosineClaim('derivative', 'kappaDerivative', relative, 'relative'),
  quantileClaim('t', 'cosineHazard', 'quantile', 'survivalQuantile'),
  quantileClaim('angle', 'angleHazard', 'angleSurvivalQuantile', 'angleQuantile'),
];
