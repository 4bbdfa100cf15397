/** Matrices for the kernel tests: the same on every run, every element of a size of its own. */
export type Matrix = Float32Array | Float64Array;

/** `count` values in [-1, 1) by a 32-bit xorshift. */
export function values(count: number, seed: number): Float64Array {
  let state = seed * 2654435761 + 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 31 - 1;
  };
  for (let i = 0; i < 10; i++) next();
  return Float64Array.from({ length: count }, next);
}

/** As doubles and as floats. */
export const bothKinds = (matrix: Float64Array): Matrix[] => [matrix, Float32Array.from(matrix)];
