import { tf } from '../engine.ts';
import type { ChannelStatistics, ImageSet } from '../images/ImageSet.ts';
import { normaliseInto, plainView } from '../images/views.ts';
import { lastAttention } from '../model/lastAttention.ts';
import type { Parameters } from '../model/parameters.ts';
import type { VitShape } from '../model/vit.ts';
import { type Cell, cellOf, contactSheet } from './contactSheet.ts';
import { spreadOut } from './spreadOut.ts';

const ROWS = 6;
const MOST_HEADS = 6;

/**
 * A PNG, one image a row: the image, the attention that [CLS] gives to its patches in the last block averaged
 * over the heads, then head by head (the first six). Bright is much; each map has its own scale.
 */
export async function attentionSheet(
  network: Parameters,
  vit: VitShape,
  images: ImageSet,
  statistics: ChannelStatistics,
): Promise<Buffer> {
  const { imageSize: size, heads } = vit;
  const grid = size / vit.patchSize;
  const chosen = spreadOut(images.count, ROWS);
  const views = await Promise.all(chosen.map(async (index) => plainView(await images.picture(index), size)));
  const length = size * size * images.channels;
  const batch = new Float32Array(views.length * length);
  views.forEach(({ pixels }, row) => {
    normaliseInto(pixels, statistics, batch, row * length);
  });
  const attention = tf.tidy(() =>
    lastAttention(network, vit, tf.tensor4d(batch, [views.length, size, size, images.channels])),
  );
  const values = (await attention.data()) as Float32Array;
  attention.dispose();
  const rows = views.map((view, row) => {
    const maps = Array.from({ length: heads }, (_, head) => {
      const from = (row * heads + head) * (1 + grid * grid) + 1;
      return values.subarray(from, from + grid * grid);
    });
    const mean = Float32Array.from({ length: grid * grid }, (_, i) =>
      maps.reduce((sum, map) => sum + (map[i] as number), 0),
    );
    const shown = [mean, ...(heads > 1 ? maps.slice(0, MOST_HEADS) : [])];
    return [cellOf(view), ...shown.map((map) => heat(map, grid))];
  });
  return await contactSheet(rows);
}

/** Dark blue over green to yellow, monotone in brightness, so that it also reads in grey. */
const SCALE = [
  [13, 8, 60],
  [40, 80, 140],
  [30, 145, 140],
  [120, 205, 90],
  [253, 231, 37],
] as const;

function heat(map: Float32Array, grid: number): Cell {
  const [low, high] = [Math.min(...map), Math.max(...map)];
  return {
    width: grid,
    height: grid,
    at: (y, x, c) => {
      const share = high > low ? ((map[y * grid + x] as number) - low) / (high - low) : 0;
      const place = share * (SCALE.length - 1);
      const below = Math.min(SCALE.length - 2, Math.floor(place));
      const [a, b] = [SCALE[below]?.[c] as number, SCALE[below + 1]?.[c] as number];
      return Math.round(a + (b - a) * (place - below));
    },
  };
}
