import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, writeFailure } from '../UserError.ts';

/** Keeps two processes from training in one folder: run.lock holds the number of the process that does. */
export class RunLock {
  readonly #path: string;
  readonly #release = () => rmSync(this.#path, { force: true });

  private constructor(path: string) {
    this.#path = path;
    process.on('exit', this.#release);
  }

  /** Takes the lock; that of a process that was killed counts for nothing. A UserError where another one trains. */
  static take(folder: string): RunLock {
    const path = join(folder, 'run.lock');
    try {
      return RunLock.#write(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw writeFailure(path, error, 'Nothing was changed.');
      }
    }
    const owner = Number(readFileSync(path, 'utf8'));
    if (isAlive(owner)) {
      throw new UserError(
        `${folder}: process ${owner} is training there; wait for it, or remove ${path} if it does something else`,
      );
    }
    rmSync(path, { force: true });
    return RunLock.#write(path);
  }

  release(): void {
    process.off('exit', this.#release);
    this.#release();
  }

  static #write(path: string): RunLock {
    const file = openSync(path, 'wx');
    try {
      writeSync(file, String(process.pid));
    } finally {
      closeSync(file);
    }
    return new RunLock(path);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
