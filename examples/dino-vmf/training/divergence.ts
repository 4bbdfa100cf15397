import type { Checkpoints } from '../run/Checkpoints.ts';
import type { RunFolder } from '../run/runFolder.ts';
import { UserError } from '../UserError.ts';
import type { NonFiniteError } from './NonFiniteError.ts';

/** diverged.json: where a run met a number that was not finite, and the step it went back to. */
export interface Divergence {
  /** Steps done before. */
  readonly step: number;
  readonly where: string;
  readonly backTo: number;
  readonly message: string;
}

const FILE = 'diverged.json';

/** Leaves the last good state as the newest checkpoint; what to tell the user. */
export function goBack(folder: RunFolder, checkpoints: Checkpoints, error: NonFiniteError): UserError {
  const backTo = checkpoints.rollBack(error.step);
  const { step, where, message } = error;
  folder.writeJson(FILE, { step, where, backTo, message } satisfies Divergence);
  return new UserError(
    `${message} Went back to the last good state, of step ${backTo}: ${checkpoints.newest}. From there the run would diverge again; begin another with those settings changed.`,
  );
}

/** What a run met before that goes on from the step it went back to; null for any other. */
export function divergenceAfter(folder: RunFolder, step: number): Divergence | null {
  const diverged = folder.readJson<Divergence>(FILE);
  return diverged?.backTo === step ? diverged : null;
}
