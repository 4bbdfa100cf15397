import { LOGARITHM_TABLE } from '../memoryLayout';

/** log x for a normal x > 0: ../tableLogarithm.ts step by step, to the same bits. */
export function tableLogarithm(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  const exponent = <i32>(bits >> 52) - 1023;
  const row = LOGARITHM_TABLE + <i32>((bits >> 45) & 127) * 24;
  // 2^-exponent, put together from its bits.
  const power = reinterpret<f64>((<u64>(1023 - exponent)) << 52);
  const f = x * (load<f64>(row) * power) - 1;
  const f2 = f * f;
  const series = -1.0 / 2 + f * (1.0 / 3) + f2 * (-1.0 / 4 + f * (1.0 / 5) + f2 * (-1.0 / 6 + f * (1.0 / 7)));
  return <f64>exponent * 0.6931471805599453 + load<f64>(row, 8) + (load<f64>(row, 16) + f + f2 * series);
}
