import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UserError } from '../UserError.ts';

/**
 * Serves the page of the run in `path`, which need not be there yet, from a process of its own, and says where.
 * Returns what ends it. A UserError when the port cannot be had.
 */
export async function startDashboard(path: string, port: number): Promise<() => void> {
  const child = fork(fileURLToPath(new URL('attached.ts', import.meta.url)), [path, String(port)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const answer = await new Promise<{ address?: string; refused?: string }>((resolve) => {
    child.once('message', resolve);
    child.once('exit', (status) => resolve({ refused: `the dashboard ended at once, status ${status}` }));
  });
  if (answer.address === undefined) throw new UserError(`--dashboard: ${answer.refused}`);
  console.log(`dashboard: ${answer.address}`);
  let isWanted = true;
  child.once('exit', () => {
    if (isWanted) console.log('warning: the dashboard has ended; the training goes on without it');
  });
  return () => {
    isWanted = false;
    if (child.connected) child.disconnect();
  };
}
