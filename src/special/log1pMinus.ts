/**
 * log(1 + x) - x for x > -1, to a few ulp.
 *
 *   region           method                                             why stable there
 *   -0.5 < x < 1     -x r + 2r³ (1/3 + r²/5 + r⁴/7 + ...), r = x/(2+x)  |r| <= 1/3; the second term is below
 *                    (the series of 2 artanh r = log(1+x))              a fifth of the first; 14 of its terms
 *                                                                       leave 2^-53 of it at |r| = 1/3
 *   otherwise        as written                                         no cancellation to speak of
 */
export function log1pMinus(x: number): number {
  if (!(x > -0.5 && x < 1)) return Math.log1p(x) - x;
  const r = x / (2 + x);
  const s = r * r;
  const q = s * s;
  // Every other term in each: two short chains instead of a long one.
  const even = 1 / 3 + q * (1 / 7 + q * (1 / 11 + q * (1 / 15 + q * (1 / 19 + q * (1 / 23 + q * (1 / 27))))));
  const odd = 1 / 5 + q * (1 / 9 + q * (1 / 13 + q * (1 / 17 + q * (1 / 21 + q * (1 / 25 + q * (1 / 29))))));
  return -r * (x - 2 * s * (even + s * odd));
}
