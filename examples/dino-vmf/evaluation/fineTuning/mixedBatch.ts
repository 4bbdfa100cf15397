import type { Random } from '../../random.ts';

export interface Mixing {
  /** α of mixup and of cutmix in [0, 1], 0 for none. */
  readonly mixup: number;
  readonly cutmix: number;
  /** Of the labels. */
  readonly smoothing: number;
}

/**
 * The targets [batch, classes] of a batch of square images [batch, size, size, channels], which is mixed in place.
 *
 * One λ ~ Beta(α, α) for the batch, each image with the one that stands in its place from the end: mixup takes
 * λ x_i + (1 - λ) x_j; cutmix puts a box of area 1 - λ of x_j into x_i, and λ becomes the share that is left. With
 * both, one of them is drawn with probability 1/2. Targets are mixed alike, after smoothing:
 * 1 - s + s/C for the class, s/C for the others. As timm does for DeiT.
 */
export function mixedBatch(
  pixels: Float32Array,
  labels: Int32Array,
  size: number,
  classes: number,
  { mixup, cutmix, smoothing }: Mixing,
  random: Random,
): Float32Array {
  const batch = labels.length;
  const length = pixels.length / batch;
  const cut = cutmix > 0 && (mixup === 0 || random.chance(0.5));
  const alpha = cut ? cutmix : mixup;
  let lambda = alpha > 0 ? symmetricBeta(alpha, random) : 1;
  if (cut) {
    const box = randomBox(size, 1 - lambda, random);
    lambda = 1 - (box.width * box.height) / size ** 2;
    const channels = length / size ** 2;
    exchange(batch, (i, j) => {
      for (let y = box.top; y < box.top + box.height; y++) {
        const from = (y * size + box.left) * channels;
        const [a, b] = [i * length + from, j * length + from];
        const held = pixels.slice(a, a + box.width * channels);
        pixels.copyWithin(a, b, b + box.width * channels);
        pixels.set(held, b);
      }
    });
  } else if (lambda < 1) {
    exchange(batch, (i, j) => {
      for (let at = 0; at < length; at++) {
        const [a, b] = [pixels[i * length + at] as number, pixels[j * length + at] as number];
        pixels[i * length + at] = lambda * a + (1 - lambda) * b;
        pixels[j * length + at] = lambda * b + (1 - lambda) * a;
      }
    });
  }
  const targets = new Float32Array(batch * classes).fill(smoothing / classes);
  labels.forEach((label, i) => {
    const other = labels[batch - 1 - i] as number;
    for (const [c, share] of [
      [label, lambda],
      [other, 1 - lambda],
    ] as const) {
      targets[i * classes + c] = (targets[i * classes + c] as number) + share * (1 - smoothing);
    }
  });
  return targets;
}

/** Calls for each pair that changes places; the middle one of an odd batch stays alone. */
function exchange(batch: number, swap: (i: number, j: number) => void): void {
  for (let i = 0; i < batch >> 1; i++) swap(i, batch - 1 - i);
}

/** A box of about that share of the area around a uniform centre, cut at the edges. */
function randomBox(size: number, share: number, random: Random) {
  const half = Math.floor(size * Math.sqrt(share)) / 2;
  const span = (centre: number): [number, number] => {
    const low = Math.max(0, Math.floor(centre - half));
    return [low, Math.min(size, Math.floor(centre + half)) - low];
  };
  const [left, width] = span(random.integer(size));
  const [top, height] = span(random.integer(size));
  return { left, top, width, height };
}

/** Beta(α, α) for α in (0, 1], by Jöhnk's rejection. */
function symmetricBeta(alpha: number, random: Random): number {
  for (;;) {
    const [a, b] = [random.uniform() ** (1 / alpha), random.uniform() ** (1 / alpha)];
    if (a + b > 0 && a + b <= 1) return a / (a + b);
  }
}
