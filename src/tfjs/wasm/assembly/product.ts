// C = A·B in float32 for any strides. Blocks of both factors are packed so that a tile of 4 rows and 8 columns
// reads its 4 and 8 values of every step side by side; a transposed factor is only packed another way.

/** Rows and columns of a tile, and of a block that is packed at once; steps over k between two packings. */
const TILE_ROWS: i32 = 4;
const TILE_COLUMNS: i32 = 8;
const BLOCK_ROWS: i32 = 128;
const BLOCK_COLUMNS: i32 = 1024;
const STEPS: i32 = 256;

/** Where the parts of the scratch memory begin; `scratchBytes` in productScratch.ts is their sum. */
const PACKED_B: usize = <usize>(BLOCK_ROWS * STEPS * 4);
const TILE: usize = PACKED_B + <usize>(BLOCK_COLUMNS * STEPS * 4);

/** Packs `count` rows of A or columns of B, `lanes` at a time, zeros where they run out. Strides in bytes. */
function pack(
  from: usize,
  stride: usize,
  stepStride: usize,
  count: i32,
  steps: i32,
  lanes: i32,
  to: usize,
): void {
  for (let i = 0; i < count; i += lanes, from += <usize>lanes * stride) {
    const filled = min(lanes, count - i);
    if (filled < lanes) packPart(from, stride, stepStride, filled, steps, lanes, to);
    else if (stride == 4) packAcross(from, stepStride, steps, lanes, to);
    else {
      for (let lane = 0; lane < lanes; lane += 4) {
        const at = from + <usize>lane * stride;
        if (stepStride == 4) packFour(at, stride, steps, <usize>lanes * 4, to + <usize>lane * 4);
        else packApart(at, stride, stepStride, steps, <usize>lanes * 4, to + <usize>lane * 4);
      }
    }
    to += <usize>(lanes * steps) * 4;
  }
}

/** The values of one step lie side by side already. */
function packAcross(from: usize, stepStride: usize, steps: i32, lanes: i32, to: usize): void {
  if (lanes == 4) {
    for (let k = 0; k < steps; k++, from += stepStride, to += 16) v128.store(to, v128.load(from));
  } else {
    for (let k = 0; k < steps; k++, from += stepStride, to += 32) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
  }
}

/** Four lanes whose steps lie side by side: four of them are turned at once. */
function packFour(from: usize, stride: usize, steps: i32, toStride: usize, to: usize): void {
  const second = from + stride;
  const third = second + stride;
  const fourth = third + stride;
  let offset: usize = 0;
  let k = 0;
  for (; k + 4 <= steps; k += 4, offset += 16) {
    const a = v128.load(from + offset);
    const b = v128.load(second + offset);
    const c = v128.load(third + offset);
    const d = v128.load(fourth + offset);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const abLater = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cdLater = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
    to += toStride;
    v128.store(to, v128.shuffle<f64>(ab, cd, 1, 3));
    to += toStride;
    v128.store(to, v128.shuffle<f64>(abLater, cdLater, 0, 2));
    to += toStride;
    v128.store(to, v128.shuffle<f64>(abLater, cdLater, 1, 3));
    to += toStride;
  }
  packApart(from + offset, stride, 4, steps - k, toStride, to);
}

function packApart(from: usize, stride: usize, stepStride: usize, steps: i32, toStride: usize, to: usize): void {
  for (let k = 0; k < steps; k++, from += stepStride, to += toStride) {
    store<f32>(to, load<f32>(from));
    store<f32>(to, load<f32>(from + stride), 4);
    store<f32>(to, load<f32>(from + 2 * stride), 8);
    store<f32>(to, load<f32>(from + 3 * stride), 12);
  }
}

function packPart(
  from: usize,
  stride: usize,
  stepStride: usize,
  filled: i32,
  steps: i32,
  lanes: i32,
  to: usize,
): void {
  for (let k = 0; k < steps; k++, from += stepStride) {
    for (let lane = 0; lane < lanes; lane++, to += 4) {
      store<f32>(to, lane < filled ? load<f32>(from + <usize>lane * stride) : <f32>0);
    }
  }
}

/** The tile of `steps` products at `out`, rows `stride` bytes apart: set, or added to what is there. */
function tile(a: usize, b: usize, steps: i32, out: usize, stride: usize, isAdded: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  const end = a + <usize>steps * 16;
  for (; a < end; a += 16, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(a0, b0));
    c01 = f32x4.add(c01, f32x4.mul(a0, b1));
    const a1 = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(a1, b0));
    c11 = f32x4.add(c11, f32x4.mul(a1, b1));
    const a2 = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(a2, b0));
    c21 = f32x4.add(c21, f32x4.mul(a2, b1));
    const a3 = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(a3, b0));
    c31 = f32x4.add(c31, f32x4.mul(a3, b1));
  }
  put(out, c00, c01, isAdded);
  put(out + stride, c10, c11, isAdded);
  put(out + 2 * stride, c20, c21, isAdded);
  put(out + 3 * stride, c30, c31, isAdded);
}

// @ts-expect-error: decorator
@inline
function put(out: usize, left: v128, right: v128, isAdded: bool): void {
  v128.store(out, isAdded ? f32x4.add(v128.load(out), left) : left);
  v128.store(out, isAdded ? f32x4.add(v128.load(out, 16), right) : right, 16);
}

/** A tile at the edge: through memory of its own, then only the part that exists. */
function edgeTile(
  a: usize,
  b: usize,
  steps: i32,
  out: usize,
  stride: usize,
  isAdded: bool,
  rows: i32,
  columns: i32,
  memory: usize,
): void {
  tile(a, b, steps, memory, 32, false);
  for (let i = 0; i < rows; i++, out += stride, memory += 32) {
    for (let j = 0; j < columns; j++) {
      const at = <usize>j * 4;
      const value = load<f32>(memory + at);
      store<f32>(out + at, isAdded ? load<f32>(out + at) + value : value);
    }
  }
}

/** C [m, n] = A·B over k >= 1 steps; strides in bytes, of C between its rows. */
function oneProduct(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bColumn: usize,
  c: usize,
  scratch: usize,
): void {
  const stride = <usize>n * 4;
  for (let left = 0; left < n; left += BLOCK_COLUMNS) {
    const columns = min(BLOCK_COLUMNS, n - left);
    for (let first = 0; first < k; first += STEPS) {
      const steps = min(STEPS, k - first);
      const bAt = b + <usize>left * bColumn + <usize>first * bStep;
      pack(bAt, bColumn, bStep, columns, steps, TILE_COLUMNS, scratch + PACKED_B);
      for (let top = 0; top < m; top += BLOCK_ROWS) {
        const rows = min(BLOCK_ROWS, m - top);
        pack(a + <usize>top * aRow + <usize>first * aStep, aRow, aStep, rows, steps, TILE_ROWS, scratch);
        for (let j = 0; j < columns; j += TILE_COLUMNS) {
          const packedB = scratch + PACKED_B + <usize>(j * steps) * 4;
          for (let i = 0; i < rows; i += TILE_ROWS) {
            const packedA = scratch + <usize>(i * steps) * 4;
            const out = c + <usize>(top + i) * stride + <usize>(left + j) * 4;
            if (i + TILE_ROWS <= rows && j + TILE_COLUMNS <= columns) {
              tile(packedA, packedB, steps, out, stride, first > 0);
            } else {
              const height = min(TILE_ROWS, rows - i);
              const width = min(TILE_COLUMNS, columns - j);
              edgeTile(packedA, packedB, steps, out, stride, first > 0, height, width, scratch + TILE);
            }
          }
        }
      }
    }
  }
}

/** `count` products of matrices that follow one another: A [m, k] or transposed [k, m], B [k, n] or [n, k]. */
export function products(
  count: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  isTransposedA: bool,
  b: usize,
  isTransposedB: bool,
  c: usize,
  scratch: usize,
): void {
  const aRow: usize = isTransposedA ? 4 : <usize>k * 4;
  const aStep: usize = isTransposedA ? <usize>m * 4 : 4;
  const bColumn: usize = isTransposedB ? <usize>k * 4 : 4;
  const bStep: usize = isTransposedB ? 4 : <usize>n * 4;
  for (let i = 0; i < count; i++) {
    oneProduct(m, n, k, a, aRow, aStep, b, bStep, bColumn, c, scratch);
    a += <usize>(m * k) * 4;
    b += <usize>(k * n) * 4;
    c += <usize>(m * n) * 4;
  }
}
