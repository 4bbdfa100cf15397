import { tableLogarithm } from './tableLogarithm.ts';

/**
 * log(1 + x) for x > -1, to the same bits on every engine: for |x| <= 1/8 the series of 2 artanh(x/(2 + x)),
 * whose relative error stays at a few 2^-53 down to x = 0; beyond, log(1 + x) by table.
 */
export function logOnePlus(x: number): number {
  if (!(x >= -0.125 && x <= 0.125)) return tableLogarithm(1 + x);
  const s = x / (2 + x);
  const s2 = s * s;
  const tail =
    s2 * (1 / 3 + s2 * (1 / 5 + s2 * (1 / 7 + s2 * (1 / 9 + s2 * (1 / 11 + s2 * (1 / 13 + s2 * (1 / 15)))))));
  return 2 * s + 2 * s * tail;
}
