import sharp from 'sharp';

/** The least and the largest side of a cell, and the white between cells, in pixels. */
const [SMALLEST_CELL, LARGEST_CELL] = [64, 128];
const GAP = 4;

/** A square picture: the level 0-255 of channel c (0 red, 1 green, 2 blue) at row y and column x. */
export interface Cell {
  readonly size: number;
  readonly at: (y: number, x: number, c: number) => number;
}

/**
 * A PNG of pictures in rows, each brought to the size of the largest, within 64 to 128 pixels, by repeating or
 * leaving out pixels.
 */
export async function contactSheet(rows: readonly (readonly Cell[])[]): Promise<Buffer> {
  const largest = Math.max(...rows.flat().map(({ size }) => size));
  const cell = Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, largest));
  const columns = Math.max(...rows.map((row) => row.length));
  const width = columns * (cell + GAP) - GAP;
  const height = rows.length * (cell + GAP) - GAP;
  const canvas = Buffer.alloc(width * height * 3, 255);
  rows.forEach((row, i) => {
    row.forEach(({ size, at }, j) => {
      for (let y = 0; y < cell; y++) {
        for (let x = 0; x < cell; x++) {
          const to = ((i * (cell + GAP) + y) * width + j * (cell + GAP) + x) * 3;
          const [fromY, fromX] = [Math.floor((y * size) / cell), Math.floor((x * size) / cell)];
          for (let c = 0; c < 3; c++) canvas[to + c] = at(fromY, fromX, c);
        }
      }
    });
  });
  return await sharp(canvas, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
