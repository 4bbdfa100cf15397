import sharp from 'sharp';
import type { Picture } from '../images/ImageSet.ts';

/** The least and the largest side of a cell, and the white between cells, in pixels. */
const SMALLEST_CELL = 64;
export const LARGEST_CELL = 128;
const GAP = 4;

/** A picture: the level 0-255 of channel c (0 red, 1 green, 2 blue) at row y and column x. */
export interface Cell {
  readonly width: number;
  readonly height: number;
  readonly at: (y: number, x: number, c: number) => number;
}

/** Of one or two channels the first is shown, of four the first three. */
export function cellOf({ width, height, channels, pixels }: Picture): Cell {
  return {
    width,
    height,
    at: (y, x, c) => pixels[(y * width + x) * channels + (channels < 3 ? 0 : c)] as number,
  };
}

/**
 * A PNG of pictures in rows, each fitted into the middle of a square of the size of the largest, within 64 to 128
 * pixels, by repeating or leaving out pixels.
 */
export async function contactSheet(rows: readonly (readonly Cell[])[]): Promise<Buffer> {
  const longest = (own: Cell) => Math.max(own.width, own.height);
  const cell = Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, ...rows.flat().map(longest)));
  const columns = Math.max(...rows.map((row) => row.length));
  const width = columns * (cell + GAP) - GAP;
  const height = rows.length * (cell + GAP) - GAP;
  const canvas = Buffer.alloc(width * height * 3, 255);
  rows.forEach((row, i) => {
    row.forEach((own, j) => {
      const [shownHeight, shownWidth] = [own.height, own.width].map((side) =>
        Math.max(1, Math.round((cell * side) / longest(own))),
      ) as [number, number];
      const top = i * (cell + GAP) + ((cell - shownHeight) >> 1);
      const left = j * (cell + GAP) + ((cell - shownWidth) >> 1);
      for (let y = 0; y < shownHeight; y++) {
        const fromY = Math.floor((y * own.height) / shownHeight);
        for (let x = 0; x < shownWidth; x++) {
          const fromX = Math.floor((x * own.width) / shownWidth);
          const to = ((top + y) * width + left + x) * 3;
          for (let c = 0; c < 3; c++) canvas[to + c] = own.at(fromY, fromX, c);
        }
      }
    });
  });
  return await sharp(canvas, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
