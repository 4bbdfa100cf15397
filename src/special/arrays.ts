/** What the array forms accept and return. */
export type FloatArray = Float64Array | Float32Array;

const isFloatArray = (value: unknown): value is FloatArray =>
  value instanceof Float64Array || value instanceof Float32Array;

/** `out`, checked against `input`, or a new array of the kind and length of `input`. */
export function outputFor<T extends FloatArray>(caller: string, input: T, out: T | undefined): T {
  if (!isFloatArray(input)) {
    throw new TypeError(
      `${caller}: kappa must be a number, Float64Array or Float32Array, got ${describe(input)}`,
    );
  }
  if (out === undefined) return new (input.constructor as new (length: number) => T)(input.length);
  if (!isFloatArray(out) || out.constructor !== input.constructor) {
    throw new TypeError(
      `${caller}: out must be a ${input.constructor.name} as kappa is, got ${describe(out)}`,
    );
  }
  if (out.length !== input.length) {
    throw new RangeError(`${caller}: out must have length ${input.length} as kappa has, got ${out.length}`);
  }
  return out;
}

/** `f(p, ·)` over an array. */
export function batchOf<T extends FloatArray>(
  caller: string,
  f: (p: number, kappa: number) => number,
  p: number,
  kappa: T,
  out: T | undefined,
): T {
  const result = outputFor(caller, kappa, out);
  for (let i = 0; i < kappa.length; i++) result[i] = f(p, kappa[i]);
  return result;
}

/** What a value is, for error messages. */
export const describe = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'object' ? (value.constructor?.name ?? 'object') : typeof value;
