import { existsSync, readdirSync } from 'node:fs';
import { hasNvidiaDriver } from './hasNvidiaDriver.ts';

/**
 * Whether there may be a GPU: on Linux every driver shows a device; elsewhere only starting it tells. It spares
 * starting WebGPU, and the drivers' own warnings, where there is none.
 */
export function mayHaveGpu(): boolean {
  if (process.platform !== 'linux' || hasNvidiaDriver()) return true;
  return existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
}
