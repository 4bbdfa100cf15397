import sharp from 'sharp';
import { UserError } from '../../UserError.ts';
import type { Mask } from './Mask.ts';

/**
 * An annotation of DAVIS: a PNG whose palette entry, or whose grey value, is the number of the object. The decoder
 * turns palette entries into their colours, so the number is read back from the colour: DAVIS takes the palette of
 * PASCAL VOC, where bits 0, 3, 6 of the number are the highest bits of red, bits 1, 4, 7 of green and 2, 5 of blue.
 */
export async function readMask(file: string): Promise<Mask> {
  const refuse = (error: Error) => {
    throw new UserError(`${file}: cannot be read as an annotation: ${error.message}`);
  };
  const image = sharp(file);
  const grey = (await image.metadata().catch(refuse)).space === 'b-w';
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true }).catch(refuse);
  const { width, height, channels } = info;
  const objects = new Uint8Array(width * height);
  for (let i = 0; i < objects.length; i++) {
    const at = i * channels;
    objects[i] =
      grey || channels < 3
        ? (data[at] as number)
        : numberOf(data[at] as number, data[at + 1] as number, data[at + 2] as number);
  }
  return { width, height, objects };
}

/** The number whose colour in the PASCAL VOC palette is (red, green, blue). */
function numberOf(red: number, green: number, blue: number): number {
  let number = 0;
  for (let j = 0; j < 3; j++) {
    const bit = 7 - j;
    number |= ((red >> bit) & 1) << (3 * j);
    number |= ((green >> bit) & 1) << (3 * j + 1);
    number |= ((blue >> bit) & 1) << (3 * j + 2);
  }
  return number;
}
