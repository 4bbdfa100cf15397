/** Finds the peers this machine has; for each it lacks, says with which command it comes. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PeerProgram } from './peer.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const source = (name: string): string => join(here, 'peers', name);

/** What the program says of itself, or undefined if it does not start. */
function versionsOf(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, [...args, '--versions'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

export function pythonPeer(): PeerProgram | string {
  const local = join(here, '..', '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const wanted = process.env.PYTHON;
  const candidates = wanted ? [wanted] : [...(existsSync(local) ? [local] : []), 'python3'];
  const args = [source('scipy_numpy.py')];
  for (const command of candidates) {
    const versions = versionsOf(command, args);
    if (versions !== undefined) return { id: 'python', command, args, versions };
  }
  return `skipped: SciPy and NumPy (not in ${candidates.join(' or ')}): python3 -m venv .venv && .venv/bin/pip install numpy scipy`;
}

/** The same with two threads, timed on the clock. */
function twoThreads(python: PeerProgram | string): PeerProgram | string {
  if (typeof python === 'string') return 'skipped: NumPy on two threads: not installed';
  if (os.availableParallelism() < 2) return 'skipped: NumPy on two threads: this machine has one core';
  const { command } = python;
  const args = [...python.args, '--threads', '2'];
  const versions = versionsOf(command, args);
  if (versions === undefined) throw new Error('NumPy on two threads: does not start');
  return { id: 'python-2', command, args, versions };
}

function compiledPeer(id: string, title: string, flags: string[], install: string, folder: string) {
  const command = join(folder, id);
  const build = spawnSync(
    'g++',
    ['-O3', '-march=native', '-std=c++17', source(`${id}.cpp`), '-o', command, ...flags],
    { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
  );
  const missing = build.error !== undefined || /fatal error: (gsl|boost|quadmath)/.test(build.stderr);
  if (missing) return `skipped: ${title}: ${install}`;
  if (build.status !== 0) throw new Error(`g++ failed on ${id}.cpp:\n${build.stderr}`);
  const versions = versionsOf(command, []);
  if (versions === undefined) throw new Error(`${id}: compiled, but does not start`);
  return { id, command, args: [], versions };
}

/** The peers found, and a line for each one skipped. Compiled ones go into `folder`. */
export function installedPeers(folder: string): { peers: PeerProgram[]; skipped: string[] } {
  const python = pythonPeer();
  const found: (PeerProgram | string)[] = [
    python,
    twoThreads(python),
    compiledPeer('gsl', 'GSL', ['-lgsl', '-lgslcblas'], 'apt-get install g++ libgsl-dev', folder),
    compiledPeer('boost', 'Boost.Math', [], 'apt-get install g++ libboost-math-dev', folder),
    compiledPeer(
      'plan',
      'our algorithm in C++',
      ['-ffp-contract=fast', '-lquadmath'],
      'apt-get install g++',
      folder,
    ),
  ];
  return {
    peers: found.filter((peer) => typeof peer !== 'string'),
    skipped: found.filter((peer) => typeof peer === 'string'),
  };
}
