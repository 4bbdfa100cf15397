import type { ImageSet, Picture } from '../images/ImageSet.ts';
import { cropResized } from '../images/resample.ts';
import { type MultiCropRecipe, randomView } from '../images/views.ts';
import { PURPOSE, Random } from '../random.ts';
import { cellOf, contactSheet, LARGEST_CELL } from './contactSheet.ts';
import { spreadOut } from './spreadOut.ts';

const ROWS = 6;
const MOST_LOCALS = 4;

/** A PNG, one image a row: the image, its two global views, up to four local views. */
export async function sampleCrops(images: ImageSet, recipe: MultiCropRecipe, seed: number): Promise<Buffer> {
  const locals = Array(Math.min(MOST_LOCALS, recipe.localCount)).fill(recipe.local);
  const recipes = [...recipe.globals, ...locals] as const;
  const rows = await Promise.all(
    spreadOut(images.count, ROWS).map(async (index, row) => {
      const random = Random.keyed(seed, PURPOSE.samples, row);
      const picture = await images.picture(index);
      const views = recipes.map((view) => randomView(picture, view, random));
      return [picture, ...views].map((own) => cellOf(shrunk(own)));
    }),
  );
  return await contactSheet(rows);
}

/** A picture that is larger than a cell, made as large as a cell. */
function shrunk(picture: Picture): Picture {
  const { width, height } = picture;
  const scale = LARGEST_CELL / Math.max(width, height);
  if (scale >= 1) return picture;
  const size = {
    width: Math.max(1, Math.round(scale * width)),
    height: Math.max(1, Math.round(scale * height)),
  };
  return cropResized(picture, { x: 0, y: 0, width, height }, size);
}
