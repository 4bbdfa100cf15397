import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../../src/special/incompleteBeta.ts';
import { incompleteGamma } from '../../src/special/incompleteGamma.ts';
import { stirlingRemainder } from '../../src/special/stirlingRemainder.ts';
import type { Tails } from '../../src/special/Tails.ts';
import { nextAfter } from '../support/ulp.ts';

// The tables of 34-digit values are held by test/special/accuracy.test.ts.

const shape = fc.double({ min: -1, max: 30, noNaN: true }).map((exponent) => 2 ** exponent);
const offset = fc.double({ min: -6, max: 6, noNaN: true });

function expectTails({ lower, upper, logLower, logUpper }: Tails): void {
  expect(lower >= 0 && lower <= 1 && upper >= 0 && upper <= 1).toBe(true);
  expect(lower + upper).toBeWithinUlp(1, 2);
  expect(Math.abs(Math.exp(logLower) - lower)).toBeLessThanOrEqual(1e-15);
  expect(Math.abs(Math.exp(logUpper) - upper)).toBeLessThanOrEqual(1e-15);
}

describe('incompleteGamma', () => {
  it('two tails that add up to 1, P growing in x', () => {
    fc.assert(
      fc.property(shape, offset, (a, z) => {
        const x = Math.max(0, a + z * Math.sqrt(a));
        const tails = incompleteGamma(a, x);
        expectTails(tails);
        expect(incompleteGamma(a, x * (1 + 1e-9)).lower).toBeGreaterThanOrEqual(tails.lower * (1 - 1e-14));
      }),
      { numRuns: 2000 },
    );
  });

  it('P(a, x) - P(a+1, x) = x^a e^-x/Γ(a+1), DLMF 8.8.5, across the change of method at a = 30', () => {
    for (const a of [0.5, 1, 7, 29, 29.5, 30, nextAfter(30, 1), 31, 200]) {
      for (const ratio of [0.5, 0.9, 1.1, 2]) {
        const x = a * ratio;
        let front = a * Math.log(x) - x;
        front -= (a + 0.5) * Math.log(a + 1) - (a + 1) + Math.log(2 * Math.PI) / 2 + stirlingRemainder(a + 1);
        const [here, next] = [incompleteGamma(a, x), incompleteGamma(a + 1, x)];
        const step = ratio < 1 ? here.lower - next.lower : next.upper - here.upper;
        expect(Math.abs(step / Math.exp(front) - 1)).toBeLessThan(1e-12);
      }
    }
  });

  it('P(a, a) = ½ + (1 + 1/540a)... at a beyond the table: ½ + 1/(3√(2πa)) to within a^(-3/2)', () => {
    for (const a of [1e10, 1e12, 1e15]) {
      const expected = 0.5 + 1 / (3 * Math.sqrt(2 * Math.PI * a));
      expect(Math.abs(incompleteGamma(a, a).lower - expected)).toBeLessThan(a ** -1.5 + 1e-15);
    }
  });

  it('integer shapes: Q(n, x) = e^-x Σ x^k/k!', () => {
    for (const [n, x] of [
      [1, 3],
      [2, 0.5],
      [5, 12],
      [3, 700],
    ]) {
      let sum = 0;
      let term = 1;
      for (let k = 0; k < n; k++) {
        sum += term;
        term *= x / (k + 1);
      }
      expect(incompleteGamma(n, x).upper).toBeWithinUlp(Math.exp(-x) * sum, 8);
    }
  });

  it('ends, and NaN outside the domain', () => {
    expect(incompleteGamma(3, 0)).toEqual({ lower: 0, upper: 1, logLower: -Infinity, logUpper: 0 });
    expect(incompleteGamma(3, Infinity)).toEqual({ lower: 1, upper: 0, logLower: 0, logUpper: -Infinity });
    for (const [a, x] of [
      [0.4, 1],
      [-1, 1],
      [1, -1],
      [NaN, 1],
      [1, NaN],
      [1e16, 1],
    ]) {
      expect(incompleteGamma(a, x).lower).toBeNaN();
    }
  });

  it('logarithms go on where the tails vanish', () => {
    const { upper, logUpper } = incompleteGamma(1, 1e6);
    expect(upper).toBe(0);
    expect(logUpper).toBe(-1e6);
  });
});

describe('incompleteBeta', () => {
  it('two tails that add up to 1, and I_x(a, b) = 1 - I_(1-x)(b, a)', () => {
    fc.assert(
      fc.property(shape, shape, offset, (a, b, z) => {
        const odds = (a / b) * Math.exp(z * Math.sqrt(1 / a + 1 / b));
        const tails = incompleteBeta(a, b, odds);
        expectTails(tails);
        const other = incompleteBeta(b, a, { hi: 1 / odds, lo: 0 });
        // 1/odds is rounded: it moves the tail by about √(a + b) half-ulps.
        const slack = 1e-14 + 1e-15 * (1 + Math.abs(z)) * Math.sqrt(Math.min(a, b));
        expect(Math.abs(tails.lower - other.upper)).toBeLessThanOrEqual(slack);
      }),
      { numRuns: 2000 },
    );
  });

  it('closed forms: I_x(a, 1) = x^a; I_x(½, ½) = 2/π arctan √odds', () => {
    for (const odds of [1e-12, 0.01, 0.5, 1, 3, 1e6]) {
      for (const a of [0.5, 2, 29, 31, 300]) {
        const logLower = -a * Math.log1p(1 / odds);
        expect(Math.abs(incompleteBeta(a, 1, odds).logLower / logLower - 1)).toBeLessThan(1e-14);
      }
      expect(incompleteBeta(0.5, 0.5, odds).lower).toBeWithinUlp(
        (2 / Math.PI) * Math.atan(Math.sqrt(odds)),
        8,
      );
    }
  });

  it('large b: the law of b·odds is the gamma distribution', () => {
    for (const a of [0.5, 5, 100]) {
      for (const x of [0.5 * a, a, 2 * a]) {
        const gamma = incompleteGamma(a, x);
        const beta = incompleteBeta(a, 1e15, x / 1e15);
        expect(Math.abs(beta.upper / gamma.upper - 1)).toBeLessThan(1e-10);
        expect(Math.abs(beta.lower / gamma.lower - 1)).toBeLessThan(1e-10);
      }
    }
  });

  it('ends, and NaN outside the domain', () => {
    expect(incompleteBeta(3, 2, 0)).toEqual({ lower: 0, upper: 1, logLower: -Infinity, logUpper: 0 });
    expect(incompleteBeta(3, 2, Infinity)).toEqual({ lower: 1, upper: 0, logLower: 0, logUpper: -Infinity });
    for (const [a, b, odds] of [
      [0.4, 1, 1],
      [1, 0.4, 1],
      [1, 1, -1],
      [NaN, 1, 1],
      [1, 1, NaN],
      [1, 1e16, 1],
    ]) {
      expect(incompleteBeta(a, b, odds).upper).toBeNaN();
    }
  });
});
