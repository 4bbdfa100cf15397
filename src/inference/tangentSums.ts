import { cosineComplement } from '../resultant/cosineComplement.ts';
import type { RowSet } from '../rows.ts';
import { forEachUnitRow } from './forEachUnitRow.ts';

/** Unit rows xᵢ = tᵢm + Zᵢ split along the mean direction m and across it. */
export interface TangentSums {
  /** 1 - tᵢ */
  readonly complements: Float64Array;
  /** |Zᵢ|² */
  readonly squares: Float64Array;
  /** Σ Zᵢ, which only rounding keeps from zero. */
  readonly plain: Float64Array;
  /** Σ (1 - tᵢ) Zᵢ */
  readonly byComplement: Float64Array;
  /** Σ |Zᵢ|² Zᵢ */
  readonly bySquare: Float64Array;
  /** Σ over i, j of (ZᵢᵀZⱼ)² */
  readonly gramSquares: number;
}

/** Σ over i, j of (ZᵢᵀZⱼ)² for n rows of p columns by whichever of Z Zᵀ and Zᵀ Z is smaller. */
class GramSquares {
  readonly #p: number;
  readonly #kept: Float64Array | undefined;
  readonly #matrix: Float64Array | undefined;
  #count = 0;
  #sum = 0;

  constructor(n: number, p: number) {
    this.#p = p;
    if (n <= p) this.#kept = new Float64Array(n * p);
    else this.#matrix = new Float64Array(p * p);
  }

  add(z: Float64Array): void {
    const p = this.#p;
    const matrix = this.#matrix;
    if (matrix !== undefined) {
      for (let j = 0; j < p; j++) {
        const value = z[j];
        const start = j * p;
        for (let k = 0; k <= j; k++) matrix[start + k] += value * z[k];
      }
      return;
    }
    const kept = this.#kept as Float64Array;
    kept.set(z, this.#count * p);
    for (let i = 0; i <= this.#count; i++) {
      let product = 0;
      for (let j = 0; j < p; j++) product += kept[i * p + j] * z[j];
      this.#sum += (i === this.#count ? 1 : 2) * product * product;
    }
    this.#count++;
  }

  total(): number {
    const matrix = this.#matrix;
    if (matrix === undefined) return this.#sum;
    let sum = 0;
    for (let j = 0; j < this.#p; j++) {
      for (let k = 0; k <= j; k++) sum += (k === j ? 1 : 2) * matrix[j * this.#p + k] ** 2;
    }
    return sum;
  }
}

/** One pass over the rows: their lengths along m, and what sums of the parts across it are needed. */
export function tangentSums(caller: string, rows: RowSet, normalize: boolean, m: Float64Array): TangentSums {
  const { n, p } = rows;
  const complements = new Float64Array(n);
  const squares = new Float64Array(n);
  const plain = new Float64Array(p);
  const byComplement = new Float64Array(p);
  const bySquare = new Float64Array(p);
  const gram = new GramSquares(n, p);
  const z = new Float64Array(p);
  forEachUnitRow(caller, rows, normalize, (row, i) => {
    const complement = cosineComplement(m, row, 1);
    const square = complement * (2 - complement);
    complements[i] = complement;
    squares[i] = square;
    for (let j = 0; j < p; j++) {
      const value = row[j] - m[j] + complement * m[j];
      z[j] = value;
      plain[j] += value;
      byComplement[j] += complement * value;
      bySquare[j] += square * value;
    }
    gram.add(z);
  });
  return { complements, squares, plain, byComplement, bySquare, gramSquares: gram.total() };
}
