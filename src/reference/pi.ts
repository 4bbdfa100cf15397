import type { Interval, IntervalArithmetic } from './IntervalArithmetic.ts';
import { inverseTangentOfReciprocal } from './inverseTangent.ts';
import { perArithmetic } from './perArithmetic.ts';

/** π by Machin's formula π = 16 arctan(1/5) - 4 arctan(1/239), to any number of digits. */
export const pi: (arithmetic: IntervalArithmetic) => Interval = perArithmetic((arithmetic) => {
  const multiple = (factor: number, n: number) =>
    arithmetic.multiply(arithmetic.of(factor), inverseTangentOfReciprocal(arithmetic, 'circular', n));
  return arithmetic.subtract(multiple(16, 5), multiple(4, 239));
});
