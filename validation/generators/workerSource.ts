/**
 * Writes src/mixture/threads/workerSource.ts: what a thread runs, src/mixture/threads/worker.ts and all it imports,
 * in one script.
 *
 *     npm run kernels                                        writes it, after wasmBinary.ts, which is a part of it
 *     npx tsx validation/generators/workerSource.ts --check  compares it
 */
import { join } from 'node:path';
import { build, version } from 'esbuild';
import { ROOT, writeOrCheck } from './writeOrCheck.ts';

const { outputFiles } = await build({
  entryPoints: [join(ROOT, 'src/mixture/threads/worker.ts')],
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  // Characters beyond ASCII escaped, so that no encoding matters.
  charset: 'ascii',
  format: 'iife',
  platform: 'neutral',
  target: 'es2022',
  // Nothing of the machine: no tsconfig above this folder is looked for.
  tsconfigRaw: '{}',
  legalComments: 'none',
  write: false,
});
const source = outputFiles[0].text.trim();

writeOrCheck(
  'src/mixture/threads/workerSource.ts',
  `/**
 * The script of a thread, ${source.length} bytes.
 *
 * Generated from src/mixture/threads/worker.ts by validation/generators/workerSource.ts with esbuild ${version}.
 * Do not edit: change the sources and run \`npm run kernels\`.
 */
export const workerSource: string =
  ${JSON.stringify(source)};
`,
);
