import { byColumns, type CompressedRows } from './byColumns.ts';
import { SparsePlace } from './SparsePlace.ts';
import { transposed } from './transposed.ts';
import { SparseSums } from './twins/SparseSums.ts';
import { wasmToKeep } from './wasm.ts';

/** Numbers of the matrix from which the module is worth its copy. */
const LEAST = 256;
/** The matrix and its sums take so many numbers each at the most, 1 GB. */
const MOST_VALUES = 2 ** 27;

/**
 * Compressed sparse rows beside a matrix of K dense rows: products of both, and sums of the sparse rows under shares.
 *
 *   products:  out[i, k] = Σ_j x_ij m_kj            addShares:  sums[k, j] += Σ_i s_ik x_ij
 *
 * The K numbers of a column lie together, so that a value x_ij meets them at once; the values of some thousand rows are
 * taken by neighbouring columns, for which this part of the matrix is in cache. The matrix and the sums stay in the
 * memory of the module, which is as large as both: for one object at a time, the newest. An older one goes on with arrays of its own.
 *
 * Every product is the plain sum over the values of a row in the order of their columns, every sum the plain sum over
 * rows in theirs, whichever way they are made: the same bits. Shares of 0 are passed over. Indices have to be below p.
 */
export class SparseProducts {
  private readonly p: number;
  private readonly k: number;
  /** K, filled up to an even number. */
  private readonly columns: number;
  private twin: SparseSums | undefined;
  private place: SparsePlace | undefined;

  /** @param matrix K rows of p numbers */
  constructor(matrix: Float64Array, p: number) {
    this.p = p;
    this.k = matrix.length / p;
    this.columns = this.k + (this.k % 2);
    const size = p * this.columns;
    const wasm = size > MOST_VALUES ? undefined : wasmToKeep(size, LEAST);
    if (wasm === undefined) {
      this.twin = new SparseSums(transposed(matrix, p, this.k), new Float64Array(matrix.length), this.k);
    } else {
      newest?.moveOut();
      newest = this;
      this.place = new SparsePlace(wasm, p, this.columns);
      transposed(matrix, p, this.columns, this.place.matrix());
      this.place.sums().fill(0);
    }
  }

  /** `out` gets `count` rows of K products, of the rows from `first` on. */
  products(rows: CompressedRows, first: number, count: number, out: Float64Array): void {
    const { k, columns, place } = this;
    if (place === undefined) {
      this.twin?.products(byColumns(rows, first, count), out);
      return;
    }
    place.products(rows, first, count, (from, taken, products) => {
      const start = (from - first) * k;
      if (columns === k) out.set(products, start);
      else {
        for (let i = 0; i < taken; i++) {
          out.set(products.subarray(i * columns, i * columns + k), start + i * k);
        }
      }
    });
  }

  /** Adds rows under `shares`, `count` rows of K. */
  addShares(rows: CompressedRows, first: number, count: number, shares: Float64Array): void {
    const { k, columns, place } = this;
    if (place === undefined) {
      this.twin?.addShares(byColumns(rows, first, count), shares);
      return;
    }
    place.addShares(rows, first, count, (from, taken, here) => {
      const start = (from - first) * k;
      if (columns === k) here.set(shares.subarray(start, start + taken * k));
      else {
        here.fill(0);
        for (let i = 0; i < taken; i++) {
          here.set(shares.subarray(start + i * k, start + (i + 1) * k), i * columns);
        }
      }
    });
  }

  /** The sums, K rows of p. */
  sums(): Float64Array {
    const { p, k, columns, place } = this;
    if (place === undefined) return transposed((this.twin as SparseSums).sums, k, p);
    return transposed(place.sums(), columns, p).subarray(0, k * p);
  }

  /** Makes room in the module. */
  private moveOut(): void {
    const { place, p, k, columns } = this;
    if (place === undefined) return;
    const narrowed = (numbers: Float64Array): Float64Array =>
      transposed(transposed(numbers, columns, p).subarray(0, k * p), p, k);
    this.twin = new SparseSums(narrowed(place.matrix()), narrowed(place.sums()), k);
    this.place = undefined;
  }
}

/** Whose matrix is in the module. */
let newest: SparseProducts | undefined;
