/**
 * Writes src/mixture/threads/workerSource.ts: what a thread runs, src/mixture/threads/worker.ts and all it imports,
 * in one script.
 *
 *     npm run kernels                                        writes it, and wasmBinary.ts before
 *     npx tsx validation/generators/workerSource.ts --check  compares it, exit status 1 if it differs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, version } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TARGET = join(ROOT, 'src/mixture/threads/workerSource.ts');

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
const text = `/**
 * The script of a thread, ${source.length} bytes.
 *
 * Generated from src/mixture/threads/worker.ts by validation/generators/workerSource.ts with esbuild ${version}.
 * Do not edit: change the sources and run \`npm run kernels\`.
 */
export const workerSource: string =
  ${JSON.stringify(source)};
`;

if (process.argv.includes('--check')) {
  const same = readFileSync(TARGET, 'utf8') === text;
  console.log(
    same ? 'workerSource.ts is what the generator writes' : 'workerSource.ts differs from the generator',
  );
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(TARGET, text);
  console.log(`wrote ${TARGET}: ${source.length} bytes of JavaScript`);
}
