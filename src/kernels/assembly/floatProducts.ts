// What productTransposed.ts and weightedRowSums.ts do, in floats: tiles of 5 rows by 8 columns, 10 vectors of four sums
// each. Rows of floats or doubles are packed as floats.

/** Steps over k before the next tile: what both sides of a tile read stays in the first-level cache. */
const STEPS: i32 = 256;

/** Value j of five rows of `stride` bytes at `x` goes to to[5 j], ..., to[5 j + 4], for all p values j. */
function packFive<T>(x: usize, p: i32, to: usize): void {
  const stride = <usize>p * sizeof<T>();
  const x1 = x + stride;
  const x2 = x1 + stride;
  const x3 = x2 + stride;
  const x4 = x3 + stride;
  for (let at: usize = 0; at < stride; at += sizeof<T>(), to += 20) {
    store<f32>(to, <f32>load<T>(x + at));
    store<f32>(to, <f32>load<T>(x1 + at), 4);
    store<f32>(to, <f32>load<T>(x2 + at), 8);
    store<f32>(to, <f32>load<T>(x3 + at), 12);
    store<f32>(to, <f32>load<T>(x4 + at), 16);
  }
}

/** packFive of floats, four values of each row at a time. */
function packFiveFloats(x: usize, p: i32, to: usize): void {
  const stride = (<usize>p) << 2;
  const last = x + ((<usize>(p & -4)) << 2);
  for (; x < last; x += 16, to += 80) {
    let at = x;
    const v0 = v128.load(at);
    at += stride;
    const v1 = v128.load(at);
    at += stride;
    const v2 = v128.load(at);
    at += stride;
    const v3 = v128.load(at);
    at += stride;
    const v4 = v128.load(at);
    const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store32_lane(to, v4, 0, 16);
    v128.store(to, v128.shuffle<f64>(low01, low23, 1, 3), 20);
    v128.store32_lane(to, v4, 1, 36);
    v128.store(to, v128.shuffle<f64>(high01, high23, 0, 2), 40);
    v128.store32_lane(to, v4, 2, 56);
    v128.store(to, v128.shuffle<f64>(high01, high23, 1, 3), 60);
    v128.store32_lane(to, v4, 3, 76);
  }
  for (let j = p & -4; j < p; j++, x += 4) {
    for (let r: usize = 0; r < 5; r++, to += 4) store<f32>(to, load<f32>(x + r * stride));
  }
}

/** `blocks` groups of five rows of p floats at `x`, packed as floats one after the other at `to`. */
export function floatRows32(x: usize, blocks: i32, p: i32, to: usize): void {
  for (let i = 0; i < blocks; i++, x += <usize>p * 20, to += <usize>p * 20) packFiveFloats(x, p, to);
}

/** The same for doubles. */
export function floatRows64(x: usize, blocks: i32, p: i32, to: usize): void {
  for (let i = 0; i < blocks; i++, x += <usize>p * 40, to += <usize>p * 20) packFive<f64>(x, p, to);
}

function packEights<T>(x: usize, count: i32, p: i32, to: usize): void {
  const stride = <usize>p * sizeof<T>();
  for (let j = 0; j < p; j += 8) {
    const taken = min(8, p - j);
    let from = x + <usize>j * sizeof<T>();
    for (let i = 0; i < count; i++, from += stride, to += 32) {
      if (taken === 8 && sizeof<T>() === 4) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        continue;
      }
      for (let c: usize = 0; c < 8; c++) {
        store<f32>(to + (c << 2), <i32>c < taken ? <f32>load<T>(from + c * sizeof<T>()) : 0);
      }
    }
  }
}

/** `count` rows of p floats at `x`: columns 8b to 8b + 7 of all rows, then the next eight; zeros behind the last. */
export function floatColumns32(x: usize, count: i32, p: i32, to: usize): void {
  packEights<f32>(x, count, p, to);
}

/** The same for doubles. */
export function floatColumns64(x: usize, count: i32, p: i32, to: usize): void {
  packEights<f64>(x, count, p, to);
}

/** The first k of `count` rows of `columns` doubles at `weights`, by five; what lies behind counts as 0. */
export function floatWeights(weights: usize, count: i32, columns: i32, k: i32, to: usize): void {
  const stride = (<usize>columns) << 3;
  for (let c = 0; c < k; c += 5) {
    const taken = min(5, k - c);
    let from = weights + ((<usize>c) << 3);
    for (let i = 0; i < count; i++, from += stride, to += 20) {
      for (let r = 0; r < 5; r++) {
        store<f32>(to + ((<usize>r) << 2), r < taken ? <f32>load<f64>(from + ((<usize>r) << 3)) : 0);
      }
    }
  }
}

/** Adds `steps` products to each of the 40 sums of a tile, whose rows lie `stride` bytes apart. */
function addTile(x: usize, matrix: usize, steps: i32, out: usize, stride: usize): void {
  const out1 = out + stride;
  const out2 = out1 + stride;
  const out3 = out2 + stride;
  const out4 = out3 + stride;
  let a0 = v128.load(out);
  let b0 = v128.load(out, 16);
  let a1 = v128.load(out1);
  let b1 = v128.load(out1, 16);
  let a2 = v128.load(out2);
  let b2 = v128.load(out2, 16);
  let a3 = v128.load(out3);
  let b3 = v128.load(out3, 16);
  let a4 = v128.load(out4);
  let b4 = v128.load(out4, 16);
  const end = matrix + ((<usize>steps) << 5);
  // The first step stands apart for the reason given in productTransposed.ts.
  {
    const left = v128.load(matrix);
    const right = v128.load(matrix, 16);
    let value = v128.load32_splat(x);
    a0 = f32x4.add(a0, f32x4.mul(value, left));
    b0 = f32x4.add(b0, f32x4.mul(value, right));
    value = v128.load32_splat(x, 4);
    a1 = f32x4.add(a1, f32x4.mul(value, left));
    b1 = f32x4.add(b1, f32x4.mul(value, right));
    value = v128.load32_splat(x, 8);
    a2 = f32x4.add(a2, f32x4.mul(value, left));
    b2 = f32x4.add(b2, f32x4.mul(value, right));
    value = v128.load32_splat(x, 12);
    a3 = f32x4.add(a3, f32x4.mul(value, left));
    b3 = f32x4.add(b3, f32x4.mul(value, right));
    value = v128.load32_splat(x, 16);
    a4 = f32x4.add(a4, f32x4.mul(value, left));
    b4 = f32x4.add(b4, f32x4.mul(value, right));
    x += 20;
    matrix += 32;
  }
  while (matrix < end) {
    const left = v128.load(matrix);
    const right = v128.load(matrix, 16);
    let value = v128.load32_splat(x);
    a0 = f32x4.add(a0, f32x4.mul(value, left));
    b0 = f32x4.add(b0, f32x4.mul(value, right));
    value = v128.load32_splat(x, 4);
    a1 = f32x4.add(a1, f32x4.mul(value, left));
    b1 = f32x4.add(b1, f32x4.mul(value, right));
    value = v128.load32_splat(x, 8);
    a2 = f32x4.add(a2, f32x4.mul(value, left));
    b2 = f32x4.add(b2, f32x4.mul(value, right));
    value = v128.load32_splat(x, 12);
    a3 = f32x4.add(a3, f32x4.mul(value, left));
    b3 = f32x4.add(b3, f32x4.mul(value, right));
    value = v128.load32_splat(x, 16);
    a4 = f32x4.add(a4, f32x4.mul(value, left));
    b4 = f32x4.add(b4, f32x4.mul(value, right));
    x += 20;
    matrix += 32;
  }
  v128.store(out, a0);
  v128.store(out, b0, 16);
  v128.store(out1, a1);
  v128.store(out1, b1, 16);
  v128.store(out2, a2);
  v128.store(out2, b2, 16);
  v128.store(out3, a3);
  v128.store(out3, b3, 16);
  v128.store(out4, a4);
  v128.store(out4, b4, 16);
}

/**
 * Rows packed by five at `x`, `rowBlocks` of them, times columns packed by eight at `matrix`, `columnBlocks` of them,
 * to 5 rowBlocks x 8 columnBlocks floats at `out`.
 */
export function multiplyFloats(
  x: usize,
  rowBlocks: i32,
  matrix: usize,
  columnBlocks: i32,
  p: i32,
  out: usize,
): void {
  const stride = (<usize>columnBlocks) << 5;
  memory.fill(out, 0, <usize>rowBlocks * 5 * stride);
  for (let k = 0; k < p; k += STEPS) {
    const steps = min(STEPS, p - k);
    for (let column = 0; column < columnBlocks; column++) {
      const panel = matrix + ((<usize>column * p + k) << 5);
      let rows = x + <usize>k * 20;
      let tile = out + ((<usize>column) << 5);
      for (let row = 0; row < rowBlocks; row++) {
        addTile(rows, panel, steps, tile, stride);
        rows += <usize>p * 20;
        tile += stride * 5;
      }
    }
  }
}

/** x_ik f_i + c_k in doubles to `to`, for `count` rows of floats; `columns` is even. */
export function scaleFloats(
  x: usize,
  count: i32,
  columns: i32,
  factors: usize,
  offsets: usize,
  to: usize,
): void {
  for (; count > 0; count--, factors += 8) {
    const factor = v128.load64_splat(factors);
    let offset = offsets;
    for (let k = 0; k < columns; k += 2, x += 8, to += 16, offset += 16) {
      const products = f64x2.promote_low_f32x4(v128.load64_zero(x));
      v128.store(to, f64x2.add(f64x2.mul(products, factor), v128.load(offset)));
    }
  }
}

/** Adds `count` floats, an even number, to the doubles at `sums`. */
export function addFloats(x: usize, count: i32, sums: usize): void {
  for (const end = x + ((<usize>count) << 2); x < end; x += 8, sums += 16) {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(v128.load64_zero(x))));
  }
}
