import type { Random } from '../random.ts';
import type { Crew } from './threads/Crew.ts';
import type { Watch } from './Watch.ts';

/** What all runs of a fit share. */
export interface FitContext {
  readonly random: Random;
  readonly watch: Watch;
  /** The threads that passes are made on. */
  readonly crew: Crew;
}
