import sharp from 'sharp';

/** Side of a cell, and the white between cells, in pixels. */
const CELL = 64;
const GAP = 4;

/** A square picture: the level 0-255 of channel c (0 red, 1 green, 2 blue) at row y and column x. */
export interface Cell {
  readonly size: number;
  readonly at: (y: number, x: number, c: number) => number;
}

/** A PNG of pictures in rows, each brought to 64 pixels by repeating or leaving out pixels. */
export async function contactSheet(rows: readonly (readonly Cell[])[]): Promise<Buffer> {
  const columns = Math.max(...rows.map((row) => row.length));
  const width = columns * (CELL + GAP) - GAP;
  const height = rows.length * (CELL + GAP) - GAP;
  const canvas = Buffer.alloc(width * height * 3, 255);
  rows.forEach((row, i) => {
    row.forEach(({ size, at }, j) => {
      for (let y = 0; y < CELL; y++) {
        for (let x = 0; x < CELL; x++) {
          const to = ((i * (CELL + GAP) + y) * width + j * (CELL + GAP) + x) * 3;
          const [fromY, fromX] = [Math.floor((y * size) / CELL), Math.floor((x * size) / CELL)];
          for (let c = 0; c < 3; c++) canvas[to + c] = at(fromY, fromX, c);
        }
      }
    });
  });
  return await sharp(canvas, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
