import { PURPOSE, Random } from '../random.ts';
import type { Config } from '../settings/config.ts';

/** What drawing masks needs to know of the settings. */
export type MaskSettings = Pick<
  Config,
  'seed' | 'imageSize' | 'patchSize' | 'batchSize' | 'maskRatio' | 'maskRatioVariation' | 'maskShape'
>;

const TRIES = 10;
const LOG_ASPECT = Math.log(1 / 0.3);

/**
 * Which patches of the global views the student does not see at step `step`: 1 where hidden, view-major as the
 * views are, [2 · batch · patches]. Every image draws from the stream (seed, masks, step, row).
 */
export function drawMasks(settings: MaskSettings, step: number): Uint8Array {
  const { seed, imageSize, patchSize, batchSize } = settings;
  const grid = imageSize / patchSize;
  const hidden = new Uint8Array(2 * batchSize * grid * grid);
  for (let row = 0; row < batchSize; row++) {
    const random = Random.keyed(seed, PURPOSE.masks, step, row);
    for (let view = 0; view < 2; view++) {
      const from = (view * batchSize + row) * grid * grid;
      const mask = hidden.subarray(from, from + grid * grid);
      const wanted = drawRatio(settings, random) * grid * grid;
      if (settings.maskShape === 'block') hideBlocks(mask, grid, wanted, random);
      else
        for (const patch of random.permutation(grid * grid).subarray(0, Math.floor(wanted))) mask[patch] = 1;
    }
  }
  return hidden;
}

/** One entry of the list, uniform within its variation. */
function drawRatio({ maskRatio, maskRatioVariation }: MaskSettings, random: Random): number {
  const entry = random.integer(maskRatio.length);
  const [middle, by] = [maskRatio[entry] as number, maskRatioVariation[entry] as number];
  return random.between(middle - by, middle + by);
}

/**
 * Hides rectangles until `wanted` patches are hidden, never more: area uniform between (grid/3)² and what is
 * left, logarithm of the aspect ratio uniform, sides shorter than the grid. It ends early where ten tries in a
 * row find no rectangle that fits.
 */
function hideBlocks(mask: Uint8Array, grid: number, wanted: number, random: Random): void {
  const smallest = Math.floor(grid / 3) ** 2;
  let hidden = 0;
  let tries = 0;
  while (hidden < wanted && tries < TRIES) {
    tries++;
    const left = wanted - hidden;
    const area = random.between(smallest, left);
    const aspect = Math.exp(random.between(-LOG_ASPECT, LOG_ASPECT));
    const height = Math.round(Math.sqrt(area * aspect));
    const width = Math.round(Math.sqrt(area / aspect));
    if (height >= grid || width >= grid) continue;
    const top = random.integer(grid - height + 1);
    const across = random.integer(grid - width + 1);
    const fresh: number[] = [];
    for (let y = top; y < top + height; y++) {
      for (let x = across; x < across + width; x++) if (mask[y * grid + x] === 0) fresh.push(y * grid + x);
    }
    if (fresh.length === 0 || fresh.length > left) continue;
    for (const patch of fresh) mask[patch] = 1;
    hidden += fresh.length;
    tries = 0;
  }
}
