import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { MixtureProgress, MixtureState } from '../mixture/index.ts';
import { CommandError, fileError } from './CommandError.ts';

/** Keeps in a file how far a fit is, for --resume. */
export interface StateFile {
  /** After a pass over the rows: writes if the last time is long enough ago. */
  pass(progress: MixtureProgress): void;
  /** The state at the end. */
  end(state: MixtureState): void;
}

/** At most so often is it written: what an interruption can cost, with the pass at hand. */
const INTERVAL_MS = 10_000;

/**
 * Each time beside its place, then moved there, and at once: a signal that ends the process in between leaves the
 * state of before. A fit is not ended because its state cannot be written; `warn` is called once.
 */
export function stateFile(path: string | undefined, warn: (message: string) => void): StateFile {
  if (path === undefined) return { pass: () => {}, end: () => {} };
  const aside = `${path}.partial`;
  let writtenAt = performance.now();
  let warned = false;
  const write = (state: MixtureState) => {
    writtenAt = performance.now();
    try {
      writeFileSync(aside, `${JSON.stringify(state)}\n`);
      renameSync(aside, path);
    } catch (error) {
      rmSync(aside, { force: true });
      if (!warned) warn(fileError(path, error).message);
      warned = true;
    }
  };
  return {
    pass({ state }) {
      if (performance.now() - writtenAt >= INTERVAL_MS) write(state());
    },
    end: write,
  };
}

/** What --state wrote; its numbers are checked where the fit goes on from it. */
export async function readState(path: string): Promise<MixtureState> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw fileError(path, error);
  });
  try {
    return JSON.parse(text) as MixtureState;
  } catch {
    throw new CommandError(`${path}: is not JSON, as the states of vmf cluster are`);
  }
}
