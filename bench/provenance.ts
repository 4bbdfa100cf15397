/** When, of what, and on which machine something was measured. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';

export interface Provenance {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly node: string;
}

export function provenance(): Provenance {
  const cpus = os.cpus();
  return {
    date: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    commit: commit(),
    machine: `${cpus[0]?.model.trim()}, ${cpus.length} cores, ${system()} (${os.arch()})`,
    node: `Node ${process.versions.node} (V8 ${process.versions.v8})`,
  };
}

function git(...args: string[]): string {
  return execFileSync('git', args, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** Of the working tree; where it was carried without its history, what BENCH_COMMIT says. */
function commit(): string {
  try {
    const changed = git('status', '--porcelain', '--', '../src') !== '';
    return `${git('rev-parse', '--short=10', 'HEAD')}${changed ? ', with changes in src not committed' : ''}`;
  } catch {
    return process.env.BENCH_COMMIT ?? 'unknown';
  }
}

function system(): string {
  const release = '/etc/os-release';
  const name = existsSync(release) && /^PRETTY_NAME="(.*)"$/m.exec(readFileSync(release, 'utf8'))?.[1];
  return name || `${os.type()} ${os.release()}`;
}
