/**
 * npm run bench:growth: how the time of a pass of EM, and the memory beyond the rows, grow with n, p and K, ours
 * beside NumPy's; bench/figures/growth.svg, .png, .csv.
 */
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { writeChart } from '../validation/figure/writeChart.ts';
import { writeCsv } from '../validation/figure/writeCsv.ts';
import { compare } from './comparison.ts';
import { emMemory } from './emMemory.ts';
import { emProblem, oneIteration, outputsOf, PASSES, startInput } from './emProblem.ts';
import { AXES, type GrowthPoint, growthChart, NAMES } from './growthChart.ts';
import { pythonPeer } from './installedPeers.ts';
import { median } from './results.ts';

const BASE = { n: 10_000, p: 256, K: 64 };
const SIZES = {
  n: [1_000, 3_000, 10_000, 30_000, 100_000],
  p: [4, 16, 64, 256, 1024, 4096],
  K: [2, 8, 32, 128, 512],
};

const python = pythonPeer();
if (typeof python === 'string') console.log(python);
const [OURS, AT_ONCE, IN_BLOCKS] = NAMES;

async function measured(n: number, p: number, k: number) {
  const { rows, start } = emProblem(n, p, k);
  return compare(
    {
      what: `n = ${n}, p = ${p}, K = ${k}`,
      input: { rows, ...startInput(start) },
      values: PASSES,
      outputs: outputsOf(start),
      run: oneIteration(rows, start),
      rivals: [
        { name: AT_ONCE, peer: 'python', kernel: 'em' },
        { name: IN_BLOCKS, peer: 'python', kernel: 'em-in-blocks' },
      ],
      measure: { rounds: 5, calls: 1 },
      memory: emMemory('doubles', n, p, k),
    },
    typeof python === 'string' ? [] : [python],
  );
}

const points: GrowthPoint[] = [];
for (const axis of AXES) {
  for (const size of SIZES[axis]) {
    const at = { ...BASE };
    at[axis] = size;
    const { what, rivals, ...ours } = await measured(at.n, at.p, at.K);
    const here = [{ name: OURS, ...ours }, ...rivals].map(({ name, nanoseconds, memory }) => ({
      axis,
      size,
      ...at,
      name,
      milliseconds: median(nanoseconds) / 1e6,
      megabytes: (memory ?? Number.NaN) / 1e6,
    }));
    points.push(...here);
    const times = here.map(({ milliseconds }) => milliseconds.toPrecision(3)).join(', ');
    const memory = here.map(({ megabytes }) => megabytes.toFixed(1)).join(', ');
    const difference = Math.max(0, ...rivals.map(({ agreement }) => agreement?.difference ?? 0));
    console.log(
      `${what}: ${times} ms a pass; ${memory} MB; largest difference ${difference.toExponential(1)}`,
    );
  }
}

const folder = fileURLToPath(new URL('figures', import.meta.url));
mkdirSync(folder, { recursive: true });
const versions = typeof python === 'string' ? '' : `; ${python.versions}`;
writeCsv(
  `${folder}/growth.csv`,
  [
    'one pass of EM (E step and the sums over rows) in float64, processor time, one thread: median of 5 rounds',
    'memory: the most resident beyond the rows during a first call; MB are 10^6 bytes',
    `${os.cpus()[0]?.model.trim()}, Node ${process.versions.node}${versions}`,
  ],
  ['along', 'n', 'p', 'K', 'by', 'time_ms', 'memory_MB'],
  points.map(({ axis, n, p, K, name, milliseconds, megabytes }) => [
    ...[axis, n, p, K, `"${name}"`],
    ...[milliseconds, megabytes].map((value) => (Number.isNaN(value) ? '' : value.toPrecision(4))),
  ]),
);
await writeChart(folder, 'growth', growthChart(points, BASE));
console.log('written: bench/figures/growth.svg, .png, .csv');
