import type { IntervalArithmetic } from './IntervalArithmetic.ts';

/** Remembers what `compute` gave for an arithmetic, as long as that arithmetic is in use. */
export function perArithmetic<T>(
  compute: (arithmetic: IntervalArithmetic) => T,
): (arithmetic: IntervalArithmetic) => T {
  const known = new WeakMap<IntervalArithmetic, { value: T }>();
  return (arithmetic) => {
    let entry = known.get(arithmetic);
    if (entry === undefined) {
      entry = { value: compute(arithmetic) };
      known.set(arithmetic, entry);
    }
    return entry.value;
  };
}
