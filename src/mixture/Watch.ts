import type { Random } from '../random.ts';
import type { EmPosition } from './ExpectationMaximization.ts';
import type { MixtureFitOptions, MixtureProgress } from './MixtureFitOptions.ts';
import { stateOf } from './MixtureState.ts';
import { seededState } from './seededState.ts';

/** Where a run stands after a pass. */
export interface Standing {
  /** The same for all passes of a run. */
  readonly run: object;
  readonly position: EmPosition;
  /** Degenerate and spurious components. */
  readonly unsound: number;
  readonly random: Random;
}

interface Kept extends Omit<Standing, 'random'> {
  readonly sampled: boolean;
  readonly objective: number;
  readonly random: readonly number[] | null;
}

/** Runs on all rows before those on a sample, sound ones before others, then by what they reached. */
function comesFirst(a: Kept, b: Kept): boolean {
  if (a.run === b.run) return true;
  if (a.sampled !== b.sampled) return b.sampled;
  if (a.unsound !== b.unsound && (a.unsound === 0 || b.unsound === 0)) return a.unsound < b.unsound;
  return a.objective > b.objective;
}

/** Who follows a fit and may end it, with the best that the fit has come to. */
export class Watch {
  private readonly options: MixtureFitOptions;
  private readonly sampled: boolean;
  private readonly kept: { best?: Kept };

  constructor(options: MixtureFitOptions, sampled = false, kept: { best?: Kept } = {}) {
    this.options = options;
    this.sampled = sampled;
    this.kept = kept;
  }

  /** The same for runs on a sample of the rows, whose objective is none of all rows. */
  onSample(): Watch {
    return new Watch(this.options, true, this.kept);
  }

  get aborted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  report(progress: Omit<MixtureProgress, 'state'>, standing: () => Standing): void {
    const { onProgress } = this.options;
    if (onProgress === undefined) return;
    const { run, position, unsound, random } = standing();
    const { parameters } = position;
    const candidate: Kept = {
      run,
      position: this.sampled ? { parameters, trace: [], change: Number.NaN } : position,
      unsound,
      sampled: this.sampled,
      objective: progress.objective,
      random: seededState(random),
    };
    const { kept } = this;
    if (kept.best === undefined || comesFirst(candidate, kept.best)) kept.best = candidate;
    const best = kept.best;
    onProgress({ ...progress, state: () => stateOf(best.position, best.random) });
  }
}
