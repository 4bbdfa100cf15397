import type { Random } from '../random.ts';

/** Operations on RGB floats in [0, 1] in place, as in torchvision. */

const luminance = (r: number, g: number, b: number) => 0.299 * r + 0.587 * g + 0.114 * b;
const clamp = (x: number) => Math.min(1, Math.max(0, x));

export function brightness(rgb: Float32Array, factor: number): void {
  for (let i = 0; i < rgb.length; i++) rgb[i] = clamp((rgb[i] as number) * factor);
}

/** Blends with the mean luminance of the image. */
export function contrast(rgb: Float32Array, factor: number): void {
  let sum = 0;
  for (let i = 0; i < rgb.length; i += 3) {
    sum += luminance(rgb[i] as number, rgb[i + 1] as number, rgb[i + 2] as number);
  }
  const rest = (1 - factor) * (sum / (rgb.length / 3));
  for (let i = 0; i < rgb.length; i++) rgb[i] = clamp((rgb[i] as number) * factor + rest);
}

/** Blends with the grey image; factor 0 is the grey image itself. */
export function saturation(rgb: Float32Array, factor: number): void {
  for (let i = 0; i < rgb.length; i += 3) {
    const rest = (1 - factor) * luminance(rgb[i] as number, rgb[i + 1] as number, rgb[i + 2] as number);
    for (let c = i; c < i + 3; c++) rgb[c] = clamp((rgb[c] as number) * factor + rest);
  }
}

/** Turns the hue of HSV by `shift` of a full circle; value and chroma stay. */
export function hue(rgb: Float32Array, shift: number): void {
  for (let i = 0; i < rgb.length; i += 3) {
    const r = rgb[i] as number;
    const g = rgb[i + 1] as number;
    const b = rgb[i + 2] as number;
    const value = Math.max(r, g, b);
    const chroma = value - Math.min(r, g, b);
    if (chroma === 0) continue;
    let sextant = value === r ? (g - b) / chroma : value === g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
    sextant += 6 * shift;
    rgb[i] = value - chroma * hueRamp(sextant + 5);
    rgb[i + 1] = value - chroma * hueRamp(sextant + 3);
    rgb[i + 2] = value - chroma * hueRamp(sextant + 1);
  }
}

/** max(0, min(k, 4 - k, 1)) with k = x mod 6: how far a channel lies below the value, in chromas. */
function hueRamp(x: number): number {
  const k = x - 6 * Math.floor(x / 6);
  return Math.max(0, Math.min(k, 4 - k, 1));
}

/** Brightness, contrast and saturation by 1 ± 0.4, 0.4 and 0.2 and hue by ± 0.1, in random order. */
export function jitter(rgb: Float32Array, random: Random): void {
  const operations = [
    () => brightness(rgb, random.between(0.6, 1.4)),
    () => contrast(rgb, random.between(0.6, 1.4)),
    () => saturation(rgb, random.between(0.8, 1.2)),
    () => hue(rgb, random.between(-0.1, 0.1)),
  ];
  for (const i of random.permutation(4)) (operations[i] as () => void)();
}

/** Inverts what is 1/2 or brighter. */
export function solarize(rgb: Float32Array): void {
  for (let i = 0; i < rgb.length; i++) if ((rgb[i] as number) >= 0.5) rgb[i] = 1 - (rgb[i] as number);
}

/** Gaussian blur of a square image, standard deviation `sigma` pixels, edges repeated. */
export function blur(rgb: Float32Array, size: number, sigma: number): void {
  // Below 0.15 pixels the weight of a neighbour, exp(-1/(2σ²)), is under 3e-10 of the pixel's own.
  if (sigma < 0.15) return;
  const radius = Math.ceil(3 * sigma);
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - radius) / sigma) ** 2),
  );
  const total = kernel.reduce((a, b) => a + b);
  const held = new Float32Array(rgb.length);
  const pass = (from: Float32Array, to: Float32Array, alongX: boolean) => {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        for (let c = 0; c < 3; c++) {
          let sum = 0;
          for (let k = -radius; k <= radius; k++) {
            const xx = alongX ? Math.min(size - 1, Math.max(0, x + k)) : x;
            const yy = alongX ? y : Math.min(size - 1, Math.max(0, y + k));
            sum += (kernel[k + radius] as number) * (from[(yy * size + xx) * 3 + c] as number);
          }
          to[(y * size + x) * 3 + c] = sum / total;
        }
      }
    }
  };
  pass(rgb, held, true);
  pass(held, rgb, false);
}
