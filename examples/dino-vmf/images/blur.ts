import type { Picture } from './ImageSet.ts';

const PASSES = 3;
const ONE = 2 ** 24;

/**
 * Gaussian blur of standard deviation `sigma` pixels in place, edges repeated: along x, then along y, three means
 * over a window each, whose ends count by a fraction so that the variance is right (Gwosdek et al., 2011). Each mean is rounded to
 * 8 bits: the numbers of Pillow's GaussianBlur, whose time does not depend on sigma.
 */
export function blur({ width, height, channels, pixels }: Picture, sigma: number): void {
  const radius = windowRadius(sigma);
  if (radius === 0) return;
  const line = new Uint8Array(Math.max(width, height));
  for (let y = 0; y < height; y++) {
    for (let c = 0; c < channels; c++) {
      blurLine(pixels, y * width * channels + c, channels, width, radius, line);
    }
  }
  for (let x = 0; x < width * channels; x++) blurLine(pixels, x, width * channels, height, radius, line);
}

/** The half width l + a, a in [0, 1), of the window whose `PASSES`-fold mean has variance sigma², in float32. */
function windowRadius(sigma: number): number {
  const f = Math.fround;
  const variance = f((f(sigma) * f(sigma)) / PASSES);
  const l = Math.floor((f(Math.sqrt(12 * variance + 1)) - 1) / 2);
  const a = f((2 * l + 1) * (l * (l + 1) - 3 * variance));
  return f(l + f(a / (6 * (variance - (l + 1) * (l + 1)))));
}

/** The passes over `length` pixels that lie `stride` apart. */
function blurLine(
  pixels: Uint8Array,
  start: number,
  stride: number,
  length: number,
  radius: number,
  line: Uint8Array,
): void {
  const whole = Math.floor(radius);
  const inner = Math.floor(Math.fround(ONE / Math.fround(2 * radius + 1)));
  const outer = Math.floor((ONE - (2 * whole + 1) * inner) / 2);
  const end = length - 1;
  for (let pass = 0; pass < PASSES; pass++) {
    for (let i = 0, at = start; i < length; i++, at += stride) line[i] = pixels[at] as number;
    let sum = 0;
    for (let k = -whole; k <= whole; k++) sum += line[k < 0 ? 0 : Math.min(k, end)] as number;
    for (let i = 0, at = start; i < length; i++, at += stride) {
      const before = i - whole - 1;
      const after = i + whole + 1;
      const left = line[Math.max(before, 0)] as number;
      const right = line[Math.min(after, end)] as number;
      pixels[at] = (sum * inner + (left + right) * outer + ONE / 2) / ONE;
      const leaving = i - whole;
      sum += right - (line[Math.max(leaving, 0)] as number);
    }
  }
}
