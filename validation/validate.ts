/**
 * Measures every accuracy claim of the core against the tables of high-precision values and writes
 * validation/RESULTS.md.
 *
 *     npm run validate
 *
 * Element by element. SciPy, GSL and Boost are measured on the same rows where they are installed. Exit
 * status 1 if a promise is broken.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logNormalizer } from 'von-mises-fisher';
import { expected } from '../test/support/table.ts';
import { ulpDistance } from '../test/support/ulp.ts';
import { type Claim, claims, measured, quantile, type RowError, ranked, rowsOf } from './claims.ts';
import { type PeerName, peerLogNormalizer } from './peers/peerLogNormalizer.ts';

const show = (x: number): string =>
  Number.isNaN(x) ? '-' : x === 0 ? '0' : x >= 0.001 && x < 1e5 ? x.toPrecision(3) : x.toExponential(1);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '-'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Median, p99, p99.9 and maximum of the finite errors, and how many are not. */
function summary(sorted: readonly RowError[]): string[] {
  const finite = sorted.filter(({ error }) => error < Number.POSITIVE_INFINITY);
  const shares = [0.5, 0.99, 0.999, 1].map((share) => show(quantile(finite, share)));
  return [String(sorted.length), ...shares, String(sorted.length - finite.length)];
}

let broken = 0;

function verdicts({ promises }: Claim, errors: readonly RowError[]): string[] {
  return promises.map(({ share, limit }) => {
    const holds = quantile(errors, share) <= limit && quantile(errors, 1) < Number.POSITIVE_INFINITY;
    if (!holds) broken++;
    return `${share === 1 ? 'all' : `${100 * share} %`} <= ${limit}: ${holds ? 'holds' : 'BROKEN'}`;
  });
}

function sectionFor(claim: Claim): string {
  const errors = measured(claim);
  const promises = verdicts(claim, errors);
  const groupOf = claim.group ?? ((row) => row.region);
  const groups = [...new Set(errors.map(({ row }) => groupOf(row)))].sort();
  console.log(`${claim.title}: max ${show(quantile(errors, 1))} ${claim.unit}; ${promises.join('; ')}`);
  return [
    `## ${claim.title}`,
    '',
    `Error in ${claim.unit}. ${promises.length > 0 ? `Promise: ${promises.join('; ')}.` : 'No promise: shown for information.'}`,
    '',
    table(
      ['rows', 'points', 'median', 'p99', 'p99.9', 'max', 'not finite'],
      [
        ['**all**', ...summary(errors)],
        ...groups.map((name) => [name, ...summary(errors.filter(({ row }) => groupOf(row) === name))]),
      ],
    ),
    '',
  ].join('\n');
}

/** The same rows through SciPy, GSL and Boost, within the range their authors may have had in mind. */
function peerSection(): string {
  const rows = rowsOf('logNormalizer')
    .map((row) => ({ row, p: Number(row.p), kappa: Number(row.kappa), truth: expected(row.logC) }))
    .filter(
      ({ p, kappa, truth }) =>
        p >= 2 && p <= 1e5 && kappa >= 1e-5 && kappa <= 1e5 && Math.abs(truth.hi) > 0.1,
    );
  const points = rows.map(({ p, kappa }) => ({ p, kappa }));
  const line = (name: string, values: ArrayLike<number>): string[] => {
    const errors = ranked(
      rows.map(({ row, truth }, i) => {
        return { row, actual: values[i], error: ulpDistance(values[i], truth.hi, truth.lo) };
      }),
    );
    const [count, median, , high, max, notFinite] = summary(errors);
    return [name, median, high, max, `${((100 * Number(notFinite)) / Number(count)).toFixed(1)} %`];
  };
  const ours = line(
    'von-mises-fisher',
    points.map(({ p, kappa }) => logNormalizer(p, kappa)),
  );
  const folder = mkdtempSync(join(tmpdir(), 'validate-'));
  const peers = (['scipy-ive', 'gsl', 'boost'] satisfies PeerName[]).map((peer) => {
    const run = peerLogNormalizer(peer, points, join(folder, `${peer}.csv`));
    if (run !== undefined) return line(run.version, run.values);
    console.log(`skipped: ${peer} is not installed (validation/README.md says how to install the peers)`);
    return [`${peer}: skipped, not installed`, '-', '-', '-', '-'];
  });
  rmSync(folder, { recursive: true });
  return [
    '## log C beside other libraries',
    '',
    `The ${rows.length} rows of logNormalizer.csv with 2 <= p <= 1e5, 1e-5 <= κ <= 1e5 and |log C| > 0.1; each library through`,
    'the textbook formula around its own I_ν (scaled where it has a scaled form). ulp over the finite results.',
    '',
    table(['library', 'median', 'p99.9', 'max', 'inf or NaN'], [ours, ...peers]),
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

const sections = [...claims.map(sectionFor), peerSection()];
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
