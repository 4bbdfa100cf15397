import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Config, SETTINGS } from '../settings/config.ts';
import { UserError, writeFailure } from '../UserError.ts';

/**
 * Remembers in ablation.json what all runs of the folder `out` share, and refuses other settings there: a table must not
 * compare runs that differ in more than their cell and seed. What changes nothing that is trained may differ.
 */
export function keepSettings(out: string, config: Config): void {
  const path = join(out, 'ablation.json');
  const before = readSettings(path);
  if (before !== null) {
    const differing = SETTINGS.filter(
      ({ key, changeable }) => !changeable && !isDeepStrictEqual(before[key], config[key]),
    );
    if (differing.length === 0) return;
    const list = differing
      .map(({ key, flag }) => `${flag.split(' ')[0]} ${before[key]}, now ${config[key]}`)
      .join('; ');
    throw new UserError(`--out ${out} was begun with other settings (${list}); choose another folder`, 2);
  }
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(path, `${JSON.stringify(config, null, 2)}\n`);
  } catch (error) {
    throw writeFailure(path, error, 'Choose another folder with --out.');
  }
}

function readSettings(path: string): Config | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Config;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new UserError(`${path}: ${(error as Error).message}`);
  }
}
