import { describe, expect, it } from 'vitest';
import { CosineLaw } from 'von-mises-fisher';

const laws = [2, 2.5, 3, 4, 64, 4096].flatMap((p) =>
  [0, 1e-10, 1, 1e3, 1e10, 1e15, 1e30, 1e150, 1e290].map((kappa) => ({ p, kappa })),
);
const cosineMethods = [
  'pdf',
  'logPdf',
  'cdf',
  'survival',
  'logCdf',
  'logSurvival',
  'kappaDerivative',
] as const;
const angleMethods = ['anglePdf', 'angleCdf', 'angleSurvival'] as const;
const quantiles = ['quantile', 'survivalQuantile', 'angleQuantile', 'angleSurvivalQuantile'] as const;
const methods = [...cosineMethods, ...angleMethods, ...quantiles];

describe('outside the domain every method is NaN', () => {
  it.each([
    [1.999, 1],
    [1, 1],
    [1.1e15, 1],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
    [3, -1e-300],
    [3, Number.NaN],
    [3, 1.1e290],
    [3, Number.POSITIVE_INFINITY],
  ])('p = %d, κ = %d', (p, kappa) => {
    const law = new CosineLaw(p, kappa);
    for (const method of methods) expect(law[method](0.5), method).toBeNaN();
    expect(law).toMatchObject({ p, kappa });
  });

  it.each(laws)('NaN in, NaN out: p = $p, κ = $kappa', ({ p, kappa }) => {
    const law = new CosineLaw(p, kappa);
    for (const method of methods) expect(law[method](Number.NaN), method).toBeNaN();
    for (const method of quantiles) {
      expect(law[method](-1e-300), method).toBeNaN();
      expect(law[method](1 + 2 ** -52), method).toBeNaN();
    }
    expect(law.kappaDerivative(-1.1)).toBeNaN();
    expect(law.kappaDerivative(1 + 2 ** -52)).toBeNaN();
  });
});

describe('beyond and at the ends', () => {
  it.each(laws)('p = $p, κ = $kappa', ({ p, kappa }) => {
    const law = new CosineLaw(p, kappa);
    for (const t of [Number.NEGATIVE_INFINITY, -2, -1 - 2 ** -52, -1]) {
      expect([law.cdf(t), law.survival(t)]).toEqual([0, 1]);
      expect([law.logCdf(t), law.logSurvival(t)].map((value) => value + 0)).toEqual([
        Number.NEGATIVE_INFINITY,
        0,
      ]);
      if (t < -1) expect([law.pdf(t), law.logPdf(t)]).toEqual([0, Number.NEGATIVE_INFINITY]);
    }
    for (const t of [1, 1 + 2 ** -52, 2, Number.POSITIVE_INFINITY]) {
      expect([law.cdf(t), law.survival(t)]).toEqual([1, 0]);
      expect([law.logCdf(t), law.logSurvival(t)].map((value) => value + 0)).toEqual([
        0,
        Number.NEGATIVE_INFINITY,
      ]);
      if (t > 1) expect([law.pdf(t), law.logPdf(t)]).toEqual([0, Number.NEGATIVE_INFINITY]);
    }
    for (const theta of [-1, -1e-300, 0])
      expect([law.angleCdf(theta), law.angleSurvival(theta)]).toEqual([0, 1]);
    for (const theta of [3.1415926535897936, 4]) {
      expect([law.angleCdf(theta), law.angleSurvival(theta), law.anglePdf(theta)]).toEqual([1, 0, 0]);
    }
    expect(law.anglePdf(-1e-300)).toBe(0);
    expect(law.kappaDerivative(-1) + 0).toBe(0);
    expect(law.kappaDerivative(1) + 0).toBe(0);
    expect([law.quantile(0), law.quantile(1)]).toEqual([-1, 1]);
    expect([law.survivalQuantile(0), law.survivalQuantile(1)]).toEqual([1, -1]);
    expect([law.angleQuantile(0), law.angleQuantile(1)]).toEqual([0, Math.PI]);
    expect([law.angleSurvivalQuantile(0), law.angleSurvivalQuantile(1)]).toEqual([Math.PI, 0]);
  });

  it('the density at ±1: infinite for p < 3, κ e^{±κ}/(2 sinh κ) for p = 3, 0 for p > 3', () => {
    expect(new CosineLaw(2, 1).pdf(1)).toBe(Number.POSITIVE_INFINITY);
    expect(new CosineLaw(2.9, 1).logPdf(-1)).toBe(Number.POSITIVE_INFINITY);
    expect(new CosineLaw(3.1, 1).pdf(1)).toBe(0);
    expect(new CosineLaw(4096, 1e10).logPdf(1)).toBe(Number.NEGATIVE_INFINITY);
    expect(new CosineLaw(3, 0).pdf(1)).toBeWithinUlp(0.5, 4);
    expect(new CosineLaw(3, 2).pdf(1)).toBeWithinUlp(2 / -Math.expm1(-4), 4);
    expect(new CosineLaw(3, 2).pdf(-1)).toBeWithinUlp(2 / Math.expm1(4), 4);
    expect(new CosineLaw(3, 1e10).pdf(1)).toBeWithinUlp(1e10, 4);
    expect(new CosineLaw(3, 1e10).logPdf(-1)).toBeWithinUlp(-2e10 + Math.log(1e10), 1);
  });

  it('the density of the angle at 0 on the circle: e^κ/(π I_0(κ))', () => {
    expect(new CosineLaw(2, 0).anglePdf(0)).toBeWithinUlp(1 / Math.PI, 4);
    // e/(π I_0(1)), I_0(1) = 1.2660658777520083356 (DLMF 10.25.2 summed to 30 digits)
    expect(new CosineLaw(2, 1).anglePdf(0)).toBeWithinUlp(Math.E / (Math.PI * 1.2660658777520084), 8);
    expect(new CosineLaw(5, 1).anglePdf(0)).toBe(0);
  });
});

describe('where probabilities leave the range of doubles', () => {
  it.each([
    [3, 1e10],
    [4096, 1e15],
    [2, 1e290],
  ])('logarithms stay finite, p = %d, κ = %d', (p, kappa) => {
    const law = new CosineLaw(p, kappa);
    for (const t of [-1 + 2 ** -53, -0.5, 0, 0.5, 0.99]) {
      expect([law.pdf(t), law.cdf(t), law.survival(t)]).toEqual([0, 0, 1]);
      for (const value of [law.logPdf(t), law.logCdf(t)]) {
        // -κ (1 - t) and what is logarithmic in κ.
        const others = (p * (5 + Math.log(kappa))) / kappa / (1 - t);
        expect(Math.abs(value / kappa / (t - 1) - 1)).toBeLessThanOrEqual(1e-15 + others);
      }
    }
  });

  it('quantiles of the smallest probabilities', () => {
    for (const { p, kappa } of laws) {
      const law = new CosineLaw(p, kappa);
      for (const q of [5e-324, 1e-310, 1e-300]) {
        for (const value of [law.angleQuantile(q), law.angleSurvivalQuantile(q)]) {
          expect(value >= 0 && value <= Math.PI, `p = ${p}, κ = ${kappa}, q = ${q}: ${value}`).toBe(true);
        }
        const ends = [law.quantile(q), law.survivalQuantile(q)];
        expect(ends[0] >= -1 && ends[0] <= ends[1] && ends[1] <= 1, `${p} ${kappa} ${q}: ${ends}`).toBe(true);
      }
    }
  });
});
