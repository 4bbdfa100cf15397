import type { Random } from '../random.ts';
import type { Picture } from './ImageSet.ts';

/**
 * Operations on 8-bit images in place, each rounded to 8 bits: the numbers of Pillow's ImageEnhance, and of
 * torchvision's colour jitter on Pillow images.
 */

const luminance = (r: number, g: number, b: number) => (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;

/** from + factor·(to - from) in float32, cut to a whole number in [0, 255]. */
function blended(from: number, to: number, factor: number): number {
  const value = Math.fround(from + Math.fround(factor * (to - from)));
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.trunc(value);
}

/** Every pixel blended with one grey. */
function blendAll(pixels: Uint8Array, grey: number, factor: number): void {
  const single = Math.fround(factor);
  const table = Uint8Array.from({ length: 256 }, (_, x) => blended(grey, x, single));
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[pixels[i] as number] as number;
}

export function brightness({ pixels }: Picture, factor: number): void {
  blendAll(pixels, 0, factor);
}

/** Blends with the mean luminance of the image, or the mean of all channels where they are not RGB. */
export function contrast({ pixels, channels }: Picture, factor: number): void {
  let sum = 0;
  if (channels === 3) {
    for (let i = 0; i < pixels.length; i += 3) {
      sum += luminance(pixels[i] as number, pixels[i + 1] as number, pixels[i + 2] as number);
    }
  } else for (const x of pixels) sum += x;
  const count = channels === 3 ? pixels.length / 3 : pixels.length;
  blendAll(pixels, Math.floor(sum / count + 0.5), factor);
}

/** Blends RGB with the grey image; factor 0 is the grey image itself. */
export function saturation({ pixels }: Picture, factor: number): void {
  const single = Math.fround(factor);
  for (let i = 0; i < pixels.length; i += 3) {
    const grey = luminance(pixels[i] as number, pixels[i + 1] as number, pixels[i + 2] as number);
    for (let c = i; c < i + 3; c++) pixels[c] = blended(grey, pixels[c] as number, single);
  }
}

/** Turns the hue of RGB by `shift` of a full circle, through HSV of 8 bits each. */
export function hue({ pixels }: Picture, shift: number): void {
  const turn = Math.trunc(shift * 255);
  // How far each channel lies below the value goes up and down around the circle of six sixths.
  const around = new Uint8Array(6);
  for (let i = 0; i < pixels.length; i += 3) {
    const r = pixels[i] as number;
    const g = pixels[i + 1] as number;
    const b = pixels[i + 2] as number;
    const value = Math.max(r, g, b);
    const chroma = value - Math.min(r, g, b);
    if (chroma === 0) continue;
    const turned = (eightBitHue(r, g, b, value, chroma) + turn) & 255;
    const saturation = Math.fround(Math.trunc(Math.fround(chroma / value) * 255) / 255);
    const place = (turned * 6) / 255;
    const sixth = place | 0;
    const past = Math.fround(place - sixth);
    around[0] = around[5] = value;
    around[1] = Math.round(value * (1 - Math.fround(saturation * past)));
    around[2] = around[3] = Math.round(value * (1 - saturation));
    around[4] = Math.round(value * (1 - saturation * (1 - past)));
    for (let c = 0; c < 3; c++) pixels[i + c] = around[(sixth + 6 - 2 * c) % 6] as number;
  }
}

/** The hue in [0, 255], in float32. */
function eightBitHue(r: number, g: number, b: number, value: number, chroma: number): number {
  const below = (x: number) => Math.fround((value - x) / chroma);
  const sixths =
    value === r ? below(b) - below(g) : value === g ? 2 + below(r) - below(b) : 4 + below(g) - below(r);
  const circle = Math.fround(sixths) / 6 + 1;
  return Math.trunc(Math.fround(circle - Math.floor(circle)) * 255);
}

/**
 * Brightness, contrast and saturation by 1 ± 0.4, 0.4 and 0.2 and hue by ± 0.1, all times `strength`, in random
 * order. Saturation and hue are of RGB; other images are spared them.
 */
export function jitter(picture: Picture, random: Random, strength: number): void {
  const around = (width: number) => random.between(Math.max(0, 1 - width * strength), 1 + width * strength);
  const colours = picture.channels === 3;
  const operations = [
    () => brightness(picture, around(0.4)),
    () => contrast(picture, around(0.4)),
    () => {
      const factor = around(0.2);
      if (colours) saturation(picture, factor);
    },
    () => {
      const shift = random.between(-0.1 * strength, 0.1 * strength);
      if (colours) hue(picture, shift);
    },
  ];
  for (const i of random.permutation(4)) (operations[i] as () => void)();
}

/** Inverts what is 128 or brighter. */
export function solarize({ pixels }: Picture): void {
  for (let i = 0; i < pixels.length; i++) {
    const x = pixels[i] as number;
    if (x >= 128) pixels[i] = 255 - x;
  }
}
