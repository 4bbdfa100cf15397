/** Least argument, rounder and the coefficients of tableExponential.ts, each twice: vectors of assembly/exponentials.ts. */
export const exponentialConstants = (): Float64Array =>
  Float64Array.from(
    [-746, 1.5 * 2 ** 52, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720].flatMap((value) => [value, value]),
  );
