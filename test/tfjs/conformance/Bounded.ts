/** Half an ulp of float32, relative. */
const U = 2 ** -24;
/** What may be lost where subnormals are flushed to zero. */
const LEAST = 2 ** -126;

/** The other operand's entry for (row, column): one of its rows, columns or numbers may stand for all. */
const place = (x: Bounded, row: number, column: number): number =>
  (x.rows === 1 ? 0 : row) * x.columns + (x.columns === 1 ? 0 : column);

/**
 * A sum of n roundings of size u each: n u at worst; 8√n u is exceeded with probability 2 exp(-32) where they
 * are independent with mean zero (Higham and Mary 2019, Theorem 2.4).
 */
const summation = (n: number): number => Math.min(n, 8 * Math.sqrt(n)) * U;

/**
 * Numbers [rows, columns] in double precision, each with how far float32 may be from it.
 *
 * A running error analysis: every operation passes on the errors of its operands to first order and adds its
 * own rounding, that which WGSL allows (W3C, WGSL, "Accuracy of concrete floating point expressions"), the
 * loosest of the engines: 2.5 ulp for a division, 3 + 2|x| for exp, 3 for log or 2^-21 near 1, 2 for 1/√x.
 */
export class Bounded {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  readonly errors: Float64Array;

  constructor(rows: number, columns: number, values: ArrayLike<number>, errors?: ArrayLike<number>) {
    this.rows = rows;
    this.columns = columns;
    this.values = Float64Array.from(values);
    this.errors = errors ? Float64Array.from(errors) : new Float64Array(rows * columns);
  }

  /** Blocks of equal width under one another. */
  static stack(blocks: readonly Bounded[], columns: number): Bounded {
    return new Bounded(
      blocks.reduce((sum, { rows }) => sum + rows, 0),
      columns,
      blocks.flatMap(({ values }) => Array.from(values)),
      blocks.flatMap(({ errors }) => Array.from(errors)),
    );
  }

  rowsFrom(first: number, count: number): Bounded {
    const [from, to] = [first * this.columns, (first + count) * this.columns];
    return new Bounded(count, this.columns, this.values.slice(from, to), this.errors.slice(from, to));
  }

  /** f and the error of the result, from an entry and its error. */
  map(f: (x: number) => number, error: (x: number, e: number, y: number) => number): Bounded {
    const values = this.values.map(f);
    return new Bounded(
      this.rows,
      this.columns,
      values,
      values.map((y, i) => error(this.values[i] as number, this.errors[i] as number, y)),
    );
  }

  #with(
    other: Bounded,
    f: (a: number, b: number) => number,
    error: (a: number, b: number, ea: number, eb: number, y: number) => number,
  ): Bounded {
    const rows = this.rows === 1 ? other.rows : this.rows;
    const columns = this.columns === 1 ? other.columns : this.columns;
    const result = new Bounded(rows, columns, new Float64Array(rows * columns));
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        const [i, j] = [place(this, row, column), place(other, row, column)];
        const [a, b] = [this.values[i] as number, other.values[j] as number];
        const y = f(a, b);
        result.values[at] = y;
        result.errors[at] = error(a, b, this.errors[i] as number, other.errors[j] as number, y);
      }
    }
    return result;
  }

  add(other: Bounded): Bounded {
    return this.#with(
      other,
      (a, b) => a + b,
      (_a, _b, ea, eb, y) => ea + eb + U * Math.abs(y),
    );
  }

  sub(other: Bounded): Bounded {
    return this.add(other.times(-1));
  }

  mul(other: Bounded): Bounded {
    return this.#with(
      other,
      (a, b) => a * b,
      (a, b, ea, eb, y) => Math.abs(a) * eb + Math.abs(b) * ea + ea * eb + U * Math.abs(y) + LEAST,
    );
  }

  div(other: Bounded): Bounded {
    return this.#with(
      other,
      (a, b) => a / b,
      (_a, b, ea, eb, y) => (ea + Math.abs(y) * eb) / Math.abs(b) + 5 * U * Math.abs(y) + LEAST,
    );
  }

  /** By a number, exact if it is one of float32. */
  times(c: number): Bounded {
    const own = Math.fround(c) === c ? (Math.abs(c) === 1 ? 0 : U) : 2 * U;
    return this.map(
      (x) => x * c,
      (_x, e, y) => Math.abs(c) * e + own * Math.abs(y) + (own && LEAST),
    );
  }

  plus(c: number): Bounded {
    return this.map(
      (x) => x + c,
      (_x, e, y) => e + U * (Math.abs(c) + Math.abs(y)),
    );
  }

  exp(): Bounded {
    return this.map(Math.exp, (x, e, y) => y * (Math.expm1(e) + 2 * U * (3 + 2 * Math.abs(x))) + LEAST);
  }

  log(): Bounded {
    return this.map(Math.log, (x, e, y) => e / x + Math.max(6 * U * Math.abs(y), 2 ** -21));
  }

  /** 1/√x */
  inverseRoot(): Bounded {
    return this.map(
      (x) => 1 / Math.sqrt(x),
      (x, e, y) => (y * e) / (2 * x) + 4 * U * y,
    );
  }

  transposed(): Bounded {
    const { rows, columns } = this;
    const order = Array.from(
      { length: rows * columns },
      (_, i) => (i % rows) * columns + Math.floor(i / rows),
    );
    const taken = (from: Float64Array) => order.map((i) => from[i] as number);
    return new Bounded(columns, rows, taken(this.values), taken(this.errors));
  }

  product(other: Bounded): Bounded {
    const [m, k, n] = [this.rows, this.columns, other.columns];
    const result = new Bounded(m, n, new Float64Array(m * n));
    const sizes = new Float64Array(m * n);
    for (let i = 0; i < m; i++) {
      for (let l = 0; l < k; l++) {
        const [a, ea] = [this.values[i * k + l] as number, this.errors[i * k + l] as number];
        for (let j = 0, at = i * n; j < n; j++, at++) {
          const b = other.values[l * n + j] as number;
          const size = Math.abs(a * b);
          result.values[at] = (result.values[at] as number) + a * b;
          sizes[at] = (sizes[at] as number) + size;
          const passed = Math.abs(b) * ea + (Math.abs(a) + ea) * (other.errors[l * n + j] as number);
          result.errors[at] = (result.errors[at] as number) + passed + LEAST;
        }
      }
    }
    for (let at = 0; at < m * n; at++) {
      result.errors[at] = (result.errors[at] as number) + summation(k + 1) * (sizes[at] as number);
    }
    return result;
  }

  /** Σ over the columns, [rows, 1]. */
  sum(): Bounded {
    return this.product(new Bounded(this.columns, 1, new Float64Array(this.columns).fill(1)));
  }

  /** Σ over the rows, [1, columns]. */
  sumOfRows(): Bounded {
    return new Bounded(1, this.rows, new Float64Array(this.rows).fill(1)).product(this);
  }

  /** The largest of each row, [rows, 1]. */
  max(): Bounded {
    const best = (from: Float64Array) =>
      Array.from({ length: this.rows }, (_, row) =>
        Math.max(...from.subarray(row * this.columns, (row + 1) * this.columns)),
      );
    return new Bounded(this.rows, 1, best(this.values), best(this.errors));
  }

  softmax(): Bounded {
    const exps = this.sub(this.max()).exp();
    return exps.div(exps.sum());
  }

  logSumExp(): Bounded {
    const top = this.max();
    return this.sub(top).exp().sum().log().add(top);
  }
}
