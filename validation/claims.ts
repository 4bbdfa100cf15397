import {
  besselRatio,
  bhattacharyyaDistance,
  concentration,
  concentrationFromComplement,
  crossEntropy,
  entropy,
  klDivergence,
  logBesselI,
  logNormalizer,
  marginalConcentration,
  meanResultantLength,
  meanResultantLengthComplement,
  meanResultantLengthDerivative,
  relativeLogNormalizer,
  scaledLogNormalizer,
} from 'von-mises-fisher';
import { incompleteBeta, incompleteGamma } from '../test/support/internals.ts';
import { type Expected, expected, type Row, readTable } from '../test/support/table.ts';
import { ulpDistance } from '../test/support/ulp.ts';
import { cosineClaims } from './cosineClaims.ts';

/**
 * What this package promises of one function on one table of high-precision values. `npm run validate`
 * reports them; the tests hold them.
 */
export interface Claim {
  readonly title: string;
  /** validation/tables/<table>.csv, and its column of true values. */
  readonly table: string;
  readonly column: string;
  readonly compute: (row: Row) => number;
  readonly unit: string;
  readonly error: (actual: number, truth: Expected, row: Row) => number;
  /** At most `limit` for this share of the rows; every error must be finite in any case. */
  readonly promises: readonly { readonly share: number; readonly limit: number }[];
  /** Rows the claim speaks of; all by default. */
  readonly keep?: (row: Row, truth: Expected) => boolean;
  /** What the report groups by; the table's region by default. */
  readonly group?: (row: Row) => string;
}

const ulp = (actual: number, { hi, lo }: Expected): number => ulpDistance(actual, hi, lo);
const relative = (actual: number, { hi, lo }: Expected): number => Math.abs((actual - hi - lo) / hi);
const absolute = (actual: number, { hi, lo }: Expected): number => Math.abs(actual - hi - lo);
const relativeToOne = (actual: number, { hi, lo }: Expected): number =>
  Math.abs(actual - hi - lo) / Math.max(1, Math.abs(hi));

const point = (row: Row): [number, number] => [Number(row.p), Number(row.kappa)];
const order = (row: Row): [number, number] => [Number(row.nu), Number(row.x)];
/** Subnormal values carry no relative accuracy. */
const isNormal = (_: Row, { hi }: Expected): boolean => Math.abs(hi) > 1e-290;
/** Away from the zero of A''', where no relative accuracy is to be had. */
const atEnds = (row: Row, truth: Expected): boolean => {
  const [p, kappa] = point(row);
  return isNormal(row, truth) && (kappa <= 0.1 * p || kappa >= 10 * p);
};
/** (p, κ_a, κ_b, 1 - μ_aᵀμ_b, 1 + μ_aᵀμ_b), one of the last two from the other. */
const pair = (row: Row): [number, number, number, number, number] => {
  const versine = row.versine === '' ? 2 - Number(row.vercosine) : Number(row.versine);
  const vercosine = row.vercosine === '' ? 2 - versine : Number(row.vercosine);
  return [Number(row.p), Number(row.kappaA), Number(row.kappaB), versine, vercosine];
};
/** Where hi + lo carries enough for what cancels, and no argument had to be rounded. */
const isCrossModest = ({ p, versine }: Row): boolean => Number(p) <= 1e4 && versine !== '';
const isFromComplement = (row: Row): boolean => row.rBar === '';

const logC = { table: 'logNormalizer', column: 'logC' };

export const claims: readonly Claim[] = [
  {
    title: 'logNormalizer, where |log C| > 0.1',
    ...logC,
    compute: (row) => logNormalizer(...point(row)),
    unit: 'ulp',
    error: ulp,
    promises: [{ share: 1, limit: 1 }],
    keep: (_, { hi }) => Math.abs(hi) > 0.1,
  },
  {
    title: 'logNormalizer, everywhere',
    ...logC,
    compute: (row) => logNormalizer(...point(row)),
    unit: 'max(1, |log C|)',
    error: relativeToOne,
    promises: [{ share: 1, limit: 2.3e-16 }],
  },
  {
    title: 'logNormalizer, array form, where |log C| > 0.1',
    ...logC,
    compute: (row) => logNormalizer(Number(row.p), Float64Array.of(Number(row.kappa)))[0],
    unit: 'ulp',
    error: ulp,
    promises: [{ share: 1, limit: 1 }],
    keep: (_, { hi }) => Math.abs(hi) > 0.1,
  },
  {
    title: 'logNormalizer, array form, everywhere',
    ...logC,
    compute: (row) => logNormalizer(Number(row.p), Float64Array.of(Number(row.kappa)))[0],
    unit: 'max(1, |log C|)',
    error: relativeToOne,
    promises: [{ share: 1, limit: 2.3e-16 }],
  },
  {
    title: "logNormalizer, array form, accuracy: 'fast'",
    ...logC,
    compute: (row) =>
      logNormalizer(Number(row.p), Float64Array.of(Number(row.kappa)), { accuracy: 'fast' })[0],
    unit: 'max(1, |log C|, (p + κ)/64)',
    error: (actual, { hi, lo }, { p, kappa }) =>
      Math.abs(actual - hi - lo) / Math.max(1, Math.abs(hi), (Number(p) + Number(kappa)) / 64),
    promises: [{ share: 1, limit: 1e-15 }],
  },
  {
    title: 'relativeLogNormalizer',
    table: 'relativeLogNormalizer',
    column: 'L',
    compute: (row) => -relativeLogNormalizer(...point(row)),
    unit: 'ulp',
    error: ulp,
    promises: [{ share: 1, limit: 4 }],
    keep: isNormal,
  },
  {
    title: 'scaledLogNormalizer',
    table: 'scaledLogNormalizer',
    column: 'scaledLogC',
    compute: (row) => scaledLogNormalizer(...point(row)),
    unit: 'max(1, |log(C e^κ)|)',
    error: relativeToOne,
    promises: [{ share: 1, limit: 1.2e-16 }],
  },
  {
    title: 'meanResultantLength',
    table: 'logNormalizer',
    column: 'A',
    compute: (row) => meanResultantLength(...point(row)),
    unit: 'ulp',
    error: ulp,
    promises: [{ share: 1, limit: 1 }],
  },
  {
    title: 'meanResultantLength, array form',
    table: 'logNormalizer',
    column: 'A',
    compute: (row) => meanResultantLength(Number(row.p), Float64Array.of(Number(row.kappa)))[0],
    unit: 'ulp',
    error: ulp,
    promises: [{ share: 1, limit: 1 }],
  },
  {
    title: "meanResultantLength, array form, accuracy: 'fast'",
    table: 'logNormalizer',
    column: 'A',
    compute: (row) =>
      meanResultantLength(Number(row.p), Float64Array.of(Number(row.kappa)), { accuracy: 'fast' })[0],
    unit: '1',
    error: absolute,
    promises: [{ share: 1, limit: 4e-16 }],
  },
  {
    title: 'meanResultantLengthComplement, array form',
    table: 'logNormalizer',
    column: 'oneMinusA',
    compute: (row) => meanResultantLengthComplement(Number(row.p), Float64Array.of(Number(row.kappa)))[0],
    unit: 'ulp',
    error: ulp,
    promises: [
      { share: 0.999, limit: 4 },
      { share: 1, limit: 16 },
    ],
  },
  {
    title: 'meanResultantLengthComplement',
    table: 'logNormalizer',
    column: 'oneMinusA',
    compute: (row) => meanResultantLengthComplement(...point(row)),
    unit: 'ulp',
    error: ulp,
    promises: [
      { share: 0.999, limit: 4 },
      { share: 1, limit: 16 },
    ],
  },
  ...([1, 2, 3] as const).flatMap((n): Claim[] => {
    const derivative = {
      table: 'derivatives',
      column: `d${n}`,
      compute: (row: Row) => meanResultantLengthDerivative(...point(row), n),
      unit: 'relative',
      error: relative,
    };
    const promise = [{ share: 1, limit: 1e-14 }];
    return [
      {
        title: `meanResultantLengthDerivative, order ${n}, κ <= 0.1 p or κ >= 10 p`,
        ...derivative,
        promises: promise,
        keep: atEnds,
      },
      {
        title: `meanResultantLengthDerivative, order ${n}, all rows`,
        ...derivative,
        promises: n === 3 ? [] : promise,
        keep: isNormal,
      },
    ];
  }),
  {
    title: 'logBesselI',
    table: 'besselI',
    column: 'logI',
    compute: (row) => logBesselI(...order(row)),
    unit: 'max(1, |log I|)',
    error: relativeToOne,
    promises: [{ share: 1, limit: 3e-16 }],
  },
  {
    title: 'besselRatio',
    table: 'besselI',
    column: 'ratio',
    compute: (row) => besselRatio(...order(row)),
    unit: 'ulp',
    error: ulp,
    promises: [{ share: 1, limit: 1 }],
  },
  {
    title: 'concentration and concentrationFromComplement',
    table: 'inverse',
    column: 'kappa',
    compute: (row) =>
      isFromComplement(row)
        ? concentrationFromComplement(Number(row.p), Number(row.oneMinusRBar))
        : concentration(Number(row.p), Number(row.rBar)),
    unit: 'half-ulps (2^-53 relative) over max(1, condition number)',
    error: (actual, { hi, lo }, row) =>
      Math.abs((actual - hi - lo) / hi) / 2 ** -53 / Math.max(1, Number(row.condition)),
    promises: [{ share: 0.99, limit: 2 }],
    group: (row) => (isFromComplement(row) ? 'from 1 - R' : 'from R'),
  },
  ...(['uniroot', 'newton', 'halley', 'hybrid', 'newton-fourier'] as const).map(
    (method): Claim => ({
      title: `concentration and concentrationFromComplement, method: '${method}', p >= 2`,
      table: 'inverse',
      column: 'kappa',
      compute: (row) =>
        isFromComplement(row)
          ? concentrationFromComplement(Number(row.p), Number(row.oneMinusRBar), { method })
          : concentration(Number(row.p), Number(row.rBar), { method }),
      unit: 'half-ulps (2^-53 relative) over max(1, condition number)',
      error: (actual, { hi, lo }, row) =>
        Math.abs((actual - hi - lo) / hi) / 2 ** -53 / Math.max(1, Number(row.condition)),
      promises: [{ share: 1, limit: 4 }],
      keep: ({ p }) => Number(p) >= 2,
      group: (row) => (isFromComplement(row) ? 'from 1 - R' : 'from R'),
    }),
  ),
  {
    title: 'marginalConcentration',
    table: 'marginalConcentration',
    column: 'kappa',
    compute: (row) =>
      isFromComplement(row)
        ? marginalConcentration(
            Number(row.p),
            Number(row.n),
            1 - Number(row.oneMinusRBar),
            Number(row.oneMinusRBar),
          )
        : marginalConcentration(Number(row.p), Number(row.n), Number(row.rBar)),
    unit: 'half-ulps (2^-53 relative) over max(1, condition number)',
    error: (actual, { hi, lo }, row) =>
      Math.abs((actual - hi - lo) / hi) / 2 ** -53 / Math.max(1, Number(row.condition)),
    promises: [
      { share: 0.98, limit: 3 },
      { share: 1, limit: 16 },
    ],
    group: (row) => (isFromComplement(row) ? 'from 1 - R' : 'from R'),
  },
  {
    title: 'entropy',
    table: 'entropy',
    column: 'entropy',
    compute: (row) => entropy(...point(row)),
    unit: 'max(1, |H|)',
    error: relativeToOne,
    promises: [{ share: 1, limit: 1.2e-16 }],
  },
  {
    title: 'crossEntropy, p <= 1e4',
    table: 'divergence',
    column: 'crossEntropy',
    compute: (row) => {
      const [p, kappaA, kappaB, versine] = pair(row);
      return crossEntropy(p, kappaA, kappaB, versine);
    },
    unit: 'max(1, |H|)',
    error: relativeToOne,
    promises: [{ share: 1, limit: 1.2e-16 }],
    keep: isCrossModest,
  },
  {
    title: 'klDivergence from the uniform distribution',
    table: 'entropy',
    column: 'klFromUniform',
    compute: (row) => klDivergence(...point(row), 0, 0),
    unit: 'relative',
    error: relative,
    promises: [{ share: 1, limit: 2e-15 }],
    keep: isNormal,
  },
  {
    title: 'klDivergence',
    table: 'divergence',
    column: 'kl',
    compute: (row) => {
      const [p, kappaA, kappaB, versine] = pair(row);
      return klDivergence(p, kappaA, kappaB, versine);
    },
    unit: 'relative',
    error: relative,
    promises: [{ share: 1, limit: 2e-15 }],
    keep: isNormal,
  },
  {
    title: 'bhattacharyyaDistance',
    table: 'divergence',
    column: 'bhattacharyya',
    compute: (row) => bhattacharyyaDistance(...pair(row)),
    unit: 'relative',
    error: relative,
    promises: [{ share: 1, limit: 2e-15 }],
    keep: isNormal,
  },
  ...(['lower', 'upper'] as const).flatMap((tail): Claim[] => {
    const logTail = `log${tail[0].toUpperCase()}${tail.slice(1)}` as 'logLower' | 'logUpper';
    const tails = [
      {
        table: 'incompleteGamma',
        limit: 2e-15,
        of: (row: Row) => incompleteGamma(Number(row.a), Number(row.x)),
      },
      {
        table: 'incompleteBeta',
        limit: 1e-14,
        of: (row: Row) => incompleteBeta(Number(row.a), Number(row.b), Number(row.odds)),
      },
    ];
    return tails.flatMap(({ table, limit, of }): Claim[] => [
      {
        title: `${table}, ${tail} tail`,
        table,
        column: tail,
        compute: (row) => of(row)[tail],
        unit: 'relative',
        error: relative,
        promises: [{ share: 1, limit }],
        keep: isNormal,
      },
      {
        title: `${table}, logarithm of the ${tail} tail`,
        table,
        column: logTail,
        compute: (row) => of(row)[logTail],
        unit: 'relative',
        error: relative,
        promises: [{ share: 1, limit }],
        keep: isNormal,
      },
    ]);
  }),
  ...cosineClaims,
];

/** The error of one row; infinite where the function fails. */
export interface RowError {
  readonly row: Row;
  readonly actual: number;
  readonly error: number;
}

const tables = new Map<string, readonly Row[]>();

export function rowsOf(name: string): readonly Row[] {
  const rows = tables.get(name) ?? readTable(name);
  tables.set(name, rows);
  return rows;
}

/** The rows in increasing order of their error. */
export function ranked(rows: readonly RowError[]): RowError[] {
  return rows
    .map((entry) => (Number.isFinite(entry.error) ? entry : { ...entry, error: Number.POSITIVE_INFINITY }))
    .sort((a, b) => (a.error < b.error ? -1 : a.error > b.error ? 1 : 0));
}

/** A claim's errors in increasing order. */
export function measured({ table, column, keep, compute, error }: Claim): RowError[] {
  const kept = rowsOf(table)
    .filter((row) => row[column] !== '')
    .map((row) => ({ row, truth: expected(row[column]) }))
    .filter(({ row, truth }) => keep === undefined || keep(row, truth));
  return ranked(
    kept.map(({ row, truth }) => {
      const actual = compute(row);
      return { row, actual, error: error(actual, truth, row) };
    }),
  );
}

/** The error that a share of the rows does not exceed. */
export const quantile = (sorted: readonly RowError[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.error ?? Number.NaN;
