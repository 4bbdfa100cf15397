import { analyseRun } from './analysis/analyseRun.ts';
import { readAnalysisCommandLine } from './analysis/commandLine.ts';
import { summaryRows } from './analysis/summaryRows.ts';
import { writeAnalysis } from './analysis/writeAnalysis.ts';
import { RunFolder } from './run/runFolder.ts';
import { runCommand } from './runCommand.ts';

/** 0 done, 1 failed, 2 wrong command line; Ctrl-C ends it as the system does. */
async function main(): Promise<number> {
  const request = readAnalysisCommandLine(process.argv.slice(2));
  if (request === null) return 0;
  const analysis = await analyseRun(request);
  await writeAnalysis(analysis);
  const rows = summaryRows(analysis);
  const width = Math.max(...rows.map(([what]) => what.length));
  console.log(`\n${rows.map(([what, found]) => `${what.padEnd(width)}  ${found}`).join('\n')}\n`);
  console.log(
    `written: ${RunFolder.open(request.run).file('analysis.html')}, analysis.json, prototypes.csv, figures/`,
  );
  return 0;
}

await runCommand(main);
