import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './builtPackage.ts';

/** Where `npm run tensorflow` puts a tfjs-node that is linked to a TensorFlow wheel. */
export const tensorflowFolder: string = join(
  root,
  'node_modules',
  '.cache',
  'von-mises-fisher',
  'tensorflow',
);

/** The unpacked wheel. */
export const wheelFolder: string = join(tensorflowFolder, 'python');

/** Written last, so that a half-made engine is none. */
export const readyFile: string = join(tensorflowFolder, 'ready');

/** The folder to give selectEngine as `from`; null, with one line that says so, where it was not prepared. */
export function tensorflowEngine(): string | null {
  if (existsSync(readyFile)) return tensorflowFolder;
  console.log('not run on the tensorflow engine: it is not prepared here (npm run tensorflow)');
  return null;
}
