/**
 * A failure that the user can act on, shown as its message alone: exit status 1 for data or files that will not
 * do, 2 for a wrong command line.
 */
export class CommandError extends Error {
  readonly exitStatus: 1 | 2;

  constructor(message: string, exitStatus: 1 | 2 = 1) {
    super(message);
    this.name = 'CommandError';
    this.exitStatus = exitStatus;
  }
}

/** A wrong command line. */
export const usageError = (message: string): CommandError => new CommandError(message, 2);

/** What a failed system call on `path` means to the user. */
export function fileError(path: string, error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const causes: Record<string, string> = {
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'is a folder',
    ENOTDIR: 'a part of its path is not a folder',
    ENOSPC: 'no space left on the device',
    EDQUOT: 'the disk quota is used up',
    EROFS: 'the file system is read-only',
  };
  return new CommandError(`${path}: ${(code && causes[code]) ?? message}`);
}
