import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

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
  start(args: readonly string[], node?: readonly string[]): ChildProcess;
  /** A place for files. */
  readonly folder: string;
  remove(): void;
}

const UNDECLARED = ['--declaration', 'false', '--isolatedDeclarations', 'false'];

export function buildCommand(): BuiltCommand {
  const folder = mkdtempSync(join(tmpdir(), 'vmf-command-'));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const built = spawnSync(
    process.execPath,
    [tsc, '-p', join(root, 'src', 'cli'), '--outDir', join(folder, 'dist'), ...UNDECLARED],
    { encoding: 'utf8' },
  );
  if (built.status !== 0) throw new Error(`the command does not compile:\n${built.stdout}${built.stderr}`);
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
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
    start: (args, node = []) =>
      spawn(process.execPath, [...node, main, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
