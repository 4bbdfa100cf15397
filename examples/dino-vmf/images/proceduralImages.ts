import { PURPOSE, Random } from '../random.ts';
import type { Dataset, ImageSet } from './ImageSet.ts';
import { memoryImages } from './memoryImages.ts';
import { sharedBytes } from './sharedBytes.ts';

/**
 * Signed distance to the figure in units of its radius (negative inside), at (u, v) in the frame of the
 * figure. `f` is the spatial frequency of the textures, `dots` the centres of the blobs.
 */
type Figure = (u: number, v: number, f: number, dots: readonly number[]) => number;

const disk = (u: number, v: number) => Math.hypot(u, v) - 1;

const star = (u: number, v: number) => {
  const fold = (2 * Math.PI) / 5;
  const angle = Math.abs((((Math.atan2(v, u) % fold) + 1.5 * fold) % fold) - 0.5 * fold);
  const radius = Math.hypot(u, v);
  const x = radius * Math.cos(angle);
  const y = radius * Math.sin(angle);
  // The edge runs from the tip (1.2, 0) to the notch at angle π/5 and radius 0.5.
  const dx = 0.5 * Math.cos(fold / 2) - 1.2;
  const dy = 0.5 * Math.sin(fold / 2);
  return ((x - 1.2) * dy - y * dx) / Math.hypot(dx, dy);
};

/** Distance to the lines of a unit-period square wave over x, negative on its even halves. */
const wave = (x: number, f: number) => (Math.abs(x * f - Math.round(x * f)) - 0.25) / f;

const FIGURES: Readonly<Record<string, Figure>> = {
  disk,
  ring: (u, v) => Math.abs(Math.hypot(u, v) - 0.8) - 0.22,
  star,
  cross: (u, v) =>
    Math.min(
      Math.max(Math.abs(u) - 1.05, Math.abs(v) - 0.3),
      Math.max(Math.abs(u) - 0.3, Math.abs(v) - 1.05),
    ),
  stripes: (u, _v, f) => wave(u, f),
  checkers: (u, v, f) => {
    const a = wave(u, f * 0.75);
    const b = wave(v, f * 0.75);
    return Math.sign(a * b) * Math.min(Math.abs(a), Math.abs(b));
  },
  waves: (u, v, f) => wave(u + 0.25 * Math.sin(5 * v), f),
  blobs: (u, v, _f, dots) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < dots.length; i += 2) {
      nearest = Math.min(nearest, Math.hypot(u - (dots[i] as number), v - (dots[i + 1] as number)) - 0.24);
    }
    return nearest;
  },
};

export const PROCEDURAL_CLASSES: readonly string[] = Object.keys(FIGURES);

/** Colours stray this far from grey. Wider, colour alone tells images apart, and DINO learns nothing else. */
const TINT = 0.05;

/**
 * Drawn images of eight classes that differ in shape (disk, ring, star, cross) and texture (stripes,
 * checkers, waves, blobs). Position, size, rotation, both colours, a background gradient, a stray bar,
 * texture frequency and noise vary at random within each class, so that pixels tell little about it.
 *
 * Classes take turns, so every multiple of eight images is balanced. Image i depends on (seed, split, i).
 */
export function proceduralImages(
  seed: number,
  trainCount: number,
  testCount: number,
  size: number,
  channels = 3,
): Dataset {
  return {
    name: 'built-in procedural images',
    train: drawSet(seed, 0, trainCount, size, channels),
    test: drawSet(seed, 1, testCount, size, channels),
    warnings: [],
  };
}

function drawSet(seed: number, split: number, count: number, size: number, channels: number): ImageSet {
  const length = size * size * channels;
  const pixels = sharedBytes(count * length);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % PROCEDURAL_CLASSES.length;
    const figure = FIGURES[PROCEDURAL_CLASSES[labels[i] as number] as string] as Figure;
    const random = Random.keyed(seed, PURPOSE.images, split, i);
    draw(figure, random, size, channels, pixels.subarray(i * length, (i + 1) * length));
  }
  const sides = new Int32Array(count).fill(size);
  const source = { kind: 'memory', channels, widths: sides, heights: sides, pixels } as const;
  return memoryImages(source, labels, PROCEDURAL_CLASSES);
}

function draw(figure: Figure, random: Random, size: number, channels: number, out: Uint8Array): void {
  const radius = size * random.between(0.25, 0.4);
  const x0 = size / 2 + random.between(-1, 1) * (size / 2 - radius) * 0.8;
  const y0 = size / 2 + random.between(-1, 1) * (size / 2 - radius) * 0.8;
  const rotation = random.between(-0.4, 0.4);
  const frequency = random.between(1.4, 2);
  const dots = scatteredDots(random);
  const [ground, ink] = contrastingColours(random, channels);
  const slope = [random.between(-0.1, 0.1), random.between(-0.1, 0.1)] as const;
  const barAngle = random.between(0, Math.PI);
  const barOffset = random.between(-0.4, 0.4) * size;
  const barShade = random.between(-0.15, 0.15);
  const noise = 0.12;
  const cos = Math.cos(rotation) / radius;
  const sin = Math.sin(rotation) / radius;

  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const dx = x + 0.5 - x0;
      const dy = y + 0.5 - y0;
      const distance = figure(dx * cos + dy * sin, dy * cos - dx * sin, frequency, dots) * radius;
      const cover = Math.min(1, Math.max(0, 0.5 - distance));
      const gradient = (slope[0] * (x - size / 2) + slope[1] * (y - size / 2)) / (size / 2);
      const across = (x - size / 2) * Math.cos(barAngle) + (y - size / 2) * Math.sin(barAngle) - barOffset;
      const bar = barShade * Math.min(1, Math.max(0, size * 0.05 - Math.abs(across)));
      for (let c = 0; c < channels; c++, i++) {
        const back = (ground[c] as number) + gradient + bar;
        const value = back + cover * ((ink[c] as number) - back) + noise * random.normal();
        out[i] = Math.round(255 * Math.min(1, Math.max(0, value)));
      }
    }
  }
}

/** Five centres inside the unit disk that keep apart, so that blobs stay several. */
function scatteredDots(random: Random): number[] {
  const dots: number[] = [];
  for (let tries = 0; dots.length < 10 && tries < 200; tries++) {
    const angle = random.between(0, 2 * Math.PI);
    const r = 0.85 * Math.sqrt(random.uniform());
    const [u, v] = [r * Math.cos(angle), r * Math.sin(angle)];
    let clear = true;
    for (let i = 0; i < dots.length; i += 2) {
      if (Math.hypot(u - (dots[i] as number), v - (dots[i + 1] as number)) < 0.6) clear = false;
    }
    if (clear) dots.push(u, v);
  }
  return dots;
}

/** Two muted colours whose grey levels differ by at least 0.3, either one the lighter. */
function contrastingColours(random: Random, channels: number): [number[], number[]] {
  let ground = 0;
  let ink = 0;
  while (Math.abs(ground - ink) < 0.3) {
    ground = random.between(0.1, 0.9);
    ink = random.between(0.1, 0.9);
  }
  const tinted = (grey: number) => Array.from({ length: channels }, () => grey + random.between(-TINT, TINT));
  return [tinted(ground), tinted(ink)];
}
