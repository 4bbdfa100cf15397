/**
 * log(1 + x) - x for x > -1, to a few ulp.
 *
 *   region           method                                             why stable there
 *   -0.5 < x < 1     -x r + 2r³ (1/3 + r²/5 + r⁴/7 + ...), r = x/(2+x)  |r| <= 1/3; the second term is below
 *                    (the series of 2 artanh r = log(1+x))              a fifth of the first
 *   otherwise        as written                                         no cancellation to speak of
 */
export function log1pMinus(x: number): number {
  if (!(x > -0.5 && x < 1)) return Math.log1p(x) - x;
  const r = x / (2 + x);
  const square = r * r;
  let power = 1;
  let sum = 0;
  for (let k = 3; k < 60; k += 2) {
    const next = sum + power / k;
    if (next === sum) break;
    sum = next;
    power *= square;
  }
  return -x * r + 2 * r * square * sum;
}
