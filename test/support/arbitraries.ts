import fc from 'fast-check';

const logUniform = (low: number, high: number): fc.Arbitrary<number> =>
  fc
    .double({ min: Math.log(low), max: Math.log(high), noNaN: true })
    .map((exponent) => Math.min(high, Math.max(low, Math.exp(exponent))));

/** Dimensions over the whole domain: real, and integers as people use them. */
export const dimension: fc.Arbitrary<number> = fc.oneof(
  logUniform(1, 1e15),
  fc.integer({ min: 1, max: 4096 }),
  fc.double({ min: 1, max: 100, noNaN: true }),
);

/** Concentrations over the whole domain, subnormals and the largest double included. */
export const kappa: fc.Arbitrary<number> = fc.oneof(
  logUniform(1e-10, 1e10),
  fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }),
  fc.constantFrom(0, 5e-324, 2.2250738585072014e-308, 1e150, Number.MAX_VALUE),
);

/** (p, κ) with κ within a factor e⁸ of p: where neither limit is near. */
export const transition: fc.Arbitrary<[number, number]> = fc
  .tuple(dimension, fc.double({ min: -8, max: 8, noNaN: true }))
  .map(([p, shift]) => [p, p * Math.exp(shift)]);

export const point: fc.Arbitrary<[number, number]> = fc.oneof(fc.tuple(dimension, kappa), transition);
