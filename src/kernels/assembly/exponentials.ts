import { EXPONENTIAL_CONSTANTS, EXPONENTIAL_TABLE } from '../memoryLayout';

// Constants come from memory, ../exponentialConstants.ts: a vector that is written out costs V8 several
// instructions at every use, one that is loaded costs one.

/** Row of the table for the step in the low half of a lane. */
function row(step: i32): v128 {
  return v128.load(EXPONENTIAL_TABLE + 24 + ((step & 31) << 4));
}

/** 2^k for the integers k in the low halves of the lanes. */
function powers(k: v128): v128 {
  return i64x2.shl(i32x4.add(k, i32x4.splat(1023)), 52);
}

function constant(index: i32): v128 {
  return v128.load(EXPONENTIAL_CONSTANTS + (index << 4));
}

/** e^x in both lanes, for x <= 0 or NaN: ../tableExponential.ts step by step, to the same bits. */
export function exponentials(x: v128): v128 {
  x = f64x2.pmax(x, constant(0)); // e^-746 is 0, and a NaN stays
  const rounder = constant(1); // what is added to it stands in its low bits, rounded to an integer
  const shifted = f64x2.add(f64x2.mul(x, v128.load64_splat(EXPONENTIAL_TABLE)), rounder);
  const steps = f64x2.sub(shifted, rounder);
  const high = f64x2.mul(steps, v128.load64_splat(EXPONENTIAL_TABLE, 8));
  const low = f64x2.mul(steps, v128.load64_splat(EXPONENTIAL_TABLE, 16));
  const r = f64x2.sub(f64x2.sub(x, high), low);
  const r2 = f64x2.mul(r, r);
  const second = f64x2.add(constant(2), f64x2.mul(r, constant(3)));
  const fourth = f64x2.add(constant(4), f64x2.mul(r, constant(5)));
  const series = f64x2.add(fourth, f64x2.mul(r2, constant(6)));
  const growth = f64x2.add(r, f64x2.mul(r2, f64x2.add(second, f64x2.mul(r2, series))));
  const row0 = row(i32x4.extract_lane(shifted, 0));
  const row1 = row(i32x4.extract_lane(shifted, 2));
  const power = v128.shuffle<f64>(row0, row1, 0, 2);
  const rest = v128.shuffle<f64>(row0, row1, 1, 3);
  const mantissa = f64x2.add(power, f64x2.add(rest, f64x2.mul(power, growth)));
  const k = i32x4.shr_s(shifted, 5);
  const half = i32x4.shr_s(k, 1);
  return f64x2.mul(f64x2.mul(mantissa, powers(half)), powers(i32x4.sub(k, half)));
}
