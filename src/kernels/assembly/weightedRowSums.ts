// The sums are a product of tiles, multiplyPacked of productTransposed.ts with its steps over the rows. Both
// factors lie row by row, so that what a step reads together, 5 weights or 4 values, is together already.

/** Four values of type T at `from` as doubles to `to`. */
function copyFour<T>(from: usize, to: usize): void {
  if (sizeof<T>() === 4) {
    v128.store(to, f64x2.promote_low_f32x4(v128.load64_zero(from)));
    v128.store(to, f64x2.promote_low_f32x4(v128.load64_zero(from, 8)), 16);
  } else {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}

function packFours<T>(x: usize, count: i32, p: i32, to: usize): void {
  const stride = <usize>p * sizeof<T>();
  const whole = p & -4;
  for (let j = 0; j < whole; j += 4) {
    let from = x + <usize>j * sizeof<T>();
    for (let i = 0; i < count; i++, from += stride, to += 32) copyFour<T>(from, to);
  }
  if (whole === p) return;
  for (let i = 0; i < count; i++, x += stride, to += 32) {
    for (let j = 0; j < 4; j++) {
      const value = whole + j < p ? <f64>load<T>(x + <usize>(whole + j) * sizeof<T>()) : 0;
      store<f64>(to + ((<usize>j) << 3), value);
    }
  }
}

/** `count` rows of p floats at `x`: columns 4b to 4b + 3 of all rows, then the next four; zeros behind the last. */
export function packColumns32(x: usize, count: i32, p: i32, to: usize): void {
  packFours<f32>(x, count, p, to);
}

/** The same for doubles. */
export function packColumns64(x: usize, count: i32, p: i32, to: usize): void {
  packFours<f64>(x, count, p, to);
}

/**
 * Columns first to first + columns - 1 of `count` rows of k weights at `weights`, by five in the same way; what
 * lies behind the last column counts as 0.
 */
export function packWeights(weights: usize, count: i32, k: i32, first: i32, columns: i32, to: usize): void {
  const stride = (<usize>k) << 3;
  weights += (<usize>first) << 3;
  for (let c = 0; c < columns; c += 5) {
    const taken = min(5, columns - c);
    let from = weights + ((<usize>c) << 3);
    for (let i = 0; i < count; i++, from += stride, to += 40) {
      for (let r = 0; r < 5; r++) {
        store<f64>(to + ((<usize>r) << 3), r < taken ? load<f64>(from + ((<usize>r) << 3)) : 0);
      }
    }
  }
}

/** sums[c, j] += products[c, j] for `rows` rows of p values, those of the products `width` apart. */
export function addProducts(products: usize, width: i32, rows: i32, p: i32, sums: usize): void {
  const skip = (<usize>(width - p)) << 3;
  const even = p & -2;
  for (let c = 0; c < rows; c++, products += skip) {
    for (let j = 0; j < even; j += 2, products += 16, sums += 16) {
      v128.store(sums, f64x2.add(v128.load(sums), v128.load(products)));
    }
    if (p & 1) {
      store<f64>(sums, load<f64>(sums) + load<f64>(products));
      products += 8;
      sums += 8;
    }
  }
}
