/** Tables of what was measured, as printed and as written into bench/RESULTS-ENGINES.md. */
import { median } from '../results.ts';
import type { HeadMeasured, Measured, Peer, ProductsMeasured, StepsMeasured } from './Measured.ts';
import { PURPOSES } from './purposeOf.ts';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '-' : '-:'))), ...rows.map(line)].join('\n');
}

const short = (value: number): string => (value < 10 ? value.toPrecision(2) : value.toFixed(0));
const milliseconds = (times: readonly number[]): string => {
  const value = median(times);
  return value < 100 ? value.toPrecision(3) : value.toFixed(0);
};
const megabytes = (bytes: number | null): string => (bytes === null ? '' : (bytes / 1e6).toFixed(0));
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.01 ? 2 : 0)} %`;

/** Our time over theirs: the median of the rounds, with the least and the most. */
function ratio(ours: readonly number[], theirs: readonly number[]): string {
  const ratios = ours.map((time, i) => time / (theirs[i] as number));
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return `${median(ratios).toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}

/** The cells of each peer, or of none. */
const besides = <P>(peers: readonly P[], cells: (peer: P) => string[], width: number): string[][] =>
  peers.length === 0 ? [Array<string>(width).fill('')] : peers.map(cells);

function stepsTable(all: readonly StepsMeasured[]): string {
  const rows = all.flatMap(({ preset, batch, milliseconds: ours, memory, normalizer, peers }) =>
    besides(
      peers,
      (peer: Peer) => [
        ...[peer.precision, milliseconds(peer.milliseconds), ratio(ours, peer.milliseconds)],
        megabytes(peer.memory),
      ],
      4,
    ).map(([precision, theirs, times, held]) => [
      ...[preset, `${batch}`, milliseconds(ours), precision, theirs, times, megabytes(memory), held],
      percent(normalizer / median(ours)),
    ]),
  ) as string[][];
  return table(
    [
      ...['step of preset', 'batch', 'ours, ms', 'PyTorch in', 'theirs, ms', 'ours / theirs'],
      ...['ours, MB', 'theirs, MB', 'vMF normalizer'],
    ],
    rows,
  );
}

function whereTable(all: readonly StepsMeasured[]): string {
  const purposes = [...PURPOSES, 'JavaScript'];
  const rows = all.map(({ preset, where: { byPurpose, note } }) => {
    const whole = Object.values(byPurpose).reduce((sum, ms) => sum + ms, 0);
    const shares = purposes.map((name) => {
      const ms = byPurpose[name];
      return ms === undefined ? '' : percent(ms / whole);
    });
    return [preset, ...shares, note];
  });
  return table(['where the time goes', ...purposes, 'measured'], rows);
}

function productsTable({ preset, products }: ProductsMeasured): string {
  const rows = products.flatMap(({ name, count, m, k, n, milliseconds: ours, peers }) => {
    const rate = (times: readonly number[]): string => short((2 * count * m * k * n) / median(times) / 1e6);
    const size = `${count > 1 ? `${count} of ` : ''}${m} x ${k} x ${n}`;
    return besides(
      peers,
      (peer) => [peer.precision, rate(peer.milliseconds), ratio(ours, peer.milliseconds)],
      3,
    ).map((cells) => [name, size, rate(ours), ...cells]);
  });
  return table(
    [
      `product of preset ${preset}`,
      'size',
      'ours, GFLOP/s',
      'PyTorch in',
      'theirs, GFLOP/s',
      'ours / theirs, time',
    ],
    rows,
  );
}

function headTable(all: readonly HeadMeasured[]): string {
  const rows = all.flatMap(
    ({ batch, views, prototypes, bottleneck, milliseconds: ours, memory, loss, peers }) =>
      besides(
        peers,
        (peer) => [
          ...[peer.precision, milliseconds(peer.milliseconds), ratio(ours, peer.milliseconds)],
          ...[megabytes(peer.memory), Math.abs(peer.loss - loss).toExponential(1)],
        ],
        5,
      ).map(([precision, theirs, times, held, apart]) => [
        `${views} x ${batch} rows, K = ${prototypes}, p = ${bottleneck}`,
        ...[milliseconds(ours), precision, theirs, times, megabytes(memory), held, apart],
      ]),
  ) as string[][];
  return table(
    [
      ...['head alone', 'ours, ms', 'PyTorch in', 'theirs, ms', 'ours / theirs'],
      ...['ours, MB', 'theirs, MB', 'loss apart'],
    ],
    rows,
  );
}

/** The tables of measurements on one engine. */
export function engineTables(all: readonly Measured[]): string {
  const of = <K extends Measured['kind']>(kind: K) =>
    all.filter((one): one is Extract<Measured, { kind: K }> => one.kind === kind);
  const steps = of('steps');
  const heads = of('head');
  return [
    ...(steps.length > 0 ? [stepsTable(steps), whereTable(steps)] : []),
    ...(heads.length > 0 ? [headTable(heads)] : []),
    ...of('products').map(productsTable),
  ].join('\n\n');
}

/** bench/RESULTS-ENGINES.md */
export function renderEngines(all: readonly Measured[]): string {
  const groups = new Map<string, Measured[]>();
  for (const one of all) {
    const place = [one.engine, one.device, one.machine].join('|');
    groups.set(place, [...(groups.get(place) ?? []), one]);
  }
  const sections = [...groups.values()].map((group) => {
    const { engine, device } = group[0] as Measured;
    const facts = group.map(({ commit, machine, node, peer, clock }) =>
      [commit, machine, node, peer, clock].join('|'),
    );
    const lines = [...new Set(facts)].map((fact) => {
      const alike = group.filter((_, i) => facts[i] === fact);
      const { commit, machine, node, peer, clock } = alike[0] as Measured;
      const dates = alike.map(({ date }) => date).sort();
      const load = Math.max(...alike.map((one) => one.load));
      return `- ${dates[0]}, commit ${commit}; ${machine}, load up to ${load.toFixed(1)}; ${node}; beside: ${peer}; ${clock}`;
    });
    return `## ${engine}: ${device}\n\n${lines.join('\n')}\n\n${engineTables(group)}\n`;
  });
  return `# Speed of the engines

Written by \`npm run bench:engines -- --write\`, kept in [engines/measured.jsonl](engines/measured.jsonl); what it is and
how to read it is in [README.md](README.md).

${sections.join('\n')}`;
}
