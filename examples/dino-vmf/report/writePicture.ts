import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { writeFailure } from '../UserError.ts';

/** Without a canvas Vega takes 0.8 of the font size for every character: half as much again as the text needs. */
const { textMetrics } = vega as unknown as {
  textMetrics: { width: (item: { fontSize?: number }, text: string) => number };
};
textMetrics.width = ({ fontSize = 11 }, text) => 0.55 * fontSize * String(text).length;

const INK = '#222222';
const CONFIG = {
  font: 'Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif',
  padding: 12,
  view: { stroke: null },
  axis: {
    gridColor: '#e8e8e8',
    domainColor: '#666',
    tickColor: '#666',
    labelColor: INK,
    labelFontSize: 12,
    labelLimit: 400,
    titleColor: INK,
    titleFontSize: 13,
    titleFontWeight: 'normal',
  },
  legend: { labelFontSize: 12, labelLimit: 400, title: null, orient: 'top' },
  title: {
    anchor: 'start',
    fontSize: 15,
    color: INK,
    subtitleFontSize: 12,
    subtitleColor: '#5c5c5c',
    subtitlePadding: 5,
    offset: 10,
  },
};

/** A vega-lite specification as `path`.svg and `path`.png, the PNG with two pixels for each unit of the SVG. */
export async function writePicture(path: string, spec: object): Promise<void> {
  const whole = { background: 'white', config: CONFIG, ...spec } as unknown as TopLevelSpec;
  const view = new vega.View(vega.parse(compile(whole).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  const png = await sharp(Buffer.from(svg), { density: 144 })
    .flatten({ background: 'white' })
    .png()
    .toBuffer();
  try {
    writeFileSync(`${path}.svg`, svg);
    writeFileSync(`${path}.png`, png);
  } catch (error) {
    throw writeFailure(path, error, 'The runs themselves are intact; run the command again.');
  }
}
