import { LOGARITHM_TABLE } from '../memoryLayout';
import { firsts, seconds } from './plan';

function rowOf(bits: i64): usize {
  return <usize>(LOGARITHM_TABLE + <i32>((bits >> 45) & 127) * 24);
}

/** tableLogarithm.ts for two values at a time. */
export function tableLogarithms(x: v128): v128 {
  const a = rowOf(i64x2.extract_lane(x, 0));
  const b = rowOf(i64x2.extract_lane(x, 1));
  const a0 = v128.load(a);
  const b0 = v128.load(b);
  const biased = i64x2.shr_u(x, 52);
  const power = i64x2.shl(i64x2.sub(i64x2.splat(2046), biased), 52);
  // The biased exponents are integers of 11 bits in the low halves of their lanes.
  const exponent = f64x2.sub(
    f64x2.convert_low_i32x4_s(v128.shuffle<i32>(biased, biased, 0, 2, 0, 2)),
    f64x2.splat(1023),
  );
  const f = f64x2.sub(f64x2.mul(x, f64x2.mul(firsts(a0, b0), power)), f64x2.splat(1));
  const f2 = f64x2.mul(f, f);
  const last = f64x2.add(f64x2.splat(-1.0 / 6), f64x2.mul(f, f64x2.splat(1.0 / 7)));
  const middle = f64x2.add(f64x2.splat(-1.0 / 4), f64x2.mul(f, f64x2.splat(1.0 / 5)));
  const first = f64x2.add(f64x2.splat(-1.0 / 2), f64x2.mul(f, f64x2.splat(1.0 / 3)));
  const series = f64x2.add(first, f64x2.mul(f2, f64x2.add(middle, f64x2.mul(f2, last))));
  const low = v128.load_lane<f64>(b + 16, v128.load_splat<f64>(a + 16), 1);
  return f64x2.add(
    f64x2.add(f64x2.mul(exponent, f64x2.splat(0.6931471805599453)), seconds(a0, b0)),
    f64x2.add(f64x2.add(low, f), f64x2.mul(f2, series)),
  );
}
