/** bench/RESULTS.md: what was measured, where and against what. */
import type { Result, RivalResult } from './comparison.ts';
import type { PeerProgram } from './peer.ts';
import { provenance } from './provenance.ts';

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const number = (value: number): string => {
  if (value < 0.9995) return value.toFixed(3);
  return value < 9.995 ? value.toFixed(2) : value.toFixed(value < 99.95 ? 1 : 0);
};

/** How many times our time the rival takes: the median over rounds (least to most). */
function ratio(result: Result, rival: RivalResult): string {
  const ratios = rival.nanoseconds.map((theirs, i) => theirs / result.nanoseconds[i]);
  return `${number(median(ratios))} (${number(Math.min(...ratios))} to ${number(Math.max(...ratios))})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i < 2 ? '-' : '-:'))), ...rows.map(line)].join('\n');
}

/** Megabytes a call holds beyond its input, of what was measured. */
export function memoryTable(results: readonly Result[]): string {
  const megabytes = (bytes: number | null): string =>
    bytes === null || Number.isNaN(bytes) ? '' : (bytes / 1e6).toFixed(1);
  const rows = results
    .filter(({ memory }) => memory !== null)
    .flatMap(({ what, memory, rivals }) =>
      rivals.map(({ name, memory: theirs }) => [what, name, megabytes(memory), megabytes(theirs)]),
    );
  return rows.length === 0 ? '' : `${table(['what', 'beside', 'ours, MB', 'theirs, MB'], rows)}\n`;
}

export function resultsTable(results: readonly Result[]): string {
  const rows = results.flatMap((result) => {
    const ours = number(median(result.nanoseconds));
    if (result.rivals.length === 0) return [[result.what, '', ours, '', '', '', '', '']];
    return result.rivals.map((rival) => {
      const { finite, difference } = rival.agreement ?? { finite: null, difference: null };
      return [
        result.what,
        rival.name,
        ours,
        number(median(rival.nanoseconds)),
        finite === 0 ? 'no values' : ratio(result, rival),
        rival.target === null ? '' : `≥ ${rival.target}`,
        finite === null ? '' : `${(100 * finite).toFixed(finite === 1 ? 0 : 1)} %`,
        difference === null || finite === 0 ? '' : difference.toExponential(1),
      ];
    });
  });
  return table(
    ['what', 'beside', 'ours, ns', 'theirs, ns', 'theirs / ours', 'target', 'finite', 'difference'],
    rows,
  );
}

/** Counted in src/kernels/assembly/logNormalizerPlan.ts and its twin. */
const FLOOR =
  'Floor by arithmetic: a value of log C over an array takes 30 additions and multiplications and 12 coefficients, ' +
  'whatever p. WebAssembly has vectors of two: with finding the rows, loading them and pairing their ' +
  'coefficients that is about 37 instructions a value, 9 cycles at four to a cycle, 2.3 ns at 4 GHz. Loading the ' +
  'coefficients alone, two or three to a cycle, is 1 to 1.5 ns.';

export function renderResults(
  results: readonly Result[],
  peers: readonly PeerProgram[],
  skipped: readonly string[],
  load: number,
): string {
  const { date, commit, machine, node } = provenance();
  return `# Speed

Written by \`npm run bench\`; how to read it is in [README.md](README.md).

- Date: ${date}
- Commit: ${commit}
- Machine: ${machine}, load ${load.toFixed(2)} at the start
- ${node}
${peers.map(({ versions }) => `- Beside: ${versions}\n`).join('')}${skipped.map((line) => `- ${line}\n`).join('')}
Nanoseconds per value, what a value is and how many there are being said in [README.md](README.md): the median
over rounds. Theirs / ours is the median of the ratio within a round, with the least and the most of any
round; above 1 this package is the faster. Finite is the share of their values that are (ours all are),
difference the largest absolute one from ours among those: a time is a time for the same work only where
the values came out. Both are empty where the values are others by nature. [Validation](../validation/README.md) says who is right.

${resultsTable(results)}

Memory beyond the input, the most that a call held of it at a time, as the system counts what is resident:

${memoryTable(results)}
${FLOOR}
`;
}
