/** Prints the folders of node_modules that `gpu.sh run` needs: the packages that it runs and all they depend on. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Where Node finds a package from a folder. */
function found(name: string, from: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules') - 1))) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(place)) return place;
    if (folder === '') return null;
  }
}

const folders = new Set<string>();

function add(name: string, from: string, isOptional: boolean): void {
  const folder = found(name, from);
  if (folder === null) {
    if (isOptional) return;
    throw new Error(`gpu.sh: ${name} is not installed; npm ci`);
  }
  if (folders.has(folder)) return;
  folders.add(folder);
  const { dependencies = {}, optionalDependencies = {} } = manifest(folder);
  for (const other of Object.keys(dependencies)) add(other, folder, other in optionalDependencies);
  for (const other of Object.keys(optionalDependencies)) add(other, folder, true);
}

const backends = ['cpu', 'wasm', 'webgpu'].map((name) => `@tensorflow/tfjs-backend-${name}`);
const run = ['tsx', 'webgpu', '@tensorflow/tfjs-core', ...backends];
for (const name of [...run, ...Object.keys(manifest('.').dependencies ?? {})]) add(name, '', false);
// A folder inside another comes with it.
const outer = [...folders].filter((one) => ![...folders].some((other) => one.startsWith(`${other}/`)));
console.log(outer.sort().join('\n'));
