import { drawChart } from '../../../validation/figure/drawChart.ts';
import type { Provenance } from '../run/provenance.ts';
import { RunFolder } from '../run/runFolder.ts';
import type { Config } from '../settings/config.ts';
import { ablationChart } from './ablationChart.ts';
import { ablationMarkdown } from './ablationMarkdown.ts';
import { ablationTable } from './ablationTable.ts';
import type { CellRun } from './CellRun.ts';
import { curvesChart } from './curvesChart.ts';

/**
 * Writes table.md, .json, .svg and .png and the curves for the runs that have ended; the Markdown, or null while none is
 * finished.
 */
export async function writeAblation(
  out: string,
  ended: ReadonlyMap<CellRun, string | null>,
  options: readonly string[],
): Promise<string | null> {
  const finished = [...ended].find(([, failure]) => failure === null)?.[0];
  if (!finished) return null;
  const { config, images, engine, commit } = finished.folder.readJson('config.json') as Provenance & {
    config: Config;
  };
  const facts = { images: images.name, steps: config.steps, engine, neighbours: config.neighbours, options };
  const rows = ablationTable(ended);
  const markdown = ablationMarkdown(rows, facts);
  const seeds = new Set(rows.flatMap(({ accuracies }) => accuracies.map(({ seed }) => seed))).size;
  const subtitle = `${images.name}, ${config.steps} steps of ${config.batchSize} images, ${seeds} seed${seeds === 1 ? '' : 's'}`;
  const charts = {
    table: await drawChart(ablationChart(rows, subtitle)),
    curves: await drawChart(curvesChart([...ended.keys()], subtitle)),
  };
  const folder = RunFolder.open(out);
  const left = 'The runs are intact; run the command again.';
  folder.write('table.md', markdown, left);
  folder.write('table.json', `${JSON.stringify({ ...facts, commit, rows }, null, 2)}\n`, left);
  for (const [name, { svg, png }] of Object.entries(charts)) {
    folder.write(`${name}.svg`, svg, left);
    folder.write(`${name}.png`, png, left);
  }
  return markdown;
}
