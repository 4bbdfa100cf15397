import { rmSync } from 'node:fs';

/** Files and folders that must not outlive the process. */
export const temporaryFiles: Set<string> = new Set();

/** For the end of the process: takes away what is left of them. */
export function removeTemporaryFiles(): void {
  for (const path of temporaryFiles) rmSync(path, { recursive: true, force: true });
  temporaryFiles.clear();
}
