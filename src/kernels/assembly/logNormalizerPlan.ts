import { firsts, rowAt, seconds } from './plan';

/** ../twins/logNormalizerPlan.ts on two values at a time; `count` is even. */
export function logNormalizerPlan(
  rows: usize,
  start: i32,
  span: i32,
  offset: f64,
  kappa: usize,
  out: usize,
  count: i32,
  least: f64,
): bool {
  const offsets = f64x2.splat(offset);
  const leasts = f64x2.splat(least);
  let missing = i64x2.splat(0);
  for (let at: usize = 0, end = (<usize>count) << 3; at < end; at += 16) {
    const k = v128.load(kappa + at);
    const w = f64x2.add(k, offsets);
    const a = rowAt(i64x2.extract_lane(w, 0), rows, start, span, 96);
    const b = rowAt(i64x2.extract_lane(w, 1), rows, start, span, 96);
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
    const a10 = v128.load(a, 80);
    const b10 = v128.load(b, 80);
    const f = f64x2.sub(k, firsts(a0, b0));
    const large = f64x2.mul(w, f64x2.splat(33554432));
    const fHigh = f64x2.sub(f64x2.add(f, large), large);
    const fLow = f64x2.sub(f, fHigh);
    const slope = seconds(a2, b2);
    const sum = f64x2.add(seconds(a0, b0), f64x2.mul(slope, fHigh));
    const f2 = f64x2.mul(f, f);
    const f4 = f64x2.mul(f2, f2);
    const low = f64x2.add(
      f64x2.add(firsts(a4, b4), f64x2.mul(f, seconds(a4, b4))),
      f64x2.mul(f2, f64x2.add(firsts(a6, b6), f64x2.mul(f, seconds(a6, b6)))),
    );
    const high = f64x2.add(
      f64x2.add(firsts(a8, b8), f64x2.mul(f, seconds(a8, b8))),
      f64x2.mul(f2, f64x2.add(firsts(a10, b10), f64x2.mul(f, seconds(a10, b10)))),
    );
    const rest = f64x2.add(
      f64x2.add(firsts(a2, b2), f64x2.mul(slope, fLow)),
      f64x2.mul(f, f64x2.add(low, f64x2.mul(f4, high))),
    );
    const raw = f64x2.add(sum, rest);
    const left = v128.or(f64x2.lt(k, f64x2.splat(0)), f64x2.lt(f64x2.abs(raw), leasts));
    const result = v128.or(raw, left); // all bits set: NaN
    missing = v128.or(missing, f64x2.ne(result, result));
    v128.store(out + at, result);
  }
  return !v128.any_true(missing);
}
