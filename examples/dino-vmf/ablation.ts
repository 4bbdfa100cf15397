import { join } from 'node:path';
import { CellRun } from './ablation/CellRun.ts';
import { readAblationCommandLine } from './ablation/commandLine.ts';
import { keepSettings } from './ablation/keepSettings.ts';
import { runCells } from './ablation/runCells.ts';
import { writeAblation } from './ablation/writeAblation.ts';
import { runCommand } from './runCommand.ts';
import { stopOnInterrupt } from './training/stopOnInterrupt.ts';

/** 0 done, 130 stopped by Ctrl-C, 1 a run failed, 2 wrong command line. */
async function main(): Promise<number> {
  const request = readAblationCommandLine(process.argv.slice(2));
  if (request === null) return 0;
  const { cells, out, jobs, options, config } = request;
  keepSettings(out, config);
  const runs = cells.map((cell) => new CellRun(cell, out, options));
  const stop = stopOnInterrupt('stopping the runs after their step; the same command goes on');
  const ended = await runCells(runs, jobs, stop);
  const markdown = await writeAblation(out, ended, options);
  if (markdown !== null) {
    console.log(
      `\n${markdown}\nwritten: ${join(out, 'table')}.md, .json, .svg, .png and ${join(out, 'curves')}.svg, .png`,
    );
  }
  const left = runs.length - ended.size;
  if (left > 0) {
    console.log(`stopped with ${left} of ${runs.length} runs to do; the same command goes on`);
    return 130;
  }
  return [...ended.values()].every((failure) => failure === null) ? 0 : 1;
}

await runCommand(main);
