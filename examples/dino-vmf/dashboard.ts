import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { pageHtml } from './dashboard/pageHtml.ts';
import { PORT, portOf } from './dashboard/port.ts';
import { serve } from './dashboard/serve.ts';
import { readArguments } from './readArguments.ts';
import { runCommand } from './runCommand.ts';
import { UserError } from './UserError.ts';

/** 0 shown until Ctrl-C, 1 something went wrong, 2 wrong command line. */
async function main(): Promise<number> {
  const program = new Command('dashboard')
    .description('Shows a run in the browser, as it goes on or when it has ended.')
    .requiredOption('--run <dir>', 'folder of the run')
    .option('--port <n>', 'where the page is served, to this machine alone; 0 for any free port', (text) =>
      portOf('--port', text),
    );
  if (!readArguments(program, process.argv.slice(2))) return 0;
  const { run, port = PORT } = program.opts<{ run: string; port?: number }>();
  if (!existsSync(join(run, 'config.json'))) {
    throw new UserError(`--run ${run}: holds no run, there is no config.json in it`);
  }
  const dashboard = await serve(run, port, await pageHtml());
  console.log(`dashboard of ${run}: ${dashboard.address}\nCtrl-C ends it`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  dashboard.close();
  return 0;
}

await runCommand(main);
