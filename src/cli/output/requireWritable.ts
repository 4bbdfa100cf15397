import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError } from '../CommandError.ts';

/** Says before long work, not after it, that its result could not be written. */
export async function requireWritable(path: string): Promise<void> {
  try {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    // A file is replaced by another in its folder, a pipe or a device is written to.
    await access(found && !found.isFile() ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw fileError(path, error);
  }
}
