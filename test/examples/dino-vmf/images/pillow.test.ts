import { expect, it } from 'vitest';
import { blur } from '../../../../examples/dino-vmf/images/blur.ts';
import {
  brightness,
  contrast,
  hue,
  saturation,
  solarize,
} from '../../../../examples/dino-vmf/images/colour.ts';
import type { Picture } from '../../../../examples/dino-vmf/images/ImageSet.ts';
import { cropResized } from '../../../../examples/dino-vmf/images/resample.ts';
import { plainView } from '../../../../examples/dino-vmf/images/views.ts';
import { type Row, readTable } from '../../../support/table.ts';

const rows = readTable('views');

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

function before(row: Row): Picture {
  const [width, height, channels] = [row.width, row.height, row.channels].map(Number);
  return { width, height, channels, pixels: bytes(row.before) };
}

/** What the trainer makes of the picture of a row. */
function made(row: Row): Picture {
  const picture = before(row);
  const [a = 0, y, width, height, side, mirrored] = row.arguments.split(' ').map(Number);
  switch (row.operation) {
    case 'crop':
      return cropResized(picture, { x: a, y, width, height }, { width: side, height: side }, mirrored === 1);
    case 'plain':
      return plainView(picture, a);
    case 'brightness':
      brightness(picture, a);
      break;
    case 'contrast':
      contrast(picture, a);
      break;
    case 'saturation':
      saturation(picture, a);
      break;
    case 'hue':
      hue(picture, a);
      break;
    case 'blur':
      blur(picture, a);
      break;
    case 'solarize':
      solarize(picture);
      break;
  }
  return picture;
}

const operations = [...new Set(rows.map(({ operation }) => operation))];

it('the table has every operation of a view', () => {
  expect(operations.sort()).toEqual(
    ['blur', 'brightness', 'contrast', 'crop', 'hue', 'plain', 'saturation', 'solarize'].sort(),
  );
});

it.each(operations)('%s gives the bytes of Pillow', (operation) => {
  for (const row of rows.filter((r) => r.operation === operation)) {
    const { width, height, pixels } = made(row);
    const about = `${operation} ${row.arguments} of ${row.width} x ${row.height} x ${row.channels}`;
    expect([width, height], about).toEqual([Number(row.outWidth), Number(row.outHeight)]);
    expect([...pixels], about).toEqual([...bytes(row.after)]);
  }
});
