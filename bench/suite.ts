/**
 * The body of a suite file. Each suite runs in a process of its own, started by run.ts, so that the
 * optimiser's view of one does not colour the next.
 */
import { compare, type Task } from './comparison.ts';
import type { PeerProgram } from './peer.ts';

/** Compares each task with the peers handed over by run.ts, and hands back the results one by one. */
export async function suite(tasks: readonly Task[]): Promise<void> {
  const tested = import.meta.resolve('von-mises-fisher');
  if (process.send === undefined) throw new Error('a suite is started by bench/run.ts: npm run bench');
  if (!tested.endsWith('/dist/index.js')) throw new Error(`expected the built package, got ${tested}`);
  const programs: PeerProgram[] = JSON.parse(process.argv[2] ?? '[]');
  for (const task of tasks) process.send(await compare(task, programs));
  process.disconnect();
}
