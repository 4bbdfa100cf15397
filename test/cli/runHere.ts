import { vi } from 'vitest';
import { run } from '../../src/cli/run.ts';
import type { Result } from './builtCommand.ts';

/** Runs the command in this process, from its sources: sooner than a process of its own, but without standard input. */
export async function runHere(args: readonly string[]): Promise<Result> {
  let stdout = '';
  let stderr = '';
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      stdout += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1');
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      stderr += chunk;
      return true;
    }),
  ];
  try {
    const status = await run(args);
    return { status, stdout, stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
