import { tableLogarithm } from './tableLogarithm';

/** log(1 + x): ../logOnePlus.ts step by step, to the same bits. */
export function logOnePlus(x: f64): f64 {
  if (!(x >= -0.125 && x <= 0.125)) return tableLogarithm(1 + x);
  const s = x / (2 + x);
  const s2 = s * s;
  const tail =
    s2 *
    (1.0 / 3 +
      s2 * (1.0 / 5 + s2 * (1.0 / 7 + s2 * (1.0 / 9 + s2 * (1.0 / 11 + s2 * (1.0 / 13 + s2 * (1.0 / 15)))))));
  return 2 * s + 2 * s * tail;
}
