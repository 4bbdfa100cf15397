/** How far a boundary may lie off, as a share of the image's diagonal. */
const TOLERANCE = 0.008;

/**
 * F, how well the boundary of a mask fits that of the truth: the harmonic mean of precision, the share of the mask's
 * boundary pixels with one of the truth within r pixels, and recall, the same the other way round.
 *
 * r = ⌈0.008 · diagonal⌉; a pixel is on the boundary if it differs from its neighbour to the right, below or
 * diagonally below; "within" is by dilation with a disk x² + y² ≤ r². A mask without boundary has precision 1 and
 * recall 0 against a truth with one, and the other way round; two without have F = 1. As the measure of
 * DAVIS (Perazzi et al., 2016) and its toolkit.
 *
 * @param mask 0 or 1 per pixel, row by row
 */
export function boundaryAccuracy(mask: Uint8Array, truth: Uint8Array, width: number, height: number): number {
  const radius = Math.ceil(TOLERANCE * Math.hypot(width, height));
  const [own, true_] = [boundaryOf(mask, width, height), boundaryOf(truth, width, height)];
  const [ownCount, trueCount] = [own, true_].map((b) => b.reduce((sum, x) => sum + x, 0)) as [number, number];
  if (ownCount === 0 && trueCount === 0) return 1;
  if (ownCount === 0 || trueCount === 0) return 0;
  const precision = shareWithin(own, dilated(true_, width, height, radius)) / ownCount;
  const recall = shareWithin(true_, dilated(own, width, height, radius)) / trueCount;
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

function boundaryOf(mask: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const own = mask[i] as number;
      const [right, below] = [x + 1 < width, y + 1 < height];
      if (right && mask[i + 1] !== own) out[i] = 1;
      if (below && mask[i + width] !== own) out[i] = 1;
      if (right && below && mask[i + width + 1] !== own) out[i] = 1;
    }
  }
  return out;
}

/** Every pixel within `radius` of one that is set. */
function dilated(mask: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x] === 0) continue;
      for (let dy = -radius; dy <= radius; dy++) {
        const row = y + dy;
        if (row < 0 || row >= height) continue;
        const reach = Math.floor(Math.sqrt(radius * radius - dy * dy));
        out.fill(1, row * width + Math.max(0, x - reach), row * width + Math.min(width - 1, x + reach) + 1);
      }
    }
  }
  return out;
}

function shareWithin(boundary: Uint8Array, area: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < boundary.length; i++) count += (boundary[i] as number) & (area[i] as number);
  return count;
}
