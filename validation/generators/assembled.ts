import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './writeOrCheck.ts';

const COMPILER = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');

const asc = (...args: string[]): string =>
  execFileSync(process.execPath, [COMPILER, ...args], { cwd: ROOT, encoding: 'utf8' });

/** An AssemblyScript entry, a path from ROOT, compiled without a runtime, in base64; `memory` are the compiler's options for it. */
export function assembled(
  entry: string,
  ...memory: string[]
): { bytes: number; base64: string; compiler: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    const file = join(folder, 'kernels.wasm');
    asc(
      ...[entry, '--outFile', file],
      ...['--runtime', 'stub', '-O3', '--converge', '--noAssert', '--enable', 'simd'],
      // v128 passes between functions of the module only, whatever the host may think of it.
      ...['--disableWarning', '112'],
      ...memory,
    );
    const binary = readFileSync(file);
    const version = asc('--version').trim().replace('Version ', '');
    return {
      bytes: binary.length,
      base64: binary.toString('base64'),
      compiler: `AssemblyScript ${version}`,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
