/**
 * Distance in units in the last place.
 *
 * An ulp is the gap between `expected` and the next double away from zero; a signed distance
 * of 0.5 means half such a gap. The expected value may carry more than double precision as a
 * pair `hi + lo`, so a correctly rounded result shows its true error of up to half an ulp.
 */

const view = new DataView(new ArrayBuffer(8));

/** The gap between |x| and the next larger double; 2^-1074 at zero. */
export function ulpOf(x: number): number {
  const magnitude = Math.abs(x);
  if (!Number.isFinite(magnitude)) return Number.NaN;
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  view.setBigUint64(0, bits + 1n);
  const next = view.getFloat64(0);
  if (next === Number.POSITIVE_INFINITY) return 2 ** 971;
  return next - magnitude;
}

/** The next double above `x` (steps > 0) or below it (steps < 0), `steps` times. */
export function nextAfter(x: number, steps: number): number {
  if (x === 0 && steps === 0) return x;
  view.setFloat64(0, x);
  const raw = view.getBigInt64(0);
  const ordered = raw < 0n ? -(raw & 0x7fffffffffffffffn) : raw;
  const moved = ordered + BigInt(steps);
  view.setBigInt64(0, moved < 0n ? -moved | -0x8000000000000000n : moved);
  return view.getFloat64(0);
}

/** |actual - (expected + correction)| in ulps of `expected`; 0 for identical non-finite values. */
export function ulpDistance(actual: number, expected: number, correction = 0): number {
  if (Object.is(actual, expected)) return correction === 0 ? 0 : Math.abs(correction) / ulpOf(expected);
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return Number.POSITIVE_INFINITY;
  return Math.abs(actual - expected - correction) / ulpOf(expected);
}
