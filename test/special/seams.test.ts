import { describe, expect, it } from 'vitest';
import {
  concentration,
  concentrationFromComplement,
  logBesselI,
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
  meanResultantLengthDerivative,
  relativeLogNormalizer,
} from 'von-mises-fisher';
import { nextAfter, ulpOf } from '../support/ulp.ts';

// Every cutoff of src/special, as points (p, κ) on the curve where the method changes.
const dimensions = [
  1 + 2 ** -50,
  1.2,
  2,
  2.1,
  3,
  7.3,
  16,
  38.9,
  40,
  52.9,
  53,
  54,
  63,
  64,
  100,
  256,
  1024,
  4096,
  1e6,
];
const radii = [40, 52, 63, 78, 102, 145, 226, 409, 921, 3000, 2.4e4, 4.3e5];
const onRadius = dimensions.flatMap((p) =>
  radii
    .filter((r) => r > Math.abs(p / 2 - 1))
    .map((r): [number, number] => [p, Math.sqrt(r * r - (p / 2 - 1) ** 2)]),
);
const onKappa = dimensions.flatMap((p) =>
  [2, 22, 30.8, 40, 1e-200, 1e30, 1e150].map((kappa): [number, number] => [p, kappa]),
);
const onSeries = dimensions.map((p): [number, number] => [p, 0.1 * p]);
const seams = [...onRadius, ...onKappa, ...onSeries];

/** κ one double below, at and above. */
const around = (kappa: number): [number, number, number] => [
  nextAfter(kappa, -1),
  kappa,
  nextAfter(kappa, 1),
];

/** f may move by slope·Δκ and by `ulps` of rounding on each side, and no more. */
function expectContinuous(
  f: (kappa: number) => number,
  slope: (kappa: number) => number,
  kappa: number,
  ulps: number,
  where: string,
): void {
  const points = around(kappa);
  const values = points.map(f);
  for (const i of [0, 1]) {
    const step = slope(kappa) * (points[i + 1] - points[i]);
    const allowed = 2 * ulps * ulpOf(values[i]) + 1e-3 * Math.abs(step);
    expect(Math.abs(values[i + 1] - values[i] - step), where).toBeLessThanOrEqual(allowed);
  }
}

describe('seams between methods, at the cutoff and one double to each side', () => {
  it.each(seams)('p = %d, kappa = %d', (p, kappa) => {
    const where = `p = ${p}, kappa = ${kappa}`;
    const first = (k: number): number => meanResultantLengthDerivative(p, k, 1);
    const second = (k: number): number => meanResultantLengthDerivative(p, k, 2);
    const third = (k: number): number => meanResultantLengthDerivative(p, k, 3);
    const nearZero = Math.abs(logNormalizer(p, kappa)) < 0.1;
    if (!nearZero) {
      expectContinuous(
        (k) => logNormalizer(p, k),
        (k) => -meanResultantLength(p, k),
        kappa,
        0.75,
        where,
      );
      expectContinuous(
        (k) => logNormalizer(p, Float64Array.of(k))[0],
        (k) => -meanResultantLength(p, k),
        kappa,
        0.75,
        where,
      );
    }
    expectContinuous((k) => meanResultantLength(p, k), first, kappa, 0.75, where);
    expectContinuous(
      (k) => meanResultantLengthComplement(p, k),
      (k) => -first(k),
      kappa,
      4,
      where,
    );
    expectContinuous(
      (k) => relativeLogNormalizer(p, k),
      (k) => -meanResultantLength(p, k),
      kappa,
      4,
      where,
    );
    expectContinuous(first, second, kappa, 40, where);
    expectContinuous(second, third, kappa, 40, where);
    const bessel = logBesselI(p / 2 - 1, kappa);
    if (Math.abs(bessel) > 1) {
      const slope = (k: number): number => meanResultantLength(p, k) + (p / 2 - 1) / k;
      expectContinuous((k) => logBesselI(p / 2 - 1, k), slope, kappa, 1.5, where);
    }
  });

  it('orders at the limits of the direct expansion', () => {
    for (const nu of [18.5, 25.5, 30]) {
      for (const kappa of [0, 1e-5, 1, 2, 10, 30]) {
        const values = around(2 * nu + 2).map((p) => logNormalizer(p, kappa));
        // d log C/dp is below 2 in size here; a double step in p is 1e-14 at most.
        expect(Math.abs(values[1] - values[0])).toBeLessThan(4e-14);
        expect(Math.abs(values[2] - values[1])).toBeLessThan(4e-14);
        const lengths = around(2 * nu + 2).map((p) => meanResultantLength(p, kappa));
        expect(lengths).toBeWithinUlp([lengths[1], lengths[1], lengths[1]], 2.5);
      }
    }
  });

  it('the inverse across R = 1/2, R = 1e-5 and the end of the range', () => {
    for (const p of [1, 1.5, 2, 3, 64, 256, 1e6]) {
      for (const cut of [0.5, 1e-5]) {
        const slope = (rBar: number): number =>
          1 / meanResultantLengthDerivative(p, concentration(p, rBar), 1);
        expectContinuous((rBar) => concentration(p, rBar), slope, cut, 3, `p = ${p}, R = ${cut}`);
      }
      const far = (p - 1) / 2 / 1e150;
      if (p > 1) {
        const slope = (rest: number): number => -concentrationFromComplement(p, rest) / rest;
        expectContinuous((rest) => concentrationFromComplement(p, rest), slope, far, 3, `p = ${p}, far`);
      }
    }
  });
});
