/** The memory that a fit of a mixture needs beyond its rows. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Bytes, measured by measureEmMemory.ts in a process of its own: in one that has made fits before, memory that they
 * left behind would be used again and not counted. NaN where the system does not tell.
 */
export function emMemory(kind: 'doubles' | 'floats' | 'sparse', n: number, p: number, k: number): number {
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const args = ['--import', 'tsx', path('measureEmMemory.ts'), kind, ...[n, p, k].map(String)];
  // The C library is to give arrays back to the system when they are freed, not to keep them.
  const env = { ...process.env, MALLOC_MMAP_THRESHOLD_: '131072', TSX_TSCONFIG_PATH: path('tsconfig.json') };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`measureEmMemory.ts failed:\n${stderr}`);
  return Number(stdout);
}
