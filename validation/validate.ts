/**
 * Measures every accuracy claim of the core against the 34-digit tables and writes validation/RESULTS.md.
 *
 *     npm run validate
 *
 * Element by element: ulp of the true value for functions that promise ulp, relative error otherwise.
 * SciPy, GSL and Boost are measured on the same rows where they are installed. Exit status 1 if a
 * promise is broken.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
import { type Expected, expected, type Row, readTable } from '../test/support/table.ts';
import { ulpDistance } from '../test/support/ulp.ts';
import { type PeerName, peerLogNormalizer } from './peers/peerLogNormalizer.ts';

type Measure = (actual: number, truth: Expected) => number;

interface Claim {
  readonly title: string;
  readonly table: string;
  readonly compute: (row: Row) => number;
  readonly column: string;
  readonly unit: string;
  readonly measure: Measure;
  readonly promises: readonly { readonly quantile: number; readonly limit: number }[];
  /** Rows the promise speaks of; all by default. */
  readonly keep?: (row: Row, truth: Expected) => boolean;
}

const ulp: Measure = (actual, { hi, lo }) => ulpDistance(actual, hi, lo);
const relative: Measure = (actual, { hi, lo }) => (actual === hi ? 0 : Math.abs((actual - hi - lo) / hi));
const relativeToOne: Measure = (actual, { hi, lo }) => Math.abs(actual - hi - lo) / Math.max(1, Math.abs(hi));
const point = (row: Row): [number, number] => [Number(row.p), Number(row.kappa)];
const order = (row: Row): [number, number] => [Number(row.nu), Number(row.x)];
const isNormal = (_: Row, { hi }: Expected): boolean => Math.abs(hi) > 1e-290;
const atEnds = (row: Row, truth: Expected): boolean => {
  const [p, kappa] = point(row);
  return isNormal(row, truth) && (kappa <= 0.1 * p || kappa >= 10 * p);
};
const inverse = (row: Row): number =>
  row.rBar === ''
    ? concentrationFromComplement(Number(row.p), Number(row.oneMinusRBar))
    : concentration(Number(row.p), Number(row.rBar));

const claims: readonly Claim[] = [
  {
    title: 'logNormalizer, where |log C| > 0.1',
    table: 'logNormalizer',
    compute: (row) => logNormalizer(...point(row)),
    column: 'logC',
    unit: 'ulp',
    measure: ulp,
    promises: [{ quantile: 1, limit: 1 }],
    keep: (_, { hi }) => Math.abs(hi) > 0.1,
  },
  {
    title: 'logNormalizer, everywhere',
    table: 'logNormalizer',
    compute: (row) => logNormalizer(...point(row)),
    column: 'logC',
    unit: 'max(1, |log C|)',
    measure: relativeToOne,
    promises: [{ quantile: 1, limit: 2.3e-16 }],
  },
  {
    title: 'logNormalizer, array form, where |log C| > 0.1',
    table: 'logNormalizer',
    compute: (row) => logNormalizer(Number(row.p), Float64Array.of(Number(row.kappa)))[0],
    column: 'logC',
    unit: 'ulp',
    measure: ulp,
    promises: [{ quantile: 1, limit: 1 }],
    keep: (_, { hi }) => Math.abs(hi) > 0.1,
  },
  {
    title: 'relativeLogNormalizer',
    table: 'relativeLogNormalizer',
    compute: (row) => -relativeLogNormalizer(...point(row)),
    column: 'L',
    unit: 'ulp',
    measure: ulp,
    promises: [{ quantile: 1, limit: 4 }],
    keep: isNormal,
  },
  {
    title: 'meanResultantLength',
    table: 'logNormalizer',
    compute: (row) => meanResultantLength(...point(row)),
    column: 'A',
    unit: 'ulp',
    measure: ulp,
    promises: [{ quantile: 1, limit: 1 }],
  },
  {
    title: 'meanResultantLengthComplement',
    table: 'logNormalizer',
    compute: (row) => meanResultantLengthComplement(...point(row)),
    column: 'oneMinusA',
    unit: 'ulp',
    measure: ulp,
    promises: [
      { quantile: 0.999, limit: 4 },
      { quantile: 1, limit: 16 },
    ],
  },
  ...([1, 2, 3] as const).map(
    (n): Claim => ({
      title: `meanResultantLengthDerivative, order ${n}, κ <= 0.1 p or κ >= 10 p`,
      table: 'derivatives',
      compute: (row) => meanResultantLengthDerivative(...point(row), n),
      column: `d${n}`,
      unit: 'relative',
      measure: relative,
      promises: [{ quantile: 1, limit: 1e-14 }],
      keep: atEnds,
    }),
  ),
  ...([1, 2, 3] as const).map(
    (n): Claim => ({
      title: `meanResultantLengthDerivative, order ${n}, all rows`,
      table: 'derivatives',
      compute: (row) => meanResultantLengthDerivative(...point(row), n),
      column: `d${n}`,
      unit: 'relative',
      measure: relative,
      promises: n === 3 ? [] : [{ quantile: 1, limit: 1e-14 }],
      keep: isNormal,
    }),
  ),
  {
    title: 'logBesselI',
    table: 'besselI',
    compute: (row) => logBesselI(...order(row)),
    column: 'logI',
    unit: 'max(1, |log I|)',
    measure: relativeToOne,
    promises: [{ quantile: 1, limit: 3e-16 }],
  },
  {
    title: 'besselRatio',
    table: 'besselI',
    compute: (row) => besselRatio(...order(row)),
    column: 'ratio',
    unit: 'ulp',
    measure: ulp,
    promises: [{ quantile: 1, limit: 1 }],
  },
];

interface Summary {
  readonly count: number;
  readonly median: number;
  readonly high: number;
  readonly max: number;
  readonly notFinite: number;
}

const at = (sorted: readonly number[], fraction: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? Number.NaN;

function summarise(errors: readonly number[]): Summary {
  const finite = errors.filter(Number.isFinite).sort((a, b) => a - b);
  return {
    count: errors.length,
    median: at(finite, 0.5),
    high: at(finite, 0.999),
    max: at(finite, 1),
    notFinite: errors.length - finite.length,
  };
}

const show = (x: number): string =>
  Number.isNaN(x) ? '-' : x === 0 ? '0' : x >= 0.001 && x < 1e5 ? x.toPrecision(3) : x.toExponential(1);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '-'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const tables = new Map<string, Row[]>();
function rowsOf(name: string): Row[] {
  const rows = tables.get(name) ?? readTable(name);
  tables.set(name, rows);
  return rows;
}

let broken = 0;

function verdict(quantile: number, limit: number, value: number): string {
  const kept = value <= limit;
  if (!kept) broken++;
  return `${quantile === 1 ? 'all' : `${quantile * 100} %`} <= ${limit}: ${kept ? 'holds' : 'BROKEN'}`;
}

function sectionFor(claim: Claim): string {
  const rows = rowsOf(claim.table)
    .map((row) => ({ row, truth: expected(row[claim.column]) }))
    .filter(({ row, truth }) => claim.keep === undefined || claim.keep(row, truth));
  const errors = rows.map(({ row, truth }) => {
    const error = claim.measure(claim.compute(row), truth);
    return { region: row.region, error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error };
  });
  const whole = summarise(errors.map(({ error }) => error));
  const promised = claim.promises.map(({ quantile, limit }) =>
    verdict(
      quantile,
      limit,
      whole.notFinite > 0 ? Number.POSITIVE_INFINITY : quantile === 1 ? whole.max : whole.high,
    ),
  );
  const regions = [...new Set(errors.map(({ region }) => region))].sort();
  const lines = regions.map((region): [string, Summary] => [
    region,
    summarise(errors.filter((entry) => entry.region === region).map(({ error }) => error)),
  ]);
  console.log(
    `${claim.title.padEnd(66)} max ${show(whole.max).padStart(8)} ${claim.unit}; ${promised.join('; ')}`,
  );
  return [
    `## ${claim.title}`,
    '',
    `Error in ${claim.unit}. ${promised.length > 0 ? `Promise: ${promised.join('; ')}.` : 'No promise: shown for information.'}`,
    '',
    table(
      ['region of the table', 'points', 'median', 'p99.9', 'max', 'not finite'],
      [['**all**', whole] as [string, Summary], ...lines].map(([name, s]) => [
        name,
        String(s.count),
        show(s.median),
        show(s.high),
        show(s.max),
        String(s.notFinite),
      ]),
    ),
    '',
  ].join('\n');
}

/** Half-ulps of error over the condition number, for the inverse. */
function inverseSection(): string {
  const rows = rowsOf('inverse').map((row) => ({ row, truth: expected(row.kappa) }));
  const errors = rows.map(({ row, truth }) => {
    const actual = inverse(row);
    const error = Math.abs((actual - truth.hi - truth.lo) / truth.hi);
    return error / 2 ** -53 / Math.max(1, Number(row.condition));
  });
  const summary = summarise(errors);
  const sorted = errors.filter(Number.isFinite).sort((a, b) => a - b);
  const p99 = at(sorted, 0.99);
  const promise = `${verdict(0.99, 2, p99)}; never a failure: ${summary.notFinite === 0 ? 'holds' : 'BROKEN'}`;
  if (summary.notFinite > 0) broken++;
  const groups: [string, (row: Row) => boolean][] = [
    ['concentration(p, R)', (row) => row.rBar !== ''],
    ['concentrationFromComplement(p, 1 - R)', (row) => row.rBar === ''],
  ];
  console.log(`${'inverse'.padEnd(66)} p99 ${show(p99).padStart(8)} half-ulps x condition; ${promise}`);
  return [
    '## concentration and concentrationFromComplement',
    '',
    `Error of κ in half-ulps (2^-53 relative) divided by max(1, condition number). Promise: ${promise}.`,
    '',
    table(
      ['function', 'points', 'median', 'p99', 'p99.9', 'max', 'not finite'],
      groups.map(([name, keep]) => {
        const part = errors.filter((_, i) => keep(rows[i].row));
        const s = summarise(part);
        const own = part.filter(Number.isFinite).sort((a, b) => a - b);
        return [
          name,
          String(s.count),
          show(s.median),
          show(at(own, 0.99)),
          show(s.high),
          show(s.max),
          String(s.notFinite),
        ];
      }),
    ),
    '',
  ].join('\n');
}

/** The same rows through SciPy, GSL and Boost, within the range their authors may have had in mind. */
function peerSection(): string {
  const rows = rowsOf('logNormalizer')
    .map((row) => ({ row, truth: expected(row.logC) }))
    .filter(({ row, truth }) => {
      const [p, kappa] = point(row);
      return p >= 2 && p <= 1e5 && kappa >= 1e-5 && kappa <= 1e5 && Math.abs(truth.hi) > 0.1;
    });
  const points = rows.map(({ row }) => ({ p: Number(row.p), kappa: Number(row.kappa) }));
  const folder = mkdtempSync(join(tmpdir(), 'validate-'));
  const lines: string[][] = [];
  const line = (name: string, values: ArrayLike<number>): void => {
    const s = summarise(rows.map(({ truth }, i) => ulp(values[i], truth)));
    lines.push([
      name,
      show(s.median),
      show(s.high),
      show(s.max),
      `${((100 * s.notFinite) / s.count).toFixed(1)} %`,
    ]);
  };
  try {
    line(
      'von-mises-fisher',
      points.map(({ p, kappa }) => logNormalizer(p, kappa)),
    );
    for (const peer of ['scipy-ive', 'gsl', 'boost'] satisfies PeerName[]) {
      const run = peerLogNormalizer(peer, points, join(folder, `${peer}.csv`));
      if (run === undefined) {
        console.log(`skipped: ${peer} is not installed (validation/README.md says how to install the peers)`);
        lines.push([`${peer}: skipped, not installed`, '-', '-', '-', '-']);
      } else {
        line(run.version, run.values);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return [
    '## log C beside other libraries',
    '',
    `The ${rows.length} rows of logNormalizer.csv with 2 <= p <= 1e5, 1e-5 <= κ <= 1e5 and |log C| > 0.1; each library through`,
    'the textbook formula around its own I_ν (scaled where it has a scaled form). ulp over the finite results.',
    '',
    table(['library', 'median', 'p99.9', 'max', 'inf or NaN'], lines),
    '',
  ].join('\n');
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

const sections = [...claims.map(sectionFor), inverseSection(), peerSection()];
const changed =
  git('status', '--porcelain', 'src/special') === '' ? '' : ' with uncommitted changes in src/special';
const header = `# Measured accuracy

Written by \`npm run validate\` on ${new Date().toISOString().slice(0, 10)}, commit ${git('rev-parse', '--short', 'HEAD')}${changed},
Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}. Truth: validation/tables (34 digits, Arb balls).
Quantiles are over finite errors; what is not finite where the truth is, is counted in its own column.
`;
const target = fileURLToPath(new URL('RESULTS.md', import.meta.url));
writeFileSync(`${target}.new`, [header, ...sections].join('\n'));
renameSync(`${target}.new`, target);
console.log(broken === 0 ? 'every promise holds; wrote validation/RESULTS.md' : `${broken} promises broken`);
process.exitCode = broken === 0 ? 0 : 1;
