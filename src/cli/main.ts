#!/usr/bin/env node
/** The `vmf` command. Exit status: 0 done, 1 data or files that will not do, 2 wrong command line, 130 Ctrl-C. */
import { run } from './run.ts';
import { removeTemporaryFiles } from './temporaryFiles.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has gone, as `head` does when it has enough: nothing is left to do.
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`vmf: standard output: ${error.message}\n`);
  process.exit(1);
});
process.stderr.on('error', () => {});

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    removeTemporaryFiles();
    process.exit(status);
  });
}

process.exitCode = await run(process.argv.slice(2));
