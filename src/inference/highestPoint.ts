const GOLDEN = 0.6180339887498949;

/** Where h, which rises and then falls, is largest in [low, high]: golden section, to 3e-8 of the interval. */
export function highestPoint(h: (x: number) => number, low: number, high: number): number {
  let a = high - GOLDEN * (high - low);
  let b = low + GOLDEN * (high - low);
  let ha = h(a);
  let hb = h(b);
  for (let step = 0; step < 36; step++) {
    if (ha > hb) {
      [high, b, hb] = [b, a, ha];
      a = high - GOLDEN * (high - low);
      ha = h(a);
    } else {
      [low, a, ha] = [a, b, hb];
      b = low + GOLDEN * (high - low);
      hb = h(b);
    }
  }
  return ha > hb ? a : b;
}
