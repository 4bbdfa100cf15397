/** How much memory a call holds beyond what was held before it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function resident(name: 'VmRSS' | 'VmHWM'): number {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(kilobytes?.[1]) * 1024;
}

/**
 * Bytes resident at the most while `run` works, less those before it: what it holds, garbage not collected yet and
 * all. The system counts the most; it is told to start again by writing 5 to clear_refs (Linux). NaN elsewhere.
 */
export async function memoryBeyond(run: () => void): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN;
  // Other threads give memory back for a while after a collection.
  for (let i = 0; i < 3; i++) {
    collect();
    await setTimeout(200);
  }
  writeFileSync('/proc/self/clear_refs', '5');
  const before = resident('VmRSS');
  run();
  return resident('VmHWM') - before;
}
