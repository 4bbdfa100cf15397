import { spawn } from 'node:child_process';

/** What a program left behind. */
export interface Ended {
  /** Its exit status; null where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not start at all, as ENOENT. */
  readonly missing: string | null;
}

/** Runs a program to its end, without a shell. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
    });
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: null, stdout, stderr, missing: error.code ?? error.message }),
    );
    child.once('close', (status) => resolve({ status, stdout, stderr, missing: null }));
  });
}
