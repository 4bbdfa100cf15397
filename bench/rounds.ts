/**
 * Times several ways to do the same work in turn, round after round, so that what slows the machine
 * for a while slows all of them and their ratio within a round still holds. Time is processor time, in
 * the peers too: all of them run on one thread, and waiting for a core that another program holds is
 * no part of the work. Only where a peer has several threads does the clock on the wall count.
 */
import { Bench } from 'tinybench';

export interface Contender {
  readonly name: string;
  /** Does the work once. A remote contender times itself and resolves to milliseconds. */
  readonly run: (() => void) | (() => Promise<number>);
  readonly remote: boolean;
}

export interface Measure {
  /** @default 15 */
  readonly rounds?: number;
  /** The least number of calls in a round. @default 3 */
  readonly calls?: number;
  /** @default 'processor' */
  readonly clock?: 'processor' | 'wall';
}

const MILLISECONDS = 100;

/** Processor time of this process in milliseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function round(
  contenders: readonly Contender[],
  { calls = 3, clock = 'processor' }: Measure,
): Promise<Map<string, number>> {
  const now = clock === 'wall' ? () => performance.now() : processorTime;
  const bench = new Bench({ now, time: MILLISECONDS, iterations: calls, warmup: false, throws: true });
  for (const { name, run, remote } of contenders) {
    if (remote) {
      const timed = async () => {
        const duration = (await run()) as number;
        return { overriddenDuration: duration, overriddenIterationCost: duration };
      };
      bench.add(name, timed, { async: true });
    } else {
      bench.add(name, run, { async: false });
    }
  }
  await bench.run();
  return new Map(
    bench.tasks.map((task) => {
      if (task.result.state !== 'completed') throw new Error(`${task.name}: ${task.result.state}`);
      return [task.name, task.result.latency.p50];
    }),
  );
}

/**
 * Milliseconds per call of each contender, the median within each round. One round before them warms
 * everything up and is not counted; the order is reversed in every other round.
 */
export async function inRounds(
  contenders: readonly Contender[],
  measure: Measure = {},
): Promise<Map<string, number[]>> {
  const { rounds = 15 } = measure;
  const medians = new Map(contenders.map(({ name }): [string, number[]] => [name, []]));
  const reversed = contenders.toReversed();
  await round(contenders, measure);
  for (let i = 0; i < rounds; i++) {
    const result = await round(i % 2 === 0 ? contenders : reversed, measure);
    for (const [name, median] of result) medians.get(name)?.push(median);
  }
  return medians;
}
