import { tf } from '../../engine.ts';

/** One frame that labels come from: unit rows of patch features [patches, dimension], and labels [patches, objects]. */
export interface SourceFrame {
  readonly features: tf.Tensor2D;
  readonly labels: Float32Array;
}

export interface Propagation {
  readonly rows: number;
  readonly columns: number;
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
 * As Jabri et al. (2020) and DINO. The cosines are products on the engine, a row of patches at a time.
 */
export async function propagateLabels(
  features: tf.Tensor2D,
  sources: readonly SourceFrame[],
  { rows, columns, objects, window, top }: Propagation,
): Promise<Float32Array> {
  const out = new Float32Array(rows * columns * objects);
  const reach = window > 0 ? window : Math.max(rows, columns);
  for (let row = 0; row < rows; row++) {
    const upper = Math.max(0, row - reach);
    const seen = (Math.min(rows - 1, row + reach) - upper + 1) * columns;
    const cosines = await cosinesOf(features, sources, [row * columns, columns], [upper * columns, seen]);
    for (let column = 0; column < columns; column++) {
      const nearest = new Nearest(top);
      const [left, right] = [Math.max(0, column - reach), Math.min(columns - 1, column + reach)];
      for (let s = 0; s < sources.length; s++) {
        const from = (column * sources.length + s) * seen;
        for (let line = 0; line < seen; line += columns) {
          for (let x = left; x <= right; x++) {
            nearest.offer(cosines[from + line + x] as number, s, upper * columns + line + x);
          }
        }
      }
      nearest.average(sources, objects, out, (row * columns + column) * objects);
    }
  }
  return out;
}

/** [own patches, sources, seen patches] of cosines; ranges are first row and count. */
async function cosinesOf(
  features: tf.Tensor2D,
  sources: readonly SourceFrame[],
  own: readonly [number, number],
  seen: readonly [number, number],
): Promise<Float32Array> {
  const dimension = features.shape[1];
  const products = tf.tidy(() => {
    const asked = tf.slice(features, [own[0], 0], [own[1], dimension]);
    const offered = tf.concat2d(
      sources.map((source) => tf.slice(source.features, [seen[0], 0], [seen[1], dimension])),
      0,
    );
    return tf.matMul(asked, offered, false, true);
  });
  const cosines = (await products.data()) as Float32Array;
  products.dispose();
  return cosines;
}

/** The largest few of the cosines offered, the largest first; of equals the earlier. */
class Nearest {
  readonly #cosines: Float64Array;
  readonly #sources: Int32Array;
  readonly #patches: Int32Array;
  #count = 0;

  constructor(top: number) {
    this.#cosines = new Float64Array(top);
    this.#sources = new Int32Array(top);
    this.#patches = new Int32Array(top);
  }

  offer(cosine: number, source: number, patch: number): void {
    const best = this.#cosines;
    if (this.#count === best.length && cosine <= (best[best.length - 1] as number)) return;
    let place = this.#count < best.length ? this.#count++ : best.length - 1;
    for (; place > 0 && (best[place - 1] as number) < cosine; place--) {
      best[place] = best[place - 1] as number;
      this.#sources[place] = this.#sources[place - 1] as number;
      this.#patches[place] = this.#patches[place - 1] as number;
    }
    best[place] = cosine;
    this.#sources[place] = source;
    this.#patches[place] = patch;
  }

  /** The weighted mean of their labels, written from `to` on. */
  average(sources: readonly SourceFrame[], objects: number, out: Float32Array, to: number): void {
    const most = this.#cosines[0] as number;
    const weights = this.#cosines
      .subarray(0, this.#count)
      .map((cosine) => Math.exp((cosine - most) / TEMPERATURE));
    const total = weights.reduce((a, b) => a + b, 0);
    weights.forEach((weight, k) => {
      const { labels } = sources[this.#sources[k] as number] as SourceFrame;
      const from = (this.#patches[k] as number) * objects;
      for (let c = 0; c < objects; c++) {
        out[to + c] = (out[to + c] as number) + (weight / total) * (labels[from + c] as number);
      }
    });
  }
}
