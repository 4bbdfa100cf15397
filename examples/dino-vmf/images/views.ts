import { PURPOSE, Random } from '../random.ts';
import { blur } from './blur.ts';
import { jitter, saturation, solarize } from './colour.ts';
import type { ChannelStatistics, ImageSet, Picture } from './ImageSet.ts';
import type { MultiCropRecipe, ViewRecipe } from './multiCropRecipe.ts';
import { type Box, cropResized } from './resample.ts';

export { type MultiCropRecipe, multiCropRecipe, type ViewRecipe } from './multiCropRecipe.ts';

/** One batch of views, view-major: all first globals, all second globals, all first locals, ... */
export interface MultiCropBatch {
  readonly globals: Float32Array;
  readonly locals: Float32Array;
}

/**
 * All views of the images `indices` at step `step`, drawn from the streams (seed, views, step, row); the first
 * index is that of row `firstRow` of the step, so that a batch may be made in parts.
 */
export async function multiCropBatch(
  images: ImageSet,
  indices: Int32Array,
  recipe: MultiCropRecipe,
  seed: number,
  step: number,
  firstRow = 0,
): Promise<MultiCropBatch> {
  const globalLength = recipe.globals[0].size ** 2 * images.channels;
  const localLength = recipe.local.size ** 2 * images.channels;
  const batch = indices.length;
  const globals = new Float32Array(recipe.globals.length * batch * globalLength);
  const locals = new Float32Array(recipe.localCount * batch * localLength);
  const cut = (picture: Picture, row: number) => {
    const random = Random.keyed(seed, PURPOSE.views, step, firstRow + row);
    recipe.globals.forEach((global, view) => {
      const { pixels } = randomView(picture, global, random);
      normaliseInto(pixels, recipe, globals, (view * batch + row) * globalLength);
    });
    for (let view = 0; view < recipe.localCount; view++) {
      const { pixels } = randomView(picture, recipe.local, random);
      normaliseInto(pixels, recipe, locals, (view * batch + row) * localLength);
    }
  };
  await forEachPicture(images, indices, cut);
  return { globals, locals };
}

/** One random view: random resized crop, flip, jitter, grey, blur, solarize. */
export function randomView(picture: Picture, recipe: ViewRecipe, random: Random): Picture {
  const box = randomBox(picture.width, picture.height, recipe.scale, random);
  const size = { width: recipe.size, height: recipe.size };
  const view = cropResized(picture, box, size, random.chance(recipe.flipProbability));
  if (random.chance(recipe.jitterProbability)) jitter(view, random, recipe.jitterStrength);
  if (random.chance(recipe.greyProbability) && view.channels === 3) saturation(view, 0);
  if (random.chance(recipe.blurProbability)) blur(view, random.between(...recipe.blurSigma));
  if (random.chance(recipe.solarizeProbability)) solarize(view);
  return view;
}

const [NARROWEST, WIDEST] = [3 / 4, 4 / 3];

/**
 * A box of the given share of the area with aspect ratio in [3/4, 4/3], inside the image; after ten that do not
 * fit, the largest in the middle whose ratio does.
 */
export function randomBox(
  width: number,
  height: number,
  scale: readonly [number, number],
  random: Random,
): Box {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = width * height * random.between(scale[0], scale[1]);
    const ratio = Math.exp(random.between(Math.log(NARROWEST), Math.log(WIDEST)));
    const w = Math.round(Math.sqrt(area * ratio));
    const h = Math.round(Math.sqrt(area / ratio));
    if (w >= 1 && h >= 1 && w <= width && h <= height) {
      return { x: random.integer(width - w + 1), y: random.integer(height - h + 1), width: w, height: h };
    }
  }
  const w = Math.min(width, Math.round(height * WIDEST));
  const h = Math.min(height, Math.round(width / NARROWEST));
  return { x: (width - w) >> 1, y: (height - h) >> 1, width: w, height: h };
}

/** (x/255 - mean) / std per channel, written from `offset` on. */
export function normaliseInto(
  pixels: Uint8Array,
  { mean, std }: ChannelStatistics,
  out: Float32Array,
  offset: number,
): void {
  const channels = mean.length;
  for (let c = 0; c < channels; c++) {
    const [m, s] = [mean[c] as number, std[c] as number];
    for (let i = c; i < pixels.length; i += channels) out[offset + i] = ((pixels[i] as number) / 255 - m) / s;
  }
}

/**
 * Images [from, to), normalised and not augmented: what features are taken from. The shorter side is resized and the
 * middle cut out; of 160 pixels and more a margin is left, as published: 256 pixels are resized to, 224 taken.
 */
export async function plainBatch(
  images: ImageSet,
  from: number,
  to: number,
  size: number,
  statistics: ChannelStatistics,
): Promise<Float32Array> {
  const length = size * size * images.channels;
  const out = new Float32Array((to - from) * length);
  const indices = Int32Array.from({ length: to - from }, (_, i) => from + i);
  await forEachPicture(images, indices, (picture, row) => {
    normaliseInto(plainView(picture, size).pixels, statistics, out, row * length);
  });
  return out;
}

const MARGIN_FROM = 160;
const MARGIN = 256 / 224;

/** The middle square of an image, see `plainBatch`. */
export function plainView(picture: Picture, size: number): Picture {
  const { width, height } = picture;
  const side = size >= MARGIN_FROM ? Math.round(size * MARGIN) : size;
  const whole =
    width <= height
      ? { width: side, height: Math.trunc((side * height) / width) }
      : { width: Math.trunc((side * width) / height), height: side };
  const middle = { x: (whole.width - size) >> 1, y: (whole.height - size) >> 1, width: size, height: size };
  return cropResized(picture, { x: 0, y: 0, width, height }, whole, false, middle);
}

const DECODES_AT_ONCE = 8;

/** The images one by one, in any order; a few at once where they have to be decoded. */
async function forEachPicture(
  images: ImageSet,
  indices: Int32Array,
  use: (picture: Picture, row: number) => void,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < indices.length) {
      const row = next++;
      use(await images.picture(indices[row] as number), row);
    }
  };
  await Promise.all(Array.from({ length: images.source.kind === 'files' ? DECODES_AT_ONCE : 1 }, work));
}
