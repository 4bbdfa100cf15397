import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { withLook } from '../report/figures/look.ts';

/** The SVG of a vega-lite specification that has its data in it, in the look of the report. */
export async function drawn(spec: object): Promise<string> {
  const view = new View(parse(compile(withLook(spec) as TopLevelSpec).spec), { renderer: 'none' });
  const text = await view.toSVG();
  view.finalize();
  return text;
}
