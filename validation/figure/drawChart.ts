import sharp from 'sharp';
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { chartTheme } from './chartTheme.ts';

/**
 * Advance width in a face with Helvetica's proportions. Without a canvas Vega takes 0.8 of the font size
 * for every character, half as much again as the text needs, and leaves gaps in the layout.
 */
function textWidth(item: { fontSize?: number; fontWeight?: string | number }, text: string): number {
  let units = 0;
  for (const character of String(text)) {
    if (/[iljtfIr.,;:'|!()[\] ]/.test(character)) units += 0.3;
    else if (/[mwMW%]/.test(character)) units += 0.85;
    else units += /[A-Z]/.test(character) ? 0.7 : 0.56;
  }
  return units * (item.fontSize ?? 11) * (item.fontWeight === 'bold' ? 1.06 : 1);
}

/** Vega's hook for this, which its type declarations leave out. */
const { textMetrics } = vega as unknown as { textMetrics: { width: typeof textWidth } };
textMetrics.width = textWidth;

/** A PNG has this many pixels for each unit of the SVG. */
const SHARPNESS = 2;

/**
 * A Vega-Lite specification as plain data. Its own type cannot follow encodings shared between layers;
 * what it would catch stops the run as a warning of the compiler instead.
 */
export type ChartSpec = Record<string, unknown>;

const strictLogger: vega.LoggerInterface = {
  ...vega.logger(vega.Error),
  warn(...messages: readonly unknown[]): vega.LoggerInterface {
    throw new TypeError(`Vega-Lite: ${messages.join(' ')}`);
  },
};

/** A Vega-Lite specification as SVG and as PNG, in the look of all figures. */
export async function drawChart(spec: ChartSpec): Promise<{ svg: string; png: Buffer }> {
  const themed = { ...spec, config: chartTheme } as unknown as TopLevelSpec;
  const runtime = vega.parse(compile(themed, { logger: strictLogger }).spec);
  const view = new vega.View(runtime, { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  const png = await sharp(Buffer.from(svg), { density: 72 * SHARPNESS })
    .flatten({ background: 'white' })
    .png({ palette: true, colours: 256, compressionLevel: 9, effort: 10 })
    .toBuffer();
  return { svg, png };
}
