/** One thing done by this package and by others, timed side by side and checked for agreement. */

import type { Input, PeerProgram } from './peer.ts';
import { startPeer } from './peer.ts';
import { type Contender, inRounds, type Measure } from './rounds.ts';

/** Another way to the same values: in a peer process, or written out here. */
export type Rival = {
  readonly name: string;
  readonly target?: number | undefined;
  /** Set to false where the values are others by nature: another's random draws, a bare copy. */
  readonly compared?: false;
} & ({ readonly peer: string; readonly kernel: string } | { readonly run: (out: Float64Array) => void });

export interface Task {
  readonly what: string;
  /** What the peers are handed, by the names their kernels know. */
  readonly input: Input;
  /** How many values a call works through: times are per value. */
  readonly values: number;
  /** How many numbers come out, if not one per value. */
  readonly outputs?: number;
  readonly run: (out: Float64Array) => void;
  readonly rivals: readonly Rival[];
  /** Where a call takes long, or a peer has several threads. */
  readonly measure?: Measure;
  /** Bytes a call holds beyond its input, measured in a process of its own; that of the peers is then measured too. */
  readonly memory?: number;
}

export interface RivalResult {
  readonly name: string;
  /** Nanoseconds per value, one for each round. */
  readonly nanoseconds: readonly number[];
  /** The least ratio of its time to ours that the project set itself. */
  readonly target: number | null;
  /** What came out beside ours; null where that is not comparable. */
  readonly agreement: Agreement | null;
  /** Bytes a call holds beyond its input; null where that was not measured. */
  readonly memory: number | null;
}

export interface Agreement {
  /** Share of its values that are finite, where ours all are. */
  readonly finite: number;
  /** Largest absolute difference from ours among the finite ones. */
  readonly difference: number;
}

export interface Result {
  readonly what: string;
  readonly nanoseconds: readonly number[];
  readonly memory: number | null;
  readonly rivals: readonly RivalResult[];
}

const OURS = 'von-mises-fisher';

function agreementOf(ours: Float64Array, theirs: Float64Array): Agreement {
  if (theirs.length !== ours.length) throw new Error(`expected ${ours.length} values, got ${theirs.length}`);
  let finite = 0;
  let difference = 0;
  for (let i = 0; i < ours.length; i++) {
    if (!Number.isFinite(theirs[i])) continue;
    finite++;
    difference = Math.max(difference, Math.abs(theirs[i] - ours[i]));
  }
  return { finite: finite / ours.length, difference };
}

/** Runs the task beside those of its rivals whose peer is installed. */
export async function compare(task: Task, programs: readonly PeerProgram[]): Promise<Result> {
  const { what, input, values } = task;
  const outputs = task.outputs ?? values;
  const rivals = task.rivals.filter(
    (rival) => 'run' in rival || programs.some(({ id }) => id === rival.peer),
  );
  const needed = new Set(rivals.map((rival) => ('peer' in rival ? rival.peer : '')));
  const peers = new Map(
    programs.filter(({ id }) => needed.has(id)).map((program) => [program.id, startPeer(program)]),
  );
  try {
    for (const peer of peers.values()) await peer.input(input);

    const ours = new Float64Array(outputs);
    const memory = new Map<string, number>();
    const contenders: Contender[] = [{ name: OURS, remote: false, run: () => task.run(ours) }];
    const valuesOf = new Map<string, () => Promise<Float64Array>>();
    for (const rival of rivals) {
      if ('run' in rival) {
        const out = new Float64Array(outputs);
        contenders.push({ name: rival.name, remote: false, run: () => rival.run(out) });
        valuesOf.set(rival.name, async () => out);
      } else {
        const peer = peers.get(rival.peer);
        if (peer === undefined) throw new Error(`no peer ${rival.peer}`);
        // Of the first call, which finds nothing to use again.
        if (task.memory !== undefined) memory.set(rival.name, await peer.memory(rival.kernel));
        contenders.push({ name: rival.name, remote: true, run: () => peer.time(rival.kernel) });
        valuesOf.set(rival.name, () => peer.values(rival.kernel));
      }
    }

    const rounds = await inRounds(contenders, task.measure);
    const perValue = (name: string): number[] =>
      (rounds.get(name) ?? []).map((milliseconds) => (milliseconds * 1e6) / values);
    if (!ours.every(Number.isFinite)) throw new Error(`${what}: a value of ours is not finite`);
    const results: RivalResult[] = [];
    for (const { name, target, compared } of rivals) {
      const theirs = compared === false ? null : await valuesOf.get(name)?.();
      if (theirs === undefined) throw new Error(`no values of ${name}`);
      results.push({
        name,
        nanoseconds: perValue(name),
        target: target ?? null,
        agreement: theirs === null ? null : agreementOf(ours, theirs),
        memory: memory.get(name) ?? null,
      });
    }
    return { what, nanoseconds: perValue(OURS), memory: task.memory ?? null, rivals: results };
  } finally {
    for (const peer of peers.values()) peer.close();
  }
}
