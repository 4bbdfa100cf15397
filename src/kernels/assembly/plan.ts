// What the kernels of a plan share; ../plan.ts explains rows and intervals.

/** Address of the row for w = κ + offset, given by its bits; of the row of NaN, the last, where there is none. */
export function rowAt(bits: i64, rows: usize, start: i32, span: i32, bytes: i32): usize {
  return rows + <usize>(min<u32>(<u32>(<i32>(bits >> 46) - start), <u32>span) * bytes);
}

/** The first of two numbers from each of two rows. */
export function firsts(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2);
}

/** The second of two numbers from each of two rows. */
export function seconds(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3);
}
