/** The error map: log C_p(κ) over (p, κ) by this package, by the paper's form and by other libraries. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Decimal } from 'decimal.js';
import { logNormalizer } from 'von-mises-fisher';
import { type PeerName, type Point, peerLogNormalizer } from '../peers/peerLogNormalizer.ts';
import { CLASSES, type Panel } from './errorClasses.ts';
import { errorMapChart } from './errorMapChart.ts';
import { writeChart } from './writeChart.ts';
import { writeCsv } from './writeCsv.ts';

const TABLE = fileURLToPath(new URL('../tables/errorMap.csv', import.meta.url));

interface Exact extends Point {
  logC: Decimal;
}

function readTable(): Exact[] {
  const lines = readFileSync(TABLE, 'utf8').trimEnd().split('\n');
  return lines
    .filter((line) => !line.startsWith('#') && !line.startsWith('p,'))
    .map((line) => {
      const [p, kappa, logC] = line.split(',');
      return { p: Number(p), kappa: Number(kappa), logC: new Decimal(logC) };
    });
}

/** |value - log C| / max(1, |log C|); Infinity where the value is not finite. */
function relativeError(value: number, { logC }: Exact): number {
  if (!Number.isFinite(value)) return Number.POSITIVE_INFINITY;
  return new Decimal(value).minus(logC).abs().div(Decimal.max(1, logC.abs())).toNumber();
}

function panel(title: string, subtitle: string, table: readonly Exact[], value: (i: number) => number) {
  const errors = table.map((exact, i) => relativeError(value(i), exact));
  const classes = errors.map((error) => CLASSES.findIndex(({ limit }) => error <= limit));
  const finite = errors.filter(Number.isFinite);
  return {
    panel: {
      title,
      subtitle,
      classes,
      finite: finite.length / errors.length,
      largest: finite.reduce((a, error) => Math.max(a, error), 0),
      best: classes.filter((c) => c === 0).length / errors.length,
    },
    errors,
  };
}

const PEERS: readonly { peer: PeerName; subtitle: string }[] = [
  { peer: 'scipy-ive', subtitle: 'special.ive, as in stats.vonmises_fisher' },
  { peer: 'gsl', subtitle: 'gsl_sf_bessel_Inu_scaled' },
  { peer: 'boost', subtitle: 'cyl_bessel_i' },
];

export interface ErrorMap {
  panels: Panel[];
  notes: string[];
}

export async function drawErrorMap(folder: string): Promise<ErrorMap> {
  const table = readTable();
  console.log(`  errorMap: ${table.length} points`);
  const measured = [
    panel('von-mises-fisher', 'logNormalizer(p, kappa)', table, (i) =>
      logNormalizer(table[i].p, table[i].kappa),
    ),
    panel('DINO-vMF paper', 'order-0 expansion, made for p = 256', table, (i) =>
      logNormalizer(table[i].p, table[i].kappa, { terms: 0 }),
    ),
  ];
  const names = ['vonMisesFisher', 'paper'];
  const notes: string[] = [];
  for (const { peer, subtitle } of PEERS) {
    const run = peerLogNormalizer(peer, table, `${folder}/peers/errorMap.${peer}.csv`);
    if (run === undefined) {
      notes.push(`${peer}: skipped, not installed`);
      continue;
    }
    notes.push(`${run.version} (${subtitle}): ${run.source}`);
    measured.push(panel(run.version, subtitle, table, (i) => run.values[i]));
    names.push(peer);
  }
  for (const note of notes) console.log(`  errorMap: ${note}`);

  writeCsv(
    `${folder}/errorMap.csv`,
    [
      'error / max(1, |log C|), inf where the value is not finite; truth: validation/tables/errorMap.csv',
      ...notes,
    ],
    ['p', 'kappa', ...names],
    table.map(({ p, kappa }, i) => [
      p,
      kappa,
      ...measured.map(({ errors }) => (Number.isFinite(errors[i]) ? errors[i].toExponential(2) : 'inf')),
    ]),
  );
  const panels = measured.map((m) => m.panel);
  await writeChart(folder, 'errorMap', errorMapChart(table, panels));
  return { panels, notes };
}

export function errorMapTable({ panels, notes }: ErrorMap): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    '| | finite | correct to the last digit | largest error where finite |',
    '|--|--:|--:|--:|',
    ...panels.map(
      (p) =>
        `| ${p.title}, ${p.subtitle} | ${percent(p.finite)} | ${percent(p.best)} | ${p.largest.toExponential(1)} |`,
    ),
    '',
    `Peers: ${notes.join('; ')}.`,
  ].join('\n');
}
