import { join } from 'node:path';
import { startDashboard } from './dashboard/startDashboard.ts';
import { runCommand } from './runCommand.ts';
import { readCommandLine } from './settings/commandLine.ts';
import { resumeRun } from './training/resumeRun.ts';
import { stopOnInterrupt } from './training/stopOnInterrupt.ts';
import { startRun } from './training/trainer.ts';

const stop = stopOnInterrupt('stopping after this step; Ctrl-C again to stop at once without a checkpoint');

/** 0 done, 130 stopped by Ctrl-C, 1 failed, 2 wrong command line. */
async function main(): Promise<number> {
  const request = readCommandLine(process.argv.slice(2));
  if (request.kind === 'told') return 0;
  const path =
    request.kind === 'resume' ? request.path : (request.out ?? join('runs', runName(request.config.seed)));
  const endDashboard = request.dashboard === null ? null : await startDashboard(path, request.dashboard);
  try {
    const finished =
      request.kind === 'resume'
        ? await resumeRun(path, request.changes, stop)
        : await startRun(request.config, path, stop);
    return finished ? 0 : 130;
  } finally {
    endDashboard?.();
  }
}

function runName(seed: number): string {
  return `${new Date().toISOString().slice(0, 19).replace(/:/g, '-')}-seed${seed}`;
}

await runCommand(main);
