/**
 * Writes src/kernels/wasmBinary.ts: the AssemblyScript kernels of src/kernels/assembly, compiled.
 *
 *     npm run kernels                                      writes it, and the two others that it runs
 *     npx tsx validation/generators/wasmBinary.ts --check  compares it
 */
import { assembled } from './assembled.ts';
import { writeOrCheck } from './writeOrCheck.ts';

// One page of tables and one of scratch; layOut.ts lets it grow.
const { bytes, base64, compiler } = assembled('src/kernels/assembly/index.ts', '--initialMemory', '2');

writeOrCheck(
  'src/kernels/wasmBinary.ts',
  `/**
 * The WebAssembly module of the kernels, ${bytes} bytes in base64.
 *
 * Generated from src/kernels/assembly by validation/generators/wasmBinary.ts with ${compiler}.
 * Do not edit: change the sources and run \`npm run kernels\`.
 */
export const wasmBinary: string =
  '${base64}';
`,
);
