import sharp from 'sharp';
import type { ImageSet, Picture } from '../images/ImageSet.ts';
import { type MultiCropRecipe, randomView } from '../images/views.ts';
import { PURPOSE, Random } from '../random.ts';

const GAP = 4;
const ROWS = 6;
const [SMALLEST_CELL, LARGEST_CELL] = [64, 128];

/** A PNG, one image a row: the image, its two global views, up to four local views, at 64 to 128 pixels each. */
export async function sampleCrops(images: ImageSet, recipe: MultiCropRecipe, seed: number): Promise<Buffer> {
  const recipes = [...recipe.globals, ...Array(Math.min(4, recipe.localCount)).fill(recipe.local)] as const;
  const cell = Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, recipe.globals[0].size));
  const rows = Math.min(ROWS, images.count);
  const cells: { input: Buffer; top: number; left: number }[] = [];
  const paste = async (picture: Picture, row: number, column: number) => {
    const { data, info } = await shown(picture, cell);
    const raw = { width: info.width, height: info.height, channels: 3 } as const;
    cells.push({
      input: await sharp(data, { raw }).png().toBuffer(),
      top: row * (cell + GAP) + ((cell - info.height) >> 1),
      left: column * (cell + GAP) + ((cell - info.width) >> 1),
    });
  };
  for (let row = 0; row < rows; row++) {
    const random = Random.keyed(seed, PURPOSE.samples, row);
    // Images of folders lie class by class: steps of count/rows show several classes.
    const picture = await images.picture(
      Math.min(images.count - 1, Math.floor((row * images.count) / rows) + (row % 8)),
    );
    await paste(picture, row, 0);
    for (const [column, view] of recipes.entries()) {
      await paste(randomView(picture, view, random), row, column + 1);
    }
  }
  const size = (count: number) => count * (cell + GAP) - GAP;
  const blank = {
    width: size(recipes.length + 1),
    height: size(rows),
    channels: 3,
    background: '#fff',
  } as const;
  return await sharp({ create: blank }).composite(cells).png({ compressionLevel: 9 }).toBuffer();
}

/** RGB inside a square of `cell` pixels: small images by their pixels, large ones made smaller. */
async function shown({ width, height, channels, pixels }: Picture, cell: number) {
  const count = width * height;
  // Of one or two channels the first is shown, of four the first three.
  const rgb = Buffer.alloc(3 * count);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = pixels[i * channels + (channels < 3 ? 0 : c)] as number;
  }
  const kernel = Math.max(width, height) <= cell ? 'nearest' : 'cubic';
  return await sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize(cell, cell, { fit: 'inside', kernel })
    .raw()
    .toBuffer({ resolveWithObject: true });
}
