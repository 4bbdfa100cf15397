import { pair } from './pairs';

// Tiles of 5 rows by 4 columns: 10 vectors of two sums each stay in registers. Rows and columns are packed
// before, so that a step over k reads 40 and 32 bytes that lie together.

/** Steps over k before the next tile: what both sides of a tile read stays in the first-level cache. */
const STEPS: i32 = 256;

/** Value j of five rows of `stride` bytes at `x` goes to to[5 j], ..., to[5 j + 4], for all p values j. */
function packFive<T>(x: usize, p: i32, to: usize): void {
  const stride = <usize>p * sizeof<T>();
  let row = x;
  const last = x + (stride & -(2 * sizeof<T>()));
  for (; row < last; row += 2 * sizeof<T>(), to += 80) {
    let at = row;
    const v0 = pair<T>(at);
    at += stride;
    const v1 = pair<T>(at);
    at += stride;
    const v2 = pair<T>(at);
    at += stride;
    const v3 = pair<T>(at);
    at += stride;
    const v4 = pair<T>(at);
    v128.store(to, v128.shuffle<f64>(v0, v1, 0, 2));
    v128.store(to, v128.shuffle<f64>(v2, v3, 0, 2), 16);
    v128.store64_lane(to, v4, 0, 32);
    v128.store(to, v128.shuffle<f64>(v0, v1, 1, 3), 40);
    v128.store(to, v128.shuffle<f64>(v2, v3, 1, 3), 56);
    v128.store64_lane(to, v4, 1, 72);
  }
  if (p & 1) {
    for (let i = 0; i < 5; i++, row += stride, to += 8) store<f64>(to, <f64>load<T>(row));
  }
}

/** `blocks` groups of five rows of p floats at `x`, packed one after the other at `to`. */
export function packRows32(x: usize, blocks: i32, p: i32, to: usize): void {
  for (let i = 0; i < blocks; i++, x += <usize>p * 20, to += <usize>p * 40) packFive<f32>(x, p, to);
}

/** The same for doubles. */
export function packRows64(x: usize, blocks: i32, p: i32, to: usize): void {
  for (let i = 0; i < blocks; i++, x += <usize>p * 40, to += <usize>p * 40) packFive<f64>(x, p, to);
}

/** Adds `steps` products to each of the 20 sums of a tile, whose rows lie `stride` bytes apart. */
function addTile(x: usize, matrix: usize, steps: i32, out: usize, stride: usize): void {
  const out1 = out + stride;
  const out2 = out1 + stride;
  const out3 = out2 + stride;
  const out4 = out3 + stride;
  // V8 computes in the order of these declarations; pairs of them let registers go early.
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
  // The first step stands apart: V8 then keeps the addresses of the loop in registers, which halves the time.
  {
    const left = v128.load(matrix);
    const right = v128.load(matrix, 16);
    let value = v128.load64_splat(x);
    a0 = f64x2.add(a0, f64x2.mul(value, left));
    b0 = f64x2.add(b0, f64x2.mul(value, right));
    value = v128.load64_splat(x, 8);
    a1 = f64x2.add(a1, f64x2.mul(value, left));
    b1 = f64x2.add(b1, f64x2.mul(value, right));
    value = v128.load64_splat(x, 16);
    a2 = f64x2.add(a2, f64x2.mul(value, left));
    b2 = f64x2.add(b2, f64x2.mul(value, right));
    value = v128.load64_splat(x, 24);
    a3 = f64x2.add(a3, f64x2.mul(value, left));
    b3 = f64x2.add(b3, f64x2.mul(value, right));
    value = v128.load64_splat(x, 32);
    a4 = f64x2.add(a4, f64x2.mul(value, left));
    b4 = f64x2.add(b4, f64x2.mul(value, right));
    x += 40;
    matrix += 32;
  }
  while (matrix < end) {
    const left = v128.load(matrix);
    const right = v128.load(matrix, 16);
    let value = v128.load64_splat(x);
    a0 = f64x2.add(a0, f64x2.mul(value, left));
    b0 = f64x2.add(b0, f64x2.mul(value, right));
    value = v128.load64_splat(x, 8);
    a1 = f64x2.add(a1, f64x2.mul(value, left));
    b1 = f64x2.add(b1, f64x2.mul(value, right));
    value = v128.load64_splat(x, 16);
    a2 = f64x2.add(a2, f64x2.mul(value, left));
    b2 = f64x2.add(b2, f64x2.mul(value, right));
    value = v128.load64_splat(x, 24);
    a3 = f64x2.add(a3, f64x2.mul(value, left));
    b3 = f64x2.add(b3, f64x2.mul(value, right));
    value = v128.load64_splat(x, 32);
    a4 = f64x2.add(a4, f64x2.mul(value, left));
    b4 = f64x2.add(b4, f64x2.mul(value, right));
    x += 40;
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
 * Rows packed by five at `x`, `rowBlocks` of them, times columns packed by four at `matrix`, `columnBlocks`
 * of them, to 5 rowBlocks x 4 columnBlocks doubles at `out`; with `further` each sum goes on from what is there.
 */
export function multiplyPacked(
  x: usize,
  rowBlocks: i32,
  matrix: usize,
  columnBlocks: i32,
  p: i32,
  out: usize,
  further: bool,
): void {
  const stride = (<usize>columnBlocks) << 5;
  if (!further) memory.fill(out, 0, <usize>rowBlocks * 5 * stride);
  for (let k = 0; k < p; k += STEPS) {
    const steps = min(STEPS, p - k);
    for (let column = 0; column < columnBlocks; column++) {
      const panel = matrix + ((<usize>column * p + k) << 5);
      let rows = x + <usize>k * 40;
      let tile = out + ((<usize>column) << 5);
      for (let row = 0; row < rowBlocks; row++) {
        addTile(rows, panel, steps, tile, stride);
        rows += <usize>p * 40;
        tile += stride * 5;
      }
    }
  }
}
