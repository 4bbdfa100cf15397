import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPackage, root } from '../support/builtPackage.ts';

export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The `vmf` command as it is shipped, compiled into a folder of its own. */
export interface BuiltCommand {
  /** Runs it to its end. */
  vmf(args: readonly string[], input?: string | Uint8Array): Result;
  /** Runs a line of shell in which `vmf` is the command. */
  shell(line: string): Result;
  /** Starts it with a pipe as its standard input. */
  start(args: readonly string[], node?: readonly string[], environment?: NodeJS.ProcessEnv): ChildProcess;
  /** A place for files. */
  readonly folder: string;
  remove(): void;
}

export function buildCommand(): BuiltCommand {
  const folder = mkdtempSync(join(tmpdir(), 'vmf-command-'));
  buildPackage(folder, 'src/cli');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const main = join(folder, 'dist', 'cli', 'main.js');
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28, cwd: folder } as const;
  return {
    folder,
    vmf(args, input = '') {
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { ...options, input });
      return { status, stdout, stderr };
    },
    shell(line) {
      const script = `set -o pipefail; vmf() { '${process.execPath}' '${main}' "$@"; }; ${line}`;
      const { status, stdout, stderr } = spawnSync('bash', ['-c', script], options);
      return { status, stdout, stderr };
    },
    start: (args, node = [], environment = {}) =>
      spawn(process.execPath, [...node, main, ...args], {
        cwd: folder,
        env: { ...process.env, ...environment },
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
