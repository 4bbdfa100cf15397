/** Index of the largest term tₘ = (x²/4)ᵐ/(m! Γ(ν+1+m)): m (m+ν) = x²/4, rounded down. */
export function seriesPeak(nu: number, x: number): number {
  return x === 0 ? 0 : Math.floor(saddle(nu, x));
}

/**
 * About how many terms the power series needs until both ends are below 10^-precision of its largest.
 *
 * With c = m and d = m+ν at the largest term (c d = x²/4), the term j places above it is smaller by the
 * factor exp(-∫₀ʲ log((c+u)(d+u)/(c d)) du); the integral is f(j, c) + f(j, d),
 * f(j, c) = (c+j) log(1+j/c) - j, and j is found by bisection. Below the largest term the fall is
 * faster. An estimate in doubles: it guards against endless sums and takes no part in any proof.
 */
export function seriesTerms(nu: number, x: number, precision: number): number {
  const c = Math.max(saddle(nu, x), 1e-300);
  const d = Math.max(c + nu, 1e-300);
  const target = precision * Math.LN10;
  const fall = (j: number) => integral(j, c) + integral(j, d);
  let low = 0;
  let high = 1;
  while (fall(high) < target) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < 30; step++) {
    const middle = low + (high - low) / 2;
    if (fall(middle) < target) low = middle;
    else high = middle;
  }
  return Math.ceil(high) + Math.min(Math.ceil(high), Math.floor(c)) + 1;
}

/** (√(ν²+x²) - ν)/2, without overflow. */
function saddle(nu: number, x: number): number {
  const halfRoot = Math.hypot(nu / 2, x / 2);
  return nu > 0 ? (x / 2) * (x / 2 / (nu / 2 + halfRoot)) : halfRoot - nu / 2;
}

/** (c+j) log(1+j/c) - j. */
function integral(j: number, c: number): number {
  const u = j / c;
  return u < 1e-4 ? j * (u / 2 - (u * u) / 6) : (c + j) * Math.log1p(u) - j;
}
