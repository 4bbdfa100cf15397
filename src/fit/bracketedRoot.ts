/**
 * A zero of a continuous f between `low` and `high`, where its signs differ: regula falsi with Illinois
 * weights, and a bisection whenever three steps did not halve the bracket. Ends when the bracket is within
 * `tolerance` of its size.
 */
export function bracketedRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance: number = 2 ** -46,
): number {
  let a = low;
  let b = high;
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  let size = Math.abs(b - a);
  for (let step = 1; step < 400; step++) {
    let x = b - (fb * (b - a)) / (fb - fa);
    if (step % 3 === 0) {
      if (Math.abs(b - a) > size / 2) x = a + (b - a) / 2;
      size = Math.abs(b - a);
    }
    if (!(x > Math.min(a, b) && x < Math.max(a, b))) x = a + (b - a) / 2;
    const fx = f(x);
    if (fx === 0 || x === a || x === b) return x;
    if (fx > 0 === fb > 0) fa /= 2;
    else {
      a = b;
      fa = fb;
    }
    b = x;
    fb = fx;
    if (Math.abs(b - a) <= tolerance * Math.max(Math.abs(a), Math.abs(b))) return b;
  }
  return b;
}
