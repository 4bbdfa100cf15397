/**
 * Writes src/tfjs/wasm/packBinary.ts: the AssemblyScript kernels of src/tfjs/wasm/assembly, compiled.
 *
 *     npm run kernels               writes the file
 *     npm run kernels -- --check    compares it, exit status 1 if it differs
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TARGET = join(ROOT, 'src/tfjs/wasm/packBinary.ts');
const COMPILER = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');

const asc = (...args: string[]): string =>
  execFileSync(process.execPath, [COMPILER, ...args], { cwd: ROOT, encoding: 'utf8' });

function compiled(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    const file = join(folder, 'kernels.wasm');
    asc(
      ...['src/tfjs/wasm/assembly/index.ts', '--outFile', file],
      ...['--runtime', 'stub', '-O3', '--converge', '--noAssert', '--enable', 'simd'],
      // v128 passes between functions of the module only, whatever the host may think of it.
      ...['--disableWarning', '112'],
      // The memory is that of the backend; no data of its own lies in it.
      ...['--importMemory', '--initialMemory', '1'],
    );
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const binary = compiled();
const version = asc('--version').trim().replace('Version ', '');
const text = `/**
 * The WebAssembly module of the kernels for the wasm backend, ${binary.length} bytes in base64.
 *
 * Generated from src/tfjs/wasm/assembly by validation/generators/packBinary.ts with AssemblyScript ${version}.
 * Do not edit: change the sources and run \`npm run kernels\`.
 */
export const packBinary: string =
  '${binary.toString('base64')}';
`;

if (process.argv.includes('--check')) {
  const same = readFileSync(TARGET, 'utf8') === text;
  console.log(
    same ? 'packBinary.ts is what the generator writes' : 'packBinary.ts differs from the generator',
  );
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(TARGET, text);
  console.log(`wrote ${TARGET}: ${binary.length} bytes of WebAssembly`);
}
