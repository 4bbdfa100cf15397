/**
 * log α_k f_k(x) of many rows under all components of a mixture, noise as a last component with κ = 0.
 *
 *   component   region            method
 *   κ < 2^14    all               (log α + log C_p(κ)) + κ μᵀx: an error of about κ 2^-53
 *   κ >= 2^14   1 - μᵀx < 1/64    (log α + log(C_p(κ) e^κ)) - κ v with v = 1 - μᵀx of direction/versine.ts, row by row
 *   κ >= 2^14   elsewhere         the first: the rounding of κ(1 - μᵀx), now large itself
 *
 * The products with κμ are one matrix product a block. So the relative accuracy of κ(1 - μᵀx) holds for any κ,
 * and costs nothing as long as none is large.
 */
import { versine } from '../direction/versine.ts';
import { UNIT_TOLERANCE } from '../validate.ts';
import type { DensityArrays } from './DensityArrays.ts';
import type { MixtureData } from './MixtureData.ts';
import type { RowPass } from './RowPass.ts';

const NEAR = 2 ** -6;

type Lengths = Pick<MixtureData, 'inverseLengths'>;

/** The row as it is if its length is about 1, which spares it a rounding; else divided by its length. */
const nearUnit = (row: ArrayLike<number>, inverse: number): ArrayLike<number> =>
  Math.abs(inverse - 1) <= 2 * UNIT_TOLERANCE ? row : Float64Array.from(row, (value) => value * inverse);

export class BlockDensity {
  readonly arrays: DensityArrays;
  /** 1 - μ_kᵀx of the rows of the last block: row by row, the sharp components. */
  versines: Float64Array = new Float64Array(0);

  constructor(arrays: DensityArrays) {
    this.arrays = arrays;
  }

  /** Components, and noise if there is some. */
  get columns(): number {
    return this.arrays.columns;
  }

  /** Writes log α_k f_k(x_i) of `count` rows from `first` on to `out`, one row of `columns` each. */
  evaluate(pass: RowPass, data: Lengths, first: number, count: number, out: Float64Array): void {
    const { columns, offsets, sharp } = this.arrays;
    pass.products(first, count, out);
    if (sharp.length > 0) this.#keepVersines(data, first, count, out);
    for (let i = 0; i < count; i++) {
      const factor = data.inverseLengths[first + i];
      const start = i * columns;
      for (let k = 0; k < columns; k++) out[start + k] = out[start + k] * factor + offsets[k];
    }
    if (sharp.length > 0) this.#refine(pass, data, first, count, out);
  }

  #keepVersines({ inverseLengths }: Lengths, first: number, count: number, products: Float64Array): void {
    const { sharp, columns, kappas } = this.arrays;
    if (this.versines.length < count * sharp.length) this.versines = new Float64Array(count * sharp.length);
    for (let i = 0; i < count; i++) {
      for (let s = 0; s < sharp.length; s++) {
        const k = sharp[s];
        const cosine = (products[i * columns + k] / kappas[k]) * inverseLengths[first + i];
        this.versines[i * sharp.length + s] = Math.min(2, 1 - cosine);
      }
    }
  }

  #refine(pass: RowPass, { inverseLengths }: Lengths, first: number, count: number, out: Float64Array): void {
    const { versines } = this;
    const { p, sharp, columns, kappas, peaks, directions } = this.arrays;
    for (let i = 0; i < count; i++) {
      for (let s = 0; s < sharp.length; s++) {
        const at = i * sharp.length + s;
        if (!(versines[at] < NEAR)) continue;
        const k = sharp[s];
        const row = nearUnit(pass.row(first + i), inverseLengths[first + i]);
        versines[at] = versine(row, directions.subarray(k * p, (k + 1) * p));
        out[i * columns + k] = peaks[k] - kappas[k] * versines[at];
      }
    }
  }
}
