/** One frame that labels come from: unit rows of patch features [patches, dimension], and labels [patches, objects]. */
export interface SourceFrame {
  readonly features: Float32Array;
  readonly labels: Float32Array;
}

export interface Propagation {
  readonly rows: number;
  readonly columns: number;
  readonly dimension: number;
  readonly objects: number;
  /** Source patches further away than this, in rows or in columns, are not looked at; 0 for all. */
  readonly window: number;
  /** How many source patches a patch takes its labels from. */
  readonly top: number;
}

const TEMPERATURE = 0.1;

/**
 * The labels [patches, objects] of a frame: those of its most similar source patches, averaged with weights
 * exp(cos/0.1). The `top` patches are taken over all sources together, each within the window; weights sum to 1.
 * As Jabri et al. (2020) and DINO.
 */
export function propagateLabels(
  features: Float32Array,
  sources: readonly SourceFrame[],
  { rows, columns, dimension, objects, window, top }: Propagation,
): Float32Array {
  const out = new Float32Array(rows * columns * objects);
  const reach = window > 0 ? window : Math.max(rows, columns);
  const best = new Float64Array(top);
  const from = new Int32Array(top);
  const source = new Int32Array(top);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const own = (row * columns + column) * dimension;
      let kept = 0;
      sources.forEach((frame, s) => {
        for (let y = Math.max(0, row - reach); y <= Math.min(rows - 1, row + reach); y++) {
          for (let x = Math.max(0, column - reach); x <= Math.min(columns - 1, column + reach); x++) {
            const patch = y * columns + x;
            let cosine = 0;
            for (let j = 0, at = patch * dimension; j < dimension; j++) {
              cosine += (features[own + j] as number) * (frame.features[at + j] as number);
            }
            if (kept === top && cosine <= (best[top - 1] as number)) continue;
            let place = kept < top ? kept++ : top - 1;
            for (; place > 0 && (best[place - 1] as number) < cosine; place--) {
              best[place] = best[place - 1] as number;
              from[place] = from[place - 1] as number;
              source[place] = source[place - 1] as number;
            }
            [best[place], from[place], source[place]] = [cosine, patch, s];
          }
        }
      });
      let total = 0;
      const to = (row * columns + column) * objects;
      for (let k = 0; k < kept; k++) {
        const weight = Math.exp(((best[k] as number) - (best[0] as number)) / TEMPERATURE);
        total += weight;
        const { labels } = sources[source[k] as number] as SourceFrame;
        for (let c = 0; c < objects; c++) {
          out[to + c] =
            (out[to + c] as number) + weight * (labels[(from[k] as number) * objects + c] as number);
        }
      }
      for (let c = 0; c < objects; c++) out[to + c] = (out[to + c] as number) / total;
    }
  }
  return out;
}
