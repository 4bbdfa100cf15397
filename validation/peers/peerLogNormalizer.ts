/** log C_p(κ) as other libraries compute it: run where they are installed, from the stored run elsewhere. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type PeerName = 'scipy-ive' | 'scipy-iv' | 'gsl' | 'boost';

export interface Point {
  p: number;
  kappa: number;
}

export interface PeerRun {
  /** Name and version of the library, e.g. "SciPy 1.17.1". */
  version: string;
  /** One value a point; NaN or an infinity where the library gives no finite value. */
  values: Float64Array;
  /** Whether the library ran just now or the values come from the stored run. */
  source: 'run now' | 'stored run';
}

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

const toNumber = (text: string): number =>
  text === 'inf' ? Number.POSITIVE_INFINITY : text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text);

function firstThatRuns(commands: readonly string[], args: readonly string[]): string | undefined {
  return commands.find((command) => {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

function runScipy(route: 'iv' | 'ive', input: string): string | undefined {
  const candidates = [join(root, '.venv/bin/python'), 'python3', 'python'];
  const python = firstThatRuns(candidates, ['-c', 'import scipy.special']);
  if (python === undefined) return undefined;
  return execFileSync(python, [join(here, 'scipyLogNormalizer.py'), route], { input, encoding: 'utf8' });
}

function compileAndRun(compiler: string, source: string, flags: readonly string[], input: string) {
  const folder = mkdtempSync(join(tmpdir(), 'vmf-peer-'));
  const program = join(folder, 'peer');
  try {
    execFileSync(compiler, ['-O2', join(here, source), '-o', program, ...flags], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  try {
    return execFileSync(program, { input, encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function output(peer: PeerName, input: string): string | undefined {
  switch (peer) {
    case 'scipy-ive':
      return runScipy('ive', input);
    case 'scipy-iv':
      return runScipy('iv', input);
    case 'gsl':
      return compileAndRun('cc', 'gslLogNormalizer.c', ['-lgsl', '-lgslcblas', '-lm'], input);
    case 'boost':
      return compileAndRun('c++', 'boostLogNormalizer.cpp', ['-lm'], input);
  }
}

function store(file: string, points: readonly Point[], version: string, values: readonly string[]): void {
  const rows = points.map(({ p, kappa }, i) => `${p},${kappa},${values[i]}`);
  writeFileSync(file, `# ${version}\np,kappa,logC\n${rows.join('\n')}\n`);
}

/** The stored run, if it was made for exactly these points. */
function stored(file: string, points: readonly Point[]): PeerRun | undefined {
  if (!existsSync(file)) return undefined;
  const [head, , ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
  if (rows.length !== points.length) return undefined;
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const [p, kappa, logC] = rows[i].split(',');
    if (Number(p) !== points[i].p || Number(kappa) !== points[i].kappa) return undefined;
    values[i] = toNumber(logC);
  }
  return { version: head.slice(2), values, source: 'stored run' };
}

/**
 * A peer's log C_p(κ) at the points, each by the textbook formula around its own Bessel function.
 *
 * @param file CSV of the stored run: written where the peer is installed, read where it is not
 * @returns undefined where the peer is not installed and no stored run is at these points
 */
export function peerLogNormalizer(
  peer: PeerName,
  points: readonly Point[],
  file: string,
): PeerRun | undefined {
  const text = output(peer, points.map(({ p, kappa }) => `${p} ${kappa}\n`).join(''));
  if (text === undefined) return stored(file, points);
  const [version, ...values] = text.trimEnd().split('\n');
  if (values.length !== points.length) {
    throw new RangeError(
      `peerLogNormalizer: ${peer} gave ${values.length} values for ${points.length} points`,
    );
  }
  store(file, points, version, values);
  return { version, values: Float64Array.from(values, toNumber), source: 'run now' };
}
