import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { EngineError } from './EngineError.ts';
import { TFJS_VERSION } from './tfjsVersion.ts';

/** An installed @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu. */
export interface BindingPackage {
  readonly name: string;
  readonly folder: string;
}

const SOURCES = ['tfjs_backend.cc', 'tfjs_binding.cc'] as const;

/** The binding's own sources, as the package ships them. */
export const bindingSources = ({ folder }: BindingPackage): string[] =>
  SOURCES.map((name) => join(folder, 'binding', name));

/**
 * The package whose binding is to be built.
 *
 * @param name @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu, looked for from the folder `from`
 * @param folder where it is, if given
 * @throws EngineError where it is not there, or not the version that will do
 */
export function findBindingPackage(name: string, from: string, folder?: string): BindingPackage {
  const install = `npm install --ignore-scripts ${name}@${TFJS_VERSION}`;
  const found = folder === undefined ? resolved(name, from) : resolve(folder);
  if (found === null) throw new EngineError(`${name} is not installed in ${from}: ${install}`);
  const manifest = join(found, 'package.json');
  if (!existsSync(manifest)) throw new EngineError(`${found} is not a package: no package.json`);
  const { name: actual, version } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
  if (actual !== name)
    throw new EngineError(`${found} is ${actual}, not ${name}; --gpu chooses between them`);
  if (version !== TFJS_VERSION) {
    throw new EngineError(
      `${found} is version ${version}, and ${TFJS_VERSION} is the one that will do: ${install}`,
    );
  }
  const bindingPackage = { name, folder: found };
  const lost = bindingSources(bindingPackage).find((file) => !existsSync(file));
  if (lost !== undefined) throw new EngineError(`${lost} is missing; install the package again: ${install}`);
  return bindingPackage;
}

function resolved(name: string, from: string): string | null {
  try {
    return dirname(createRequire(join(resolve(from), 'package.json')).resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}
