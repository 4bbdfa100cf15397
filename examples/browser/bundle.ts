/**
 * Bundles the page that trains, for browsers: the trainer's own model, objective and step
 * (examples/dino-vmf), with the engine of the page in the place of Node's. Writes dist/ beside this file, or
 * in the folder given:
 *
 *     npx tsx examples/browser/bundle.ts && npx http-server examples/browser
 *
 * and open train.html there.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = join(resolve(process.argv[2] ?? here), 'dist');

/** The trainer's engine.ts starts engines of Node; the modules that use its `tf` take the page's. */
const inBrowsers: Plugin = {
  name: 'in browsers',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/engine\.ts$/ }, () => ({ path: join(here, 'browserEngine.ts') }));
    // Asked for by functions that the page does not call.
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'empty', sideEffects: false }));
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
  },
};

mkdirSync(target, { recursive: true });
await build({
  entryPoints: [join(here, 'trainInBrowser.ts')],
  outfile: join(target, 'train.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  external: ['webgpu'],
  plugins: [inBrowsers],
  logLevel: 'warning',
});

const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
for (const name of ['', '-simd', '-threaded-simd'].map((kind) => `tfjs-backend-wasm${kind}.wasm`)) {
  copyFileSync(join(wasm, 'dist', name), join(target, name));
}
