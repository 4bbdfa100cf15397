import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dataset } from '../images/ImageSet.ts';

/** Where a run comes from: what a reader needs to make it again. */
export interface Provenance {
  readonly package: string;
  /** The commit the program was run from, with '+' when files differed from it; null outside a repository. */
  readonly commit: string | null;
  readonly node: string;
  readonly processor: string;
  readonly engine: string;
  readonly startedAt: string;
  readonly images: {
    readonly name: string;
    readonly classes: readonly string[];
    readonly train: number;
    readonly test: number;
  };
}

export function provenance(engine: string, { name, train, test }: Dataset): Provenance {
  const manifest = createRequire(import.meta.url)('../../../package.json') as {
    name: string;
    version: string;
  };
  return {
    package: `${manifest.name} ${manifest.version}`,
    commit: commit(),
    node: process.version,
    processor: `${cpus()[0]?.model ?? 'unknown'} (${cpus().length} logical cores, one used)`,
    engine,
    startedAt: new Date().toISOString(),
    images: { name, classes: train.classNames, train: train.count, test: test.count },
  };
}

function commit(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') ? '+' : '');
  } catch {
    return null;
  }
}
