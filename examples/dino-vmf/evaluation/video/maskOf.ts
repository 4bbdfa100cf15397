import type { Mask } from './Mask.ts';

/**
 * The mask of a frame from labels on its patches [rows, columns, objects]: each object's map enlarged bilinearly
 * `patch` times, stretched so that its smallest value is 0 and its largest 1, the largest of them taken at each
 * pixel, and the result brought to the size of the video by the nearest pixel.
 */
export function maskOf(
  labels: Float32Array,
  { rows, columns, objects, patch }: { rows: number; columns: number; objects: number; patch: number },
  width: number,
  height: number,
): Mask {
  const [fine, across] = [rows * patch, columns * patch];
  const best = new Float32Array(fine * across).fill(Number.NEGATIVE_INFINITY);
  const winner = new Uint8Array(fine * across);
  const map = new Float32Array(fine * across);
  for (let c = 0; c < objects; c++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let y = 0; y < fine; y++) {
      const [y0, y1, v] = between(y, patch, rows);
      for (let x = 0; x < across; x++) {
        const [x0, x1, u] = between(x, patch, columns);
        const at = (row: number, column: number) => labels[(row * columns + column) * objects + c] as number;
        const upper = (1 - u) * at(y0, x0) + u * at(y0, x1);
        const lower = (1 - u) * at(y1, x0) + u * at(y1, x1);
        const value = (1 - v) * upper + v * lower;
        map[y * across + x] = value;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    // A map without a positive value stays as it is; one that is constant becomes 0.
    const [shift, scale] = high > 0 ? [low, high > low ? high - low : 1] : [0, 1];
    for (let i = 0; i < map.length; i++) {
      const value = ((map[i] as number) - shift) / scale;
      if (value > (best[i] as number)) {
        best[i] = value;
        winner[i] = c;
      }
    }
  }
  const objectsAt = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.min(fine - 1, Math.floor(((y + 0.5) * fine) / height));
    for (let x = 0; x < width; x++) {
      const column = Math.min(across - 1, Math.floor(((x + 0.5) * across) / width));
      objectsAt[y * width + x] = winner[row * across + column] as number;
    }
  }
  return { width, height, objects: objectsAt };
}

/** The two patches that a fine position lies between and the weight of the second; ends repeated. */
function between(at: number, patch: number, count: number): [number, number, number] {
  const position = Math.max(0, (at + 0.5) / patch - 0.5);
  const first = Math.min(count - 1, Math.floor(position));
  return [first, Math.min(count - 1, first + 1), position - first];
}
