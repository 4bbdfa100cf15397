/**
 * A failure the user can act on: shown as its message alone, without a stack trace.
 * `exitStatus` is 1 for what went wrong while running, 2 for a wrong command line.
 */
export class UserError extends Error {
  readonly exitStatus: 1 | 2;

  constructor(message: string, exitStatus: 1 | 2 = 1) {
    super(message);
    this.name = 'UserError';
    this.exitStatus = exitStatus;
  }
}

/** The message of a failed write to `path`, with the rule behind it and what is left of the run. */
export function writeFailure(path: string, error: unknown, left: string): UserError {
  const code = (error as NodeJS.ErrnoException).code;
  const cause =
    code === 'ENOSPC'
      ? 'no space left on the device'
      : code === 'EACCES' || code === 'EROFS' || code === 'EPERM'
        ? 'no permission to write there'
        : code === 'EDQUOT'
          ? 'the disk quota is used up'
          : (error as Error).message;
  return new UserError(`cannot write ${path}: ${cause}. ${left}`);
}
