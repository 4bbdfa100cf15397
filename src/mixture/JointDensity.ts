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
import { tableLogarithm } from '../kernels/tableLogarithm.ts';
import { logNormalizer } from '../special/logNormalizer.ts';
import { scaledLogNormalizer } from '../special/scaledLogNormalizer.ts';
import { UNIT_TOLERANCE } from '../validate.ts';
import type { MixtureData } from './MixtureData.ts';
import { columnsOf, directionAt, type MixtureParameters } from './MixtureParameters.ts';
import { passOver } from './passOver.ts';
import type { RowPass } from './RowPass.ts';

/** From this κ on, products alone would lose digits. */
export const SHARP = 16384; // 2^14
const NEAR = 2 ** -6;

/** log α to the same bits on every engine, -Infinity at 0. */
const logWeight = (weight: number): number =>
  weight >= 2 ** -1022 ? tableLogarithm(weight) : Math.log(weight);

/** The row as it is if its length is about 1, which spares it a rounding; else divided by its length. */
const nearUnit = (row: ArrayLike<number>, inverse: number): ArrayLike<number> =>
  Math.abs(inverse - 1) <= 2 * UNIT_TOLERANCE ? row : Float64Array.from(row, (value) => value * inverse);

export class JointDensity {
  /** log α_k + log C_p(κ_k): what is to be added to κ_k μ_kᵀx. */
  readonly offsets: Float64Array;
  /** Components, and noise if there is some. */
  readonly columns: number;
  /** The components with κ >= 2^14, whose `versines` are kept. */
  readonly sharp: readonly number[];
  /** 1 - μ_kᵀx of the rows of the last block: row by row, the sharp components. */
  versines: Float64Array = new Float64Array(0);
  readonly #parameters: MixtureParameters;
  readonly #peaks: Float64Array;
  readonly #matrix: Float64Array;

  constructor(parameters: MixtureParameters) {
    const { p, weights, directions, kappas, noise } = parameters;
    this.columns = columnsOf(parameters);
    this.#parameters = parameters;
    this.#matrix = new Float64Array(this.columns * p);
    this.offsets = new Float64Array(this.columns);
    this.#peaks = new Float64Array(weights.length);
    const sharp: number[] = [];
    for (let k = 0; k < weights.length; k++) {
      const log = logWeight(weights[k]);
      for (let at = k * p; at < (k + 1) * p; at++) this.#matrix[at] = kappas[k] * directions[at];
      this.offsets[k] = log + logNormalizer(p, kappas[k]);
      if (kappas[k] < SHARP) continue;
      sharp.push(k);
      this.#peaks[k] = log + scaledLogNormalizer(p, kappas[k]);
    }
    this.sharp = sharp;
    if (noise !== undefined) this.offsets[weights.length] = logWeight(noise) + logNormalizer(p, 0);
  }

  /** A pass over rows beside these components. */
  pass(data: MixtureData): RowPass {
    return passOver(data.rows, this.#matrix, this.columns);
  }

  /** Writes log α_k f_k(x_i) of `count` rows from `first` on to `out`, one row of `columns` each. */
  evaluate(pass: RowPass, data: MixtureData, first: number, count: number, out: Float64Array): void {
    const { columns } = this;
    pass.products(first, count, out);
    if (this.sharp.length > 0) this.#keepVersines(data, first, count, out);
    const offsets = this.offsets;
    for (let i = 0; i < count; i++) {
      const factor = data.inverseLengths[first + i];
      const start = i * columns;
      for (let k = 0; k < columns; k++) out[start + k] = out[start + k] * factor + offsets[k];
    }
    if (this.sharp.length > 0) this.#refine(pass, data, first, count, out);
  }

  #keepVersines({ inverseLengths }: MixtureData, first: number, count: number, products: Float64Array): void {
    const { sharp, columns } = this;
    const { kappas } = this.#parameters;
    if (this.versines.length < count * sharp.length) this.versines = new Float64Array(count * sharp.length);
    for (let i = 0; i < count; i++) {
      for (let s = 0; s < sharp.length; s++) {
        const k = sharp[s];
        const cosine = (products[i * columns + k] / kappas[k]) * inverseLengths[first + i];
        this.versines[i * sharp.length + s] = Math.min(2, 1 - cosine);
      }
    }
  }

  #refine(
    pass: RowPass,
    { inverseLengths }: MixtureData,
    first: number,
    count: number,
    out: Float64Array,
  ): void {
    const { sharp, versines, columns } = this;
    const { kappas } = this.#parameters;
    for (let i = 0; i < count; i++) {
      for (let s = 0; s < sharp.length; s++) {
        const at = i * sharp.length + s;
        if (!(versines[at] < NEAR)) continue;
        const k = sharp[s];
        const row = nearUnit(pass.row(first + i), inverseLengths[first + i]);
        versines[at] = versine(row, directionAt(this.#parameters, k));
        out[i * columns + k] = this.#peaks[k] - kappas[k] * versines[at];
      }
    }
  }
}
