import { writeFileSync } from 'node:fs';
import { type ChartSpec, drawChart } from './drawChart.ts';

export type { ChartSpec };

/** A Vega-Lite specification as `name`.svg and `name`.png in the folder. */
export async function writeChart(folder: string, name: string, spec: ChartSpec): Promise<void> {
  const { svg, png } = await drawChart(spec);
  writeFileSync(`${folder}/${name}.svg`, svg);
  writeFileSync(`${folder}/${name}.png`, png);
}
