import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  logBesselI,
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
} from 'von-mises-fisher';
import * as reference from 'von-mises-fisher/reference';
import { exactDecimal } from '../support/table.ts';
import { ulpOf } from '../support/ulp.ts';

const DIGITS = 25;

/** Distance in ulp to a proven enclosure: at least so far off if the value lies outside it. */
function ulpsFrom({ lower, upper, mid }: reference.Enclosure, value: number): number {
  const exact = exactDecimal(value);
  const beyond = exact.greaterThan(upper)
    ? exact.minus(upper)
    : exact.lessThan(lower)
      ? lower.minus(exact)
      : undefined;
  return beyond === undefined ? 0 : beyond.toNumber() / ulpOf(mid.toNumber());
}

const logUniform = (low: number, high: number): fc.Arbitrary<number> =>
  fc
    .double({ min: Math.log(low), max: Math.log(high), noNaN: true })
    .map((exponent) => Math.min(high, Math.max(low, Math.exp(exponent))));

/** Where the power series is affordable: every p, and κ up to 2000 or well below p. */
const reachable = fc
  .tuple(
    fc.oneof(
      logUniform(1, 1e15),
      fc.integer({ min: 1, max: 1024 }),
      fc.double({ min: 1, max: 60, noNaN: true }),
    ),
    fc.oneof(logUniform(1e-3, 2000), logUniform(5e-324, 1e-3)),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
    fc.boolean(),
  )
  .map(([p, kappa, share, scaled]): [number, number] => [p, scaled ? Math.min(3000, p) * share : kappa]);

describe('against the exact reference, at random points', () => {
  it('log C, A, 1 - A and log I keep their promises', () => {
    fc.assert(
      fc.property(reachable, ([p, kappa]) => {
        const options = { digits: DIGITS };
        const logC = reference.logNormalizer(p, kappa, options);
        const size = Math.abs(logC.mid.toNumber());
        const off = ulpsFrom(logC, logNormalizer(p, kappa)) * ulpOf(size);
        expect(off).toBeLessThanOrEqual(
          size > 0.1 ? Math.min(ulpOf(size), 2.3e-16 * Math.max(1, size)) : 2.3e-16,
        );
        expect(
          ulpsFrom(reference.meanResultantLength(p, kappa, options), meanResultantLength(p, kappa)),
        ).toBeLessThanOrEqual(1);
        const rest = reference.meanResultantLengthComplement(p, kappa, options);
        expect(ulpsFrom(rest, meanResultantLengthComplement(p, kappa))).toBeLessThanOrEqual(16);
      }),
      { numRuns: 5000 },
    );
  });

  it('log I at orders of its own', () => {
    const orders = fc.oneof(fc.double({ min: -0.5, max: 60, noNaN: true }), logUniform(1, 1e12));
    fc.assert(
      fc.property(orders, logUniform(1e-3, 2000), (nu, x) => {
        const truth = reference.logBesselI(nu, x, { digits: DIGITS });
        const size = Math.abs(truth.mid.toNumber());
        const off = ulpsFrom(truth, logBesselI(nu, x)) * ulpOf(size);
        expect(off).toBeLessThanOrEqual(3e-16 * Math.max(1, size));
      }),
      { numRuns: 500 },
    );
  });
});
