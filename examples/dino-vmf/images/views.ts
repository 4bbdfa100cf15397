import { PURPOSE, Random } from '../random.ts';
import { blur, jitter, saturation, solarize } from './colour.ts';
import { type ImageSet, imageAt } from './ImageSet.ts';
import { type Box, cropResized } from './resample.ts';

/** How one kind of view is cut and coloured. */
export interface ViewRecipe {
  readonly size: number;
  /** Share of the image's area that the crop covers, drawn uniformly between the two. */
  readonly scale: readonly [number, number];
  readonly blurProbability: number;
  readonly solarizeProbability: number;
}

/** The views of one image: two global ones, seen by teacher and student, and local ones for the student. */
export interface MultiCropRecipe {
  readonly globals: readonly [ViewRecipe, ViewRecipe];
  readonly local: ViewRecipe;
  readonly localCount: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** One batch of views, view-major: all first globals, all second globals, all first locals, ... */
export interface MultiCropBatch {
  readonly globals: Float32Array;
  readonly locals: Float32Array;
}

/** DINO's recipe: blur with probability 1, 0.1 and 0.5, solarize 0.2 on the second global view alone. */
export function multiCropRecipe(settings: {
  readonly globalSize: number;
  readonly localSize: number;
  readonly localCrops: number;
  readonly globalScale: readonly [number, number];
  readonly localScale: readonly [number, number];
  readonly mean: readonly number[];
  readonly std: readonly number[];
}): MultiCropRecipe {
  const global = { size: settings.globalSize, scale: settings.globalScale };
  return {
    globals: [
      { ...global, blurProbability: 1, solarizeProbability: 0 },
      { ...global, blurProbability: 0.1, solarizeProbability: 0.2 },
    ],
    local: {
      size: settings.localSize,
      scale: settings.localScale,
      blurProbability: 0.5,
      solarizeProbability: 0,
    },
    localCount: settings.localCrops,
    mean: settings.mean,
    std: settings.std,
  };
}

/** All views of the images `indices` at step `step`, drawn from the streams (seed, views, step, row). */
export function multiCropBatch(
  images: ImageSet,
  indices: Int32Array,
  recipe: MultiCropRecipe,
  seed: number,
  step: number,
): MultiCropBatch {
  const globalLength = recipe.globals[0].size ** 2 * 3;
  const localLength = recipe.local.size ** 2 * 3;
  const batch = indices.length;
  const globals = new Float32Array(2 * batch * globalLength);
  const locals = new Float32Array(recipe.localCount * batch * localLength);
  indices.forEach((index, row) => {
    const random = Random.keyed(seed, PURPOSE.views, step, row);
    const image = imageAt(images, index);
    recipe.globals.forEach((global, view) => {
      const pixels = randomView(image, images.size, global, random);
      normaliseInto(pixels, recipe, globals, (view * batch + row) * globalLength);
    });
    for (let view = 0; view < recipe.localCount; view++) {
      const pixels = randomView(image, images.size, recipe.local, random);
      normaliseInto(pixels, recipe, locals, (view * batch + row) * localLength);
    }
  });
  return { globals, locals };
}

/** One random view as RGB in [0, 1]: random resized crop, flip 1/2, jitter 0.8, grey 0.2, blur, solarize. */
export function randomView(
  image: Uint8Array,
  size: number,
  recipe: ViewRecipe,
  random: Random,
): Float32Array {
  const box = randomBox(size, recipe.scale, random);
  const view = cropResized(image, size, box, recipe.size, random.chance(0.5));
  if (random.chance(0.8)) jitter(view, random);
  if (random.chance(0.2)) saturation(view, 0);
  // The published σ in [0.1, 2] is in pixels of a 224-pixel view.
  if (random.chance(recipe.blurProbability))
    blur(view, recipe.size, (random.between(0.1, 2) * recipe.size) / 224);
  if (random.chance(recipe.solarizeProbability)) solarize(view);
  return view;
}

/** A box of the given share of the area with aspect ratio in [3/4, 4/3], inside the image. */
export function randomBox(size: number, scale: readonly [number, number], random: Random): Box {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = size * size * random.between(scale[0], scale[1]);
    const ratio = Math.exp(random.between(Math.log(3 / 4), Math.log(4 / 3)));
    const width = Math.round(Math.sqrt(area * ratio));
    const height = Math.round(Math.sqrt(area / ratio));
    if (width >= 1 && height >= 1 && width <= size && height <= size) {
      return {
        x: random.integer(size - width + 1),
        y: random.integer(size - height + 1),
        width,
        height,
      };
    }
  }
  return { x: 0, y: 0, width: size, height: size };
}

/** (x - mean) / std per channel, written from `offset` on. */
export function normaliseInto(
  pixels: Float32Array,
  { mean, std }: { readonly mean: readonly number[]; readonly std: readonly number[] },
  out: Float32Array,
  offset: number,
): void {
  for (let i = 0; i < pixels.length; i++) {
    const c = i % 3;
    out[offset + i] = ((pixels[i] as number) - (mean[c] as number)) / (std[c] as number);
  }
}

/** Whole images [from, to), normalised and not augmented: what the features for kNN are taken from. */
export function plainBatch(
  images: ImageSet,
  from: number,
  to: number,
  size: number,
  statistics: {
    readonly mean: readonly number[];
    readonly std: readonly number[];
  },
): Float32Array {
  const length = size * size * 3;
  const out = new Float32Array((to - from) * length);
  const whole = { x: 0, y: 0, width: images.size, height: images.size };
  for (let i = from; i < to; i++) {
    const pixels = cropResized(imageAt(images, i), images.size, whole, size, false);
    normaliseInto(pixels, statistics, out, (i - from) * length);
  }
  return out;
}
