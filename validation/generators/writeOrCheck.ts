import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package. */
export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));

/** Writes a generated file of `ROOT`, or with --check says whether it is as it would be written: exit status 1 if not. */
export function writeOrCheck(file: string, text: string): void {
  const target = join(ROOT, file);
  const name = basename(file);
  if (process.argv.includes('--check')) {
    const same = readFileSync(target, 'utf8') === text;
    console.log(same ? `${name} is what the generator writes` : `${name} differs from the generator`);
    process.exitCode = same ? 0 : 1;
  } else {
    writeFileSync(target, text);
    console.log(`wrote ${file}, ${text.length} characters`);
  }
}
