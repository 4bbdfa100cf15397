import { EXPONENTIAL_TABLE } from '../memoryLayout';

/** e^x: ../tableExponential.ts step by step, to the same bits. */
export function tableExponential(x: f64): f64 {
  if (!(x < 710)) return x >= 710 ? Infinity : NaN;
  if (x < -746) return 0;
  const rounder = 6755399441055744.0; // 1.5·2^52
  const steps = x * load<f64>(EXPONENTIAL_TABLE) + rounder - rounder;
  const r = x - steps * load<f64>(EXPONENTIAL_TABLE, 8) - steps * load<f64>(EXPONENTIAL_TABLE, 16);
  const r2 = r * r;
  const growth = r + r2 * (1.0 / 2 + r * (1.0 / 6) + r2 * (1.0 / 24 + r * (1.0 / 120) + r2 * (1.0 / 720)));
  const step = <i32>steps;
  const row = EXPONENTIAL_TABLE + 24 + ((step & 31) << 4);
  const mantissa = load<f64>(row) + (load<f64>(row, 8) + load<f64>(row) * growth);
  const k = step >> 5;
  const half = k >> 1;
  return mantissa * power(half) * power(k - half);
}

/** 2^k, put together from its bits. */
function power(k: i32): f64 {
  return reinterpret<f64>((<u64>(1023 + k)) << 52);
}
