import { CommandError } from '../CommandError.ts';

/** A Vega-Lite specification as plain data. */
export type ChartSpec = Readonly<Record<string, unknown>>;
export type PictureKind = '.svg' | '.png';
export type PictureMaker = (spec: ChartSpec) => Promise<string | Uint8Array>;

/** A PNG has this many pixels for each unit of the SVG. */
const SHARPNESS = 2;

type Vega = typeof import('vega');
type Sharp = typeof import('sharp').default;

/**
 * What turns specifications into pictures of a kind: the packages vega, vega-lite and sharp, which the user has to
 * have installed.
 * @param load finds a package
 */
export async function pictureMaker(
  kind: PictureKind,
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<PictureMaker> {
  const names = ['vega', 'vega-lite', ...(kind === '.png' ? ['sharp'] : [])];
  const found = await Promise.allSettled(names.map(load));
  const missing = names.filter((_, i) => found[i].status === 'rejected');
  if (missing.length > 0) {
    const list = missing.join(' ');
    throw new CommandError(
      `--plot needs ${missing.length === 1 ? 'a package that is' : 'packages that are'} not installed: ` +
        `npm install ${list} (with -g where vmf is installed so)`,
    );
  }
  const [vega, { compile }, sharp] = await Promise.all(
    names.map(load) as unknown as [
      Promise<Vega>,
      Promise<typeof import('vega-lite')>,
      Promise<{ default: Sharp }>,
    ],
  );
  measureText(vega);
  return async (spec) => {
    const compiled = compile(spec as unknown as Parameters<typeof compile>[0]);
    const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none' });
    const svg = await view.toSVG();
    view.finalize();
    if (kind === '.svg') return svg;
    return sharp
      .default(Buffer.from(svg), { density: 72 * SHARPNESS })
      .flatten({ background: 'white' })
      .png()
      .toBuffer();
  };
}

/** Without a canvas Vega takes 0.8 of the font size for every character: half as much again as the text needs. */
function measureText(vega: Vega): void {
  const { textMetrics } = vega as unknown as {
    textMetrics: { width: (item: { fontSize?: number }, text: string) => number };
  };
  textMetrics.width = ({ fontSize = 11 }, text) => 0.55 * fontSize * String(text).length;
}
