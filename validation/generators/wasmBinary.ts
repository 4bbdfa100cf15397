/**
 * Writes src/kernels/wasmBinary.ts: the AssemblyScript kernels of src/kernels/assembly, compiled.
 *
 *     npm run kernels               writes the file
 *     npm run kernels -- --check    compares it, exit status 1 if it differs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TARGET = fileURLToPath(new URL('../../src/kernels/wasmBinary.ts', import.meta.url));

let binary: Uint8Array | undefined;
const { error, stderr } = await asc.main(
  [
    ...['src/kernels/assembly/index.ts', '--baseDir', ROOT, '--outFile', 'kernels.wasm'],
    ...['--runtime', 'stub', '-O3', '--converge', '--noAssert', '--enable', 'simd'],
    // One page of tables and one of scratch; scratch.ts lets it grow.
    ...['--initialMemory', '2'],
  ],
  {
    writeFile: (_, contents) => {
      binary = contents as Uint8Array;
    },
  },
);
if (error !== null || binary === undefined) throw new Error(`asc failed:\n${stderr}`);

const text = `/**
 * The WebAssembly module of the kernels, ${binary.length} bytes in base64.
 *
 * Generated from src/kernels/assembly by validation/generators/wasmBinary.ts with AssemblyScript ${asc.version}.
 * Do not edit: change the sources and run \`npm run kernels\`.
 */
export const wasmBinary: string =
  '${Buffer.from(binary).toString('base64')}';
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
