import sharp from 'sharp';
import { UserError } from '../UserError.ts';
import type { Picture } from './ImageSet.ts';

/** What a file can be read as: grey, RGB, or RGB with its transparency. */
export const FILE_CHANNELS: readonly number[] = [1, 3, 4];

/**
 * The image of a JPEG or PNG file, upright by its EXIF data, in its own size. Transparency is laid over mid-grey
 * unless it is asked for as a fourth channel; grey is 0.299 R + 0.587 G + 0.114 B. A UserError names a file that
 * cannot be decoded.
 */
export async function decodeImage(file: string, channels: number): Promise<Picture> {
  try {
    const image = sharp(file).rotate().toColourspace('srgb');
    const asked = channels === 4 ? image.ensureAlpha() : image.flatten({ background: '#808080' });
    const { data, info } = await asked.raw().toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const pixels = channels === 1 && info.channels === 3 ? grey(data) : data;
    return {
      width,
      height,
      channels,
      pixels: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length),
    };
  } catch (error) {
    throw new UserError(
      `${file} cannot be decoded (${(error as Error).message.split('\n')[0]}). ` +
        'Repair or remove it, or pass --skip-corrupt to go on without.',
    );
  }
}

/** In whole numbers, rounded as Pillow does. */
function grey(rgb: Uint8Array): Uint8Array {
  const out = new Uint8Array(rgb.length / 3);
  for (let i = 0, j = 0; i < out.length; i++, j += 3) {
    out[i] =
      (19595 * (rgb[j] as number) + 38470 * (rgb[j + 1] as number) + 7471 * (rgb[j + 2] as number) + 32768) >>
      16;
  }
  return out;
}
