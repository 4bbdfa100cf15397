import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Figure, RunRecord } from './Figure.ts';

/** The figure of a run as an SVG. */
export async function svg(figure: Figure, run: RunRecord): Promise<string> {
  const view = new View(parse(compile(figure.spec as TopLevelSpec).spec), { renderer: 'none' });
  view.data('rows', figure.rows(run));
  const text = await view.toSVG();
  view.finalize();
  return text;
}
