/**
 * P(X > x) for X chi-square of k degrees of freedom, to about 1e-12: the regularised incomplete gamma function
 * by its series below the mean and its continued fraction above (Abramowitz and Stegun 6.5.29, 6.5.31).
 */
export function chiSquareSurvival(x: number, k: number): number {
  if (Number.isNaN(x)) return x;
  if (x <= 0) return 1;
  const a = k / 2;
  const y = x / 2;
  const front = Math.exp(a * Math.log(y) - y - logGamma(a));
  if (y < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= y / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = y + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 100_000; n++) {
    b += 2;
    d = 1 / (b - n * (n - a) * d);
    c = b - (n * (n - a)) / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return front * fraction;
}

/** log Γ(a) by Stirling's series after raising a. */
function logGamma(a: number): number {
  let shift = 0;
  for (; a < 15; a++) shift += Math.log(a);
  const a2 = a * a;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / a2) / a2) / a2) / a;
  return (a - 0.5) * Math.log(a) - a + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
