/**
 * Writes src/tfjs/wasm/packBinary.ts: the AssemblyScript kernels of src/tfjs/wasm/assembly, compiled.
 *
 *     npm run kernels                                      writes it, and the two others that it runs
 *     npx tsx validation/generators/packBinary.ts --check  compares it
 */
import { assembled } from './assembled.ts';
import { writeOrCheck } from './writeOrCheck.ts';

// The memory is that of the backend; no data of the module's own lies in it.
const { bytes, base64, compiler } = assembled(
  'src/tfjs/wasm/assembly/index.ts',
  ...['--importMemory', '--initialMemory', '1'],
);

writeOrCheck(
  'src/tfjs/wasm/packBinary.ts',
  `/**
 * The WebAssembly module of the kernels for the wasm backend, ${bytes} bytes in base64.
 *
 * Generated from src/tfjs/wasm/assembly by validation/generators/packBinary.ts with ${compiler}.
 * Do not edit: change the sources and run \`npm run kernels\`.
 */
export const packBinary: string =
  '${base64}';
`,
);
