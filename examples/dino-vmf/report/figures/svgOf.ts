import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** The SVG of a vega-lite specification; `rows` are the data that it calls so, where it does not hold its own. */
export async function svgOf(spec: object, rows?: object[]): Promise<string> {
  const view = new View(parse(compile(spec as TopLevelSpec).spec), { renderer: 'none' });
  if (rows) view.data('rows', rows);
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
