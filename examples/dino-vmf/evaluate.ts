import { registerGradients } from 'von-mises-fisher/tfjs';
import { readEvaluateCommandLine } from './evaluation/evaluateCommandLine.ts';
import { evaluateRun } from './evaluation/evaluateRun.ts';
import { Task } from './evaluation/Task.ts';
import { runCommand } from './runCommand.ts';
import { UserError } from './UserError.ts';

const task = new Task();

process.on('SIGINT', () => {
  if (task.stopped) process.exit(130);
  task.stop();
  console.log('\nstopping; Ctrl-C again to stop at once. Tables already written stay.');
});

/** 0 done, 130 stopped by Ctrl-C, 1 failed, 2 wrong command line. */
async function main(): Promise<number> {
  const settings = readEvaluateCommandLine(process.argv.slice(2));
  if (settings === null) return 0;
  registerGradients();
  try {
    await evaluateRun(settings, task);
    return 0;
  } catch (error) {
    if (!task.stopped || !(error instanceof UserError)) throw error;
    console.error(error.message);
    return 130;
  }
}

await runCommand(main);
