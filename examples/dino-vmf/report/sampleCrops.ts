import { type ImageSet, imageAt } from '../images/ImageSet.ts';
import { type MultiCropRecipe, randomView } from '../images/views.ts';
import { PURPOSE, Random } from '../random.ts';
import { contactSheet } from './contactSheet.ts';
import { spreadOut } from './spreadOut.ts';

const ROWS = 6;

/** A PNG, one image a row: the image, its two global views, up to four local views, brought to 64 pixels. */
export async function sampleCrops(images: ImageSet, recipe: MultiCropRecipe, seed: number): Promise<Buffer> {
  const recipes = [...recipe.globals, ...Array(Math.min(4, recipe.localCount)).fill(recipe.local)] as const;
  const rows = spreadOut(images.count, ROWS).map((index, row) => {
    const random = Random.keyed(seed, PURPOSE.samples, row);
    const image = imageAt(images, index);
    const cell = (size: number, pixels: ArrayLike<number>, scale: number) => ({
      size,
      at: (y: number, x: number, c: number) => Math.round(scale * (pixels[(y * size + x) * 3 + c] as number)),
    });
    const views = recipes.map((view) => cell(view.size, randomView(image, images.size, view, random), 255));
    return [cell(images.size, image, 1), ...views];
  });
  return await contactSheet(rows);
}
