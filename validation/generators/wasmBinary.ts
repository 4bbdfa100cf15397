/**
 * Writes src/kernels/wasmBinary.ts: the AssemblyScript kernels of src/kernels/assembly, compiled.
 *
 *     npm run kernels                                      writes the file, and workerSource.ts after it
 *     npx tsx validation/generators/wasmBinary.ts --check  compares it, exit status 1 if it differs
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TARGET = join(ROOT, 'src/kernels/wasmBinary.ts');
const COMPILER = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');

const asc = (...args: string[]): string =>
  execFileSync(process.execPath, [COMPILER, ...args], { cwd: ROOT, encoding: 'utf8' });

function compiled(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    const file = join(folder, 'kernels.wasm');
    asc(
      ...['src/kernels/assembly/index.ts', '--outFile', file],
      ...['--runtime', 'stub', '-O3', '--converge', '--noAssert', '--enable', 'simd'],
      // v128 passes between functions of the module only, whatever the host may think of it.
      ...['--disableWarning', '112'],
      // One page of tables and one of scratch; scratch.ts lets it grow.
      ...['--initialMemory', '2'],
    );
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const binary = compiled();
const version = asc('--version').trim().replace('Version ', '');
const text = `/**
 * The WebAssembly module of the kernels, ${binary.length} bytes in base64.
 *
 * Generated from src/kernels/assembly by validation/generators/wasmBinary.ts with AssemblyScript ${version}.
 * Do not edit: change the sources and run \`npm run kernels\`.
 */
export const wasmBinary: string =
  '${binary.toString('base64')}';
`;

if (process.argv.includes('--check')) {
  const same = readFileSync(TARGET, 'utf8') === text;
  console.log(
    same ? 'wasmBinary.ts is what the generator writes' : 'wasmBinary.ts differs from the generator',
  );
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(TARGET, text);
  console.log(`wrote ${TARGET}: ${binary.length} bytes of WebAssembly`);
}
