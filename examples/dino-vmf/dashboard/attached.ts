import { UserError } from '../UserError.ts';
import { pageHtml } from './pageHtml.ts';
import { serve } from './serve.ts';

/**
 * The dashboard as a process beside the training, which keeps its own busy for whole steps: started by
 * `startDashboard` with folder and port, it answers with its address, and ends when the training does.
 */
const [path, port] = process.argv.slice(2) as [string, string];
const tell = (answer: { address: string } | { refused: string }) => process.send?.(answer);

// Ctrl-C reaches the whole group of processes; the training says when it has stopped.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
try {
  const dashboard = await serve(path, Number(port), await pageHtml());
  process.on('disconnect', () => dashboard.close());
  tell({ address: dashboard.address });
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  tell({ refused: error.message });
  process.disconnect();
}
