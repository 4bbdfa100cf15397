import { registerGradients } from 'von-mises-fisher/tfjs';
import { readEvaluateCommandLine } from './evaluation/evaluateCommandLine.ts';
import { evaluateRun } from './evaluation/evaluateRun.ts';
import { Task } from './evaluation/Task.ts';
import { UserError } from './UserError.ts';

const task = new Task();

process.on('SIGINT', () => {
  if (task.stopped) process.exit(130);
  task.stop();
  console.log('\nstopping; Ctrl-C again to stop at once. Tables already written stay.');
});

/** 0 done, 130 stopped by Ctrl-C, 1 failed, 2 wrong command line. */
try {
  const settings = readEvaluateCommandLine(process.argv.slice(2));
  if (settings !== null) {
    registerGradients();
    await evaluateRun(settings, task);
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(task.stopped ? error.message : `error: ${error.message}`);
  process.exitCode = task.stopped ? 130 : error.exitStatus;
}
