import sharp from 'sharp';
import { type ImageSet, imageAt } from '../images/ImageSet.ts';
import { type MultiCropRecipe, randomView } from '../images/views.ts';
import { PURPOSE, Random } from '../random.ts';

const CELL = 64;
const GAP = 4;
const ROWS = 6;

/** A PNG, one image a row: the image, its two global views, up to four local views, enlarged to 64 pixels. */
export async function sampleCrops(images: ImageSet, recipe: MultiCropRecipe, seed: number): Promise<Buffer> {
  const recipes = [...recipe.globals, ...Array(Math.min(4, recipe.localCount)).fill(recipe.local)] as const;
  const rows = Math.min(ROWS, images.count);
  const width = (recipes.length + 1) * (CELL + GAP) - GAP;
  const height = rows * (CELL + GAP) - GAP;
  const canvas = Buffer.alloc(width * height * 3, 255);
  const paste = (row: number, column: number, size: number, at: (i: number) => number) => {
    for (let y = 0; y < CELL; y++) {
      for (let x = 0; x < CELL; x++) {
        const from = (Math.floor((y * size) / CELL) * size + Math.floor((x * size) / CELL)) * 3;
        const to = ((row * (CELL + GAP) + y) * width + column * (CELL + GAP) + x) * 3;
        for (let c = 0; c < 3; c++) canvas[to + c] = at(from + c);
      }
    }
  };
  for (let row = 0; row < rows; row++) {
    const random = Random.keyed(seed, PURPOSE.samples, row);
    // Images of folders lie class by class: steps of count/rows show several classes.
    const image = imageAt(images, Math.floor((row * images.count) / rows) + (row % 8));
    paste(row, 0, images.size, (i) => image[i] as number);
    recipes.forEach((view, column) => {
      const pixels = randomView(image, images.size, view, random);
      paste(row, column + 1, view.size, (i) => Math.round(255 * (pixels[i] as number)));
    });
  }
  return await sharp(canvas, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
}
