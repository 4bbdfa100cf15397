import { type Average, BASE, type TableRow } from './ablationTable.ts';

/** What the table rests on, for its last lines. */
export interface AblationFacts {
  readonly images: string;
  readonly steps: number;
  readonly engine: string;
  readonly neighbours: number;
  readonly options: readonly string[];
}

const percent = (share: number) => (100 * share).toFixed(2);
const signed = (share: number) => `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;

/** table.md: one row a cell with mean, deviation, gain over DINO and the runs themselves. */
export function ablationMarkdown(rows: readonly TableRow[], facts: AblationFacts): string {
  const seeds = [
    ...new Set(rows.flatMap((row) => [...row.accuracies, ...row.failures].map(({ seed }) => seed))),
  ];
  seeds.sort((a, b) => a - b);
  const head = [
    'normalization',
    'centring',
    'kNN, %',
    'sd',
    `against ${BASE}`,
    ...seeds.map((seed) => `seed ${seed}`),
  ];
  const cells = rows.map((row) => [
    row.normalization,
    row.centring,
    row.accuracy ? percent(row.accuracy.mean) : '–',
    row.accuracy?.deviation == null ? '–' : percent(row.accuracy.deviation),
    gainText(row.gain),
    ...seeds.map((seed) => {
      const run = row.accuracies.find((other) => other.seed === seed);
      if (run) return percent(run.accuracy);
      return row.failures.some((other) => other.seed === seed) ? 'failed' : '–';
    }),
  ]);
  const lines = [head, head.map((_, i) => (i < 2 ? '-' : '-:')), ...cells].map(
    (row) => `| ${row.join(' | ')} |`,
  );
  const failures = rows.flatMap(({ kind, failures: own }) =>
    own.map(({ seed, why }) => `- ${kind}, seed ${seed}: ${why}`),
  );
  return [
    ...lines,
    '',
    `Weighted kNN (k = ${facts.neighbours}) of the teacher on ${facts.images}, ${facts.steps} steps on the engine ${facts.engine}; ` +
      `against ${BASE}: mean of the differences at equal seeds ± its standard error, in points.`,
    ...(facts.options.length > 0 ? [`Options: \`${facts.options.join(' ')}\`.`] : []),
    ...(failures.length > 0 ? ['', 'Runs that came to no end:', '', ...failures] : []),
    '',
  ].join('\n');
}

function gainText(gain: Average | null): string {
  if (gain === null) return '–';
  return gain.error === null ? signed(gain.mean) : `${signed(gain.mean)} ± ${percent(gain.error)}`;
}
