import { describe } from '../special/arrays.ts';

/** Finite numbers that are not negative. */
export function requireSizes(caller: string, name: string, values: ArrayLike<number>): Float64Array {
  for (let k = 0; k < values.length; k++) {
    if (typeof values[k] !== 'number') {
      throw new TypeError(`${caller}: ${name}[${k}] must be a number, got ${describe(values[k])}`);
    }
    if (!(values[k] >= 0 && values[k] <= Number.MAX_VALUE)) {
      throw new RangeError(`${caller}: ${name}[${k}] must be finite and not negative, got ${values[k]}`);
    }
  }
  return Float64Array.from(values);
}
