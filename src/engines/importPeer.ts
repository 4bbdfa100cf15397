import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EngineError } from './EngineError.ts';
import { TFJS_VERSION } from './tfjsVersion.ts';

const CORE = '@tensorflow/tfjs-core';

/** The file that a package's name leads to from the user's project, or else from this package; null where from neither. */
export function resolvePeer(name: string, from: string): string | null {
  for (const place of [pathToFileURL(join(from, 'package.json')), import.meta.url]) {
    try {
      return createRequire(place).resolve(name);
    } catch {
      // Not seen from there.
    }
  }
  return null;
}

/**
 * Loads an optional package from the user's project.
 *
 * @throws EngineError where it is not installed, or would bring a second copy of @tensorflow/tfjs-core
 */
export async function importPeer<T>(name: string, from: string): Promise<T> {
  const file = resolvePeer(name, from);
  const wanted = name.startsWith('@tensorflow/') ? `${name}@${TFJS_VERSION}` : name;
  if (file === null) throw new EngineError(`${name} is not installed: npm install ${wanted}`);
  requireOneCore(name, file);
  return (await import(pathToFileURL(file).href)) as T;
}

/** The core that this package computes with: the one that every backend must register itself with. */
export async function importCore(): Promise<typeof import('@tensorflow/tfjs-core')> {
  if (resolvePeer(CORE, dirname(import.meta.filename)) === null) {
    throw new EngineError(`${CORE} is not installed: npm install ${CORE}@${TFJS_VERSION}`);
  }
  return await import('@tensorflow/tfjs-core');
}

/** Tensors of one copy of the core are strangers to another: methods are missing, and engines registered twice. */
function requireOneCore(name: string, file: string): void {
  if (!name.startsWith('@tensorflow/')) return;
  const ours = createRequire(import.meta.url).resolve(CORE);
  const union = resolveFrom(file, '@tensorflow/tfjs');
  for (const start of union === null ? [file] : [file, union]) {
    const theirs = resolveFrom(start, CORE);
    if (theirs !== null && realpathSync(theirs) !== realpathSync(ours)) {
      throw new EngineError(
        `${name} brings a second copy of ${CORE}: ${copy(ours)} and ${copy(theirs)}; give all @tensorflow packages version ${TFJS_VERSION}, then: npm dedupe`,
      );
    }
  }
}

function resolveFrom(file: string, name: string): string | null {
  try {
    return createRequire(file).resolve(name);
  } catch {
    return null;
  }
}

/** "/project/node_modules/@tensorflow/tfjs-core (4.22.0)" */
function copy(file: string): string {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return `${folder} (${version})`;
}
