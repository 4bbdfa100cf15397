import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fitMixture, startWorkers } from 'von-mises-fisher/mixture';
import { SlotMemory } from '../../src/mixture/threads/SlotMemory.ts';
import { threadPool } from '../../src/mixture/threads/threadPool.ts';
import { randomMixture } from './directions.ts';

/** What goes before the script of a thread, so that something happens as soon as it has taken a block. */
const fault = vi.hoisted(() => ({ script: '' }));

vi.mock('../../src/mixture/threads/workerSource.ts', async (original) => {
  const { workerSource } = await original<{ workerSource: string }>();
  return {
    get workerSource() {
      return fault.script + workerSource;
    },
  };
});

/** A slot is taken by the one exchange that adds 1 to a multiple of 4. */
const afterTaking = (what: string): string => `{
  const exchange = Atomics.compareExchange;
  let count = 0;
  Atomics.compareExchange = (words, at, from, to) => {
    const found = exchange(words, at, from, to);
    if (found === from && from > 0 && from % 4 === 0 && to === from + 1) { count++; ${what} }
    return found;
  };
}`;
const sleep = (milliseconds: number): string =>
  `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${milliseconds});`;

const p = 24;
const k = 6;
const law = randomMixture(p, Array(k).fill(60), Array(k).fill(1 / k), 1);
const rows = law.samples(20_000, { seed: 2 });
const options = { dimension: p, seed: 1, initialization: law, tolerance: 0, maxIterations: 8 } as const;
const one = fitMixture(rows, k, options);

/** How many blocks the main thread has given up waiting for. */
let given: boolean[] = [];

beforeEach(() => {
  given = [];
  const abandon = SlotMemory.prototype.abandon;
  vi.spyOn(SlotMemory.prototype, 'abandon').mockImplementation(function (this: SlotMemory, slot, pass) {
    const isGiven = abandon.call(this, slot, pass);
    if (isGiven) given.push(true);
    return isGiven;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const { thread } of threadPool.all) thread.end();
});

async function withFault(script: string, workers: number) {
  fault.script = script;
  for (const { thread } of threadPool.all) thread.end();
  await vi.waitFor(() => expect(threadPool.all).toHaveLength(0));
  expect(await startWorkers(workers)).toBe(workers);
  return fitMixture(rows, k, { ...options, workers });
}

describe('with a block in hand', () => {
  it.each([
    ['ends', 'process.exit();', 1],
    ['throws', "throw new Error('a fault of the test');", 1],
    ['never comes back', `for (;;) ${sleep(1000)}`, 1],
    ['never comes back, and is busy', 'for (;;);', 1],
    ['ends after some blocks', 'if (count === 5) process.exit();', 2],
    ['is held up now and then', `if (count % 4 === 3) ${sleep(60)}`, 2],
  ])('a thread that %s changes nothing', async (_, what, least) => {
    const found = await withFault(afterTaking(what), 3);
    expect(found.threads).toBeGreaterThanOrEqual(least);
    expect(given.length).toBeGreaterThan(0);
    expect(JSON.stringify(found.mixture) === JSON.stringify(one.mixture)).toBe(true);
    expect(found.trace).toEqual(one.trace);
    // So does the next fit, whatever the first has left behind.
    const again = fitMixture(rows, k, { ...options, workers: 3 });
    expect(again.trace).toEqual(one.trace);
  });
});
