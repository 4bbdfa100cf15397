import { requireInteger } from '../../validate.ts';
import { threadPool } from './threadPool.ts';

/**
 * Starts the threads that `workers` of a fit asks for, and resolves once they are ready with how many threads there
 * are, the calling one included: 1 where none can be had.
 *
 * In Node there is no need to, as threads come up while a fit runs; it saves the first fit the wait of some 40 ms. In
 * a browser threads come up only while the page is idle, so that a fit that was not preceded by this call runs on one
 * thread; and only pages that are cross-origin isolated (Cross-Origin-Opener-Policy: same-origin,
 * Cross-Origin-Embedder-Policy: require-corp) whose policy allows workers from blob: have any.
 *
 * Threads stay for later fits, and do not keep a process alive.
 *
 * @param count threads that are to work, the calling one included
 * @throws TypeError or RangeError for a count that is not an integer of 1 or more
 * @example
 * await startWorkers(1); // 1
 */
export async function startWorkers(count: number): Promise<number> {
  requireInteger('startWorkers', 'count', count, 1);
  const members = threadPool.start(count - 1);
  await Promise.all(
    members.map(async (member) => {
      member.thread.hold(true);
      await member.begun;
      member.thread.hold(false);
    }),
  );
  return 1 + members.filter(({ isReady, isEnded }) => isReady && !isEnded).length;
}
