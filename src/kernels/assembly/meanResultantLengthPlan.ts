import { firsts, rowAt, seconds } from './plan';

/** ../twins/meanResultantLengthPlan.ts on two values at a time; `count` is even. */
export function meanResultantLengthPlan(
  rows: usize,
  start: i32,
  span: i32,
  offset: f64,
  kappa: usize,
  out: usize,
  count: i32,
): bool {
  const offsets = f64x2.splat(offset);
  let missing = i64x2.splat(0);
  for (let at: usize = 0, end = (<usize>count) << 3; at < end; at += 16) {
    const k = v128.load(kappa + at);
    const w = f64x2.add(k, offsets);
    const a = rowAt(i64x2.extract_lane(w, 0), rows, start, span, 80);
    const b = rowAt(i64x2.extract_lane(w, 1), rows, start, span, 80);
    const a0 = v128.load(a);
    const b0 = v128.load(b);
    const a2 = v128.load(a, 16);
    const b2 = v128.load(b, 16);
    const a4 = v128.load(a, 32);
    const b4 = v128.load(b, 32);
    const a6 = v128.load(a, 48);
    const b6 = v128.load(b, 48);
    const a8 = v128.load(a, 64);
    const b8 = v128.load(b, 64);
    const f = f64x2.sub(k, firsts(a0, b0));
    const f2 = f64x2.mul(f, f);
    const low = f64x2.add(
      f64x2.add(seconds(a2, b2), f64x2.mul(f, firsts(a4, b4))),
      f64x2.mul(f2, f64x2.add(seconds(a4, b4), f64x2.mul(f, firsts(a6, b6)))),
    );
    const high = f64x2.add(
      f64x2.add(seconds(a6, b6), f64x2.mul(f, firsts(a8, b8))),
      f64x2.mul(f2, seconds(a8, b8)),
    );
    const rest = f64x2.add(firsts(a2, b2), f64x2.mul(f, f64x2.add(low, f64x2.mul(f64x2.mul(f2, f2), high))));
    const scaled = f64x2.mul(k, f64x2.splat(134217729));
    const kHigh = f64x2.sub(scaled, f64x2.sub(scaled, k));
    const ratio = seconds(a0, b0);
    const raw = f64x2.add(
      f64x2.mul(kHigh, ratio),
      f64x2.add(f64x2.mul(f64x2.sub(k, kHigh), ratio), f64x2.mul(k, rest)),
    );
    const result = v128.or(raw, f64x2.lt(k, f64x2.splat(reinterpret<f64>((<u64>123) << 52)))); // 2^-900
    missing = v128.or(missing, f64x2.ne(result, result));
    v128.store(out + at, result);
  }
  return !v128.any_true(missing);
}
