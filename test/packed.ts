/**
 * Checks the package as its users get it: packs it, lints the tarball with publint, installs it into an
 * empty project and calls one function of every subpath from ESM and from CommonJS through
 * require(esm) and its command, on the Node at hand and on Node 22 and 24 (through the npm package `node`);
 * bundles `.` for browsers with esbuild and runs the bundle without Node's modules.
 *
 *     npx tsx test/packed.ts
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const OTHER_VERSIONS = [22, 24];

const calls = `
const near = (value, expected) => {
  if (!(Math.abs(value - expected) <= 1e-6 * Math.abs(expected))) throw new Error(value + ' is not ' + expected);
};
near(core.logNormalizer(512, 1), 867.9671265997497);
near(reference.logNormalizer(512, 1, { digits: 20 }).mid.toNumber(), 867.9671265997497);
const ring = [[1, 0], [0.8, 0.6], [0.8, -0.6], [-1, 0], [-0.8, 0.6], [-0.8, -0.6]];
const fitted = mixture.fitMixture(ring, 2, { seed: 1, concentration: 'common' }).mixture;
near(fitted.components[0].kappa, 4.0330079);
if (!(fitted.components[0] instanceof core.VonMisesFisher)) throw new Error('two copies of VonMisesFisher');
const math = create(all);
math.import(mathjs);
near(math.evaluate('logNormalizer(512, 1)'), 867.9671265997497);
near(Number(math.evaluate('logNormalizer(512, bignumber(1))')), 867.9671265997497);
const engine = await engines.selectEngine('cpu');
if (tf.getBackend() !== 'cpu' || engine.name !== 'cpu') throw new Error('selectEngine started ' + tf.getBackend());
near((await adapter.relativeLogNormalizer(256, tf.tensor1d([20])).data())[0], -0.778903);
// Without Dawn: says what to install.
const refused = await webgpu.startWebGPU().then(() => 'nothing', (error) => error.message);
if (!refused.includes('npm install webgpu')) throw new Error('startWebGPU without Dawn says ' + refused);
`;

const subpaths = {
  core: '',
  mixture: '/mixture',
  reference: '/reference',
  mathjs: '/mathjs',
  adapter: '/tfjs',
  wasm: '/tfjs/wasm',
  webgpu: '/tfjs/webgpu',
  engines: '/engines',
};
const programs = {
  'esm.mjs': `${Object.entries(subpaths)
    .map(([name, path]) => `import * as ${name} from '${manifest.name}${path}';`)
    .join('\n')}
import { all, create } from 'mathjs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
${calls}`,
  'commonjs.cjs': `${Object.entries(subpaths)
    .map(([name, path]) => `const ${name} = require('${manifest.name}${path}');`)
    .join('\n')}
const { all, create } = require('mathjs');
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
(async () => {${calls}})().catch((error) => { console.error(error); process.exit(1); });`,
};

const folder = mkdtempSync(join(tmpdir(), 'packed-'));
const run = (command: string, args: string[], cwd = folder): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** npm install, tried again where it fails or hangs, as a registry sometimes makes it. */
function installInto(project: string, ...packages: string[]): void {
  const args = ['install', '--silent', '--no-audit', '--no-fund', '--prefer-offline', '--prefix', project];
  for (let attempt = 1; ; attempt++) {
    try {
      execFileSync(npm, [...args, ...packages], { cwd: folder, stdio: 'ignore', timeout: 120_000 });
      return;
    } catch (error) {
      if (attempt === 3) throw error;
      console.log(`npm install of ${packages.join(' ')} did not finish, trying again`);
    }
  }
}

/** The most that all of `.` may take in a web page, minified, in kB. */
const MOST_BUNDLED = 160;

/** Bundles all of `.` for browsers and runs it where there is nothing but JavaScript. */
async function checkBundle(): Promise<void> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import * as core from '${manifest.name}';
globalThis.result = [core.logNormalizer(512, 1), new core.VonMisesFisher([0, 0, 1], 10).samples(2, { seed: 1 }).length];
globalThis.core = core;`,
      resolveDir: folder,
    },
    bundle: true,
    minify: true,
    platform: 'browser',
    write: false,
  });
  const [{ contents, text }] = outputFiles;
  const size = contents.length / 1024;
  // esbuild refuses Node's modules for browsers; what is left could only be asked for while it runs.
  if (/\brequire\(|\bnode:|\bprocess\b/.test(text)) throw new Error('the bundle asks for modules of Node');
  if (size > MOST_BUNDLED)
    throw new Error(`the bundle takes ${size} kB, at most ${MOST_BUNDLED} are allowed`);
  const sandbox: { result?: number[] } = {};
  runInNewContext(text, sandbox);
  if (sandbox.result?.join(' ') !== '867.9671265997497 6')
    throw new Error(`the bundle gave ${sandbox.result}`);
  console.log(`packed: all of . in one script for browsers, ${size.toFixed(0)} kB minified`);
}

/** The Node executables to try: this one, then those that the registry's `node` package provides. */
function nodeExecutables(): string[] {
  const executables = [process.execPath];
  for (const version of OTHER_VERSIONS) {
    const project = mkdtempSync(join(folder, `node${version}-`));
    writeFileSync(join(project, 'package.json'), '{ "private": true }');
    try {
      installInto(project, `node@${version}`);
      const executable = join(project, 'node_modules', 'node', 'bin', 'node');
      run(executable, ['--version']);
      executables.push(executable);
    } catch {
      console.log(`skipped: Node ${version} (the npm package node@${version} could not be installed here)`);
    }
  }
  return executables;
}

try {
  run(npm, ['pack', '--silent', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack wrote no tarball');

  const bytes = readFileSync(join(folder, tarball));
  const { messages } = await publint({
    pack: {
      tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
    },
  });
  for (const message of messages) console.log(`publint: ${formatMessage(message, manifest)}`);
  if (messages.some(({ type }) => type !== 'suggestion'))
    throw new Error('publint finds fault with the tarball');
  console.log(`publint: ${tarball} (${(bytes.length / 1024).toFixed(0)} kB) is sound`);

  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  installInto(
    folder,
    join(folder, tarball),
    '@tensorflow/tfjs-core@4.22.0',
    '@tensorflow/tfjs-backend-cpu@4.22.0',
    '@tensorflow/tfjs-backend-webgpu@4.22.0',
    `mathjs@${manifest.devDependencies.mathjs}`,
  );
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
  for (const executable of nodeExecutables()) {
    const version = run(executable, ['--version']).trim();
    for (const name of Object.keys(programs)) {
      run(executable, [name]);
      console.log(
        `packed: ${name} calls ., ./mixture, ./reference, ./mathjs, ./tfjs and ./tfjs/webgpu on Node ${version}`,
      );
    }
    const command = join(folder, 'node_modules', '.bin', 'vmf');
    const printed = run(executable, [command, 'log-normalizer', '512', '1']);
    if (printed !== '867.9671265997497\n') throw new Error(`vmf log-normalizer 512 1 printed ${printed}`);
    console.log(`packed: vmf log-normalizer 512 1 prints it on Node ${version}`);
  }
  if (process.platform !== 'win32' && run('npx', ['vmf', '--version']) !== `${manifest.version}\n`) {
    throw new Error('npx vmf --version does not print the version');
  }
  await checkBundle();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
