import { describe, expect, it } from 'vitest';
import {
  besselRatio,
  concentration,
  concentrationFromComplement,
  logBesselI,
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
  meanResultantLengthDerivative,
  relativeLogNormalizer,
} from 'von-mises-fisher';
import { estimates } from '../../validation/estimates.ts';
import { publishedMethods } from '../support/publishedMethods.ts';

const ofDimension = [
  logNormalizer,
  relativeLogNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
  meanResultantLengthDerivative,
] as const;

describe('special values', () => {
  it('kappa = 0 is the uniform distribution', () => {
    // Areas of the unit spheres in dimensions 1, 2, 3, 4: 2, 2 pi, 4 pi, 2 pi^2.
    const areas = [2, 2 * Math.PI, 4 * Math.PI, 2 * Math.PI ** 2];
    for (const [i, area] of areas.entries()) {
      expect(logNormalizer(i + 1, 0)).toBeWithinUlp(-Math.log(area), 1);
      expect(relativeLogNormalizer(i + 1, 0)).toBe(0);
      expect(meanResultantLength(i + 1, 0)).toBe(0);
      expect(meanResultantLengthComplement(i + 1, 0)).toBe(1);
      expect(meanResultantLengthDerivative(i + 1, 0, 1)).toBeWithinUlp(1 / (i + 1), 0);
      expect(meanResultantLengthDerivative(i + 1, 0, 2)).toBeWithinUlp(0, 0);
      expect(concentration(i + 1, 0)).toBe(0);
      expect(concentrationFromComplement(i + 1, 1)).toBe(0);
    }
  });

  it('p = 1 is 1/(2 cosh kappa) and tanh', () => {
    for (const kappa of [1e-9, 0.1, 1, 5, 20]) {
      expect(logNormalizer(1, kappa)).toBeWithinUlp(-Math.log(2 * Math.cosh(kappa)), 2);
      expect(meanResultantLength(1, kappa)).toBeWithinUlp(Math.tanh(kappa), 2);
    }
    expect(logNormalizer(1, 1e300)).toBe(-1e300);
  });

  it('p = 3 is kappa/(4 pi sinh kappa)', () => {
    for (const kappa of [0.5, 1, 5, 50, 500]) {
      expect(logNormalizer(3, kappa)).toBeWithinUlp(Math.log(kappa / (4 * Math.PI * Math.sinh(kappa))), 4);
    }
  });

  it('stays finite where the Bessel function over- or underflows', () => {
    for (const [p, kappa] of [
      [512, 1],
      [4096, 1e-300],
      [3, 1e5],
      [1e15, 5e-324],
      [2, Number.MAX_VALUE],
      [1e15, 1e15],
    ]) {
      for (const f of ofDimension)
        expect(f(p, kappa), `${f.name}(${p}, ${kappa})`).toSatisfy(Number.isFinite);
    }
  });

  it('is NaN outside the domain and never throws for numbers', () => {
    const bad: [number, number][] = [
      [0.999, 1],
      [0, 1],
      [-3, 1],
      [1.0000001e15, 1],
      [Number.POSITIVE_INFINITY, 1],
      [Number.NaN, 1],
      [3, -5e-324],
      [3, Number.NaN],
      [3, Number.POSITIVE_INFINITY],
    ];
    for (const [p, kappa] of bad) {
      for (const f of ofDimension) expect(f(p, kappa), `${f.name}(${p}, ${kappa})`).toBeNaN();
    }
    for (const rBar of [-0.1, 1.1, Number.NaN]) {
      expect(concentration(3, rBar)).toBeNaN();
      expect(concentrationFromComplement(3, rBar)).toBeNaN();
      expect(concentration(3, rBar, { method: 'banerjee' })).toBeNaN();
    }
    expect(concentration(0.5, 0.5)).toBeNaN();
    for (const [nu, x] of [
      [-0.6, 1],
      [1, -1],
      [Number.NaN, 1],
      [1, Number.POSITIVE_INFINITY],
      [2e15, 1],
    ]) {
      expect(logBesselI(nu, x)).toBeNaN();
      expect(besselRatio(nu, x)).toBeNaN();
    }
  });

  it('limits of log I at x = 0', () => {
    expect(logBesselI(2, 0)).toBe(Number.NEGATIVE_INFINITY);
    expect(logBesselI(0, 0)).toBe(0);
    expect(logBesselI(-0.5, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('the ends of the inverse', () => {
    expect(concentration(3, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(concentrationFromComplement(3, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(concentrationFromComplement(3, 1e-300)).toBeWithinUlp(1e300, 1);
    expect(concentration(5, 5e-324)).toBe(2.5e-323);
  });
});

describe('array forms', () => {
  const kappa = Float64Array.of(0, 1e-300, 0.5, 3, 39.9, 41, 500, 1e10, 1e200, Number.NaN, -1);
  interface Face {
    (p: number, kappa: number): number;
    (p: number, kappa: Float64Array, options?: { out?: Float64Array }): Float64Array;
    (p: number, kappa: Float32Array): Float32Array;
  }
  const faces: [string, Face][] = [
    ['logNormalizer', logNormalizer],
    ['meanResultantLength', meanResultantLength],
    ['meanResultantLengthComplement', meanResultantLengthComplement],
  ];

  it.each(faces)('%s over Float64Array agrees with the scalar form', (_, f) => {
    for (const p of [1, 2, 3, 31, 32, 64, 256, 4096, 1e6, 0.5]) {
      const values = f(p, kappa);
      expect(values).toBeInstanceOf(Float64Array);
      expect(values).toBeWithinUlp(
        Float64Array.from(kappa, (k) => f(p, k)),
        1,
      );
    }
  });

  it.each(faces)('%s over Float32Array rounds the double once', (_, f) => {
    const single = Float32Array.of(0, 0.5, 3, 41, 500, 1e10);
    const values = f(256, single);
    expect(values).toBeInstanceOf(Float32Array);
    values.forEach((value, i) => {
      expect(value).toBe(Math.fround(f(256, Float64Array.of(single[i]))[0]));
    });
  });

  it.each(faces)('%s writes into out, which may be the input', (_, f) => {
    const out = new Float64Array(kappa.length);
    expect(f(64, kappa, { out })).toBe(out);
    const inPlace = kappa.slice();
    f(64, inPlace, { out: inPlace });
    expect(inPlace).toEqual(out);
    expect(f(64, new Float64Array(0))).toHaveLength(0);
  });

  it('says what is wrong with arguments', () => {
    // @ts-expect-error deliberately a list
    expect(() => logNormalizer(3, [1, 2])).toThrow(
      new TypeError('logNormalizer: kappa must be a number, Float64Array or Float32Array, got Array'),
    );
    expect(() => logNormalizer(3, kappa, { out: new Float64Array(2) })).toThrow(
      new RangeError('logNormalizer: out must have length 11 as kappa has, got 2'),
    );
    // @ts-expect-error deliberately of another kind
    expect(() => meanResultantLength(3, kappa, { out: new Float32Array(11) })).toThrow(
      new TypeError('meanResultantLength: out must be a Float64Array as kappa is, got Float32Array'),
    );
    expect(() => logNormalizer(3, 1, { terms: 21 })).toThrow(
      new RangeError('logNormalizer: terms must be an integer in [0, 20], got 21'),
    );
    // @ts-expect-error deliberately unknown
    expect(() => logNormalizer(3, kappa, { accuracy: 'exact' })).toThrow(
      new RangeError('logNormalizer: accuracy must be one of full, fast, got exact'),
    );
    // @ts-expect-error deliberately not a word
    expect(() => meanResultantLength(3, kappa, { accuracy: 1 })).toThrow(
      new RangeError('meanResultantLength: accuracy must be one of full, fast, got 1'),
    );
    // @ts-expect-error deliberately not a number
    expect(() => logNormalizer(3, kappa, { terms: '1' })).toThrow(
      new TypeError('logNormalizer: terms must be a number, got string'),
    );
    // @ts-expect-error deliberately unknown
    expect(() => concentration(3, 0.5, { method: 'toString' })).toThrow(
      new RangeError(
        'concentration: method must be one of exact, banerjee, tanabe, sra, song, uniroot, newton, halley, ' +
          'hybrid, newton-fourier, hornik-gruen, got toString',
      ),
    );
    // @ts-expect-error deliberately 4
    expect(() => meanResultantLengthDerivative(3, 1, 4)).toThrow(
      new RangeError('meanResultantLengthDerivative: order must be 1, 2 or 3, got 4'),
    );
  });
});

describe('published estimators', () => {
  const estimatesOf = (keep: (p: number) => boolean) => estimates().filter(({ row }) => keep(Number(row.p)));

  function worstByMethod(keep: (p: number) => boolean) {
    const kept = estimatesOf(keep);
    return Object.fromEntries(
      publishedMethods.map((method) => {
        const errors = kept.map(({ values, error }) => error(values[method]));
        const worst = (of: keyof (typeof errors)[number]) => Math.max(...errors.map((all) => all[of]));
        return [
          method,
          { relative: worst('relative'), halfUlps: worst('halfUlps'), above: worst('above') },
        ] as const;
      }),
    ) as Record<(typeof publishedMethods)[number], { relative: number; halfUlps: number; above: number }>;
  }

  it('approach the exact inverse in their known order', () => {
    for (const p of [3, 64, 1000]) {
      for (const rBar of [0.1, 0.5, 0.9]) {
        const exact = concentration(p, rBar);
        const error = (method: (typeof publishedMethods)[number]): number =>
          Math.abs(concentration(p, rBar, { method }) / exact - 1);
        expect(error('banerjee')).toBeLessThan(0.06);
        expect(error('hornik-gruen')).toBeLessThan(0.06);
        expect(error('tanabe')).toBeLessThan(0.06);
        expect(error('sra')).toBeLessThan(1e-4);
        expect(error('song')).toBeLessThan(1e-7);
        expect(error('song')).toBeLessThanOrEqual(error('sra') + 1e-15);
      }
    }
  });

  it('of few steps stay within their errors, and iterations are exact, from the bounds of Hornik and Grün on', () => {
    const worst = worstByMethod((p) => p >= 3);
    // What R's movMF offers, with the largest relative errors that ESTIMATORS.md shows for p >= 3.
    expect(worst.banerjee.relative).toBeLessThan(0.063);
    expect(worst['hornik-gruen'].relative).toBeLessThan(0.058);
    expect(worst.sra.relative).toBeLessThan(2e-5);
    expect(worst.song.halfUlps).toBeLessThanOrEqual(8);
    for (const method of ['uniroot', 'newton', 'halley', 'hybrid', 'newton-fourier'] as const) {
      expect(worst[method].halfUlps, method).toBeLessThanOrEqual(4);
    }
    // The lower bound is one: never above κ by more than its own rounding.
    expect(worst['hornik-gruen'].above).toBeLessThan(2 ** -50);
  });

  it('give a finite κ wherever it is finite', () => {
    for (const { row, values } of estimatesOf((p) => p >= 2)) {
      for (const [method, value] of Object.entries(values)) {
        expect(value > 0 && value < Infinity, `${method} ${value} at ${JSON.stringify(row)}`).toBe(true);
      }
    }
  });

  it('take the complement as well', () => {
    for (const method of publishedMethods) {
      expect(concentrationFromComplement(8, 0.25, { method })).toBeWithinUlp(
        concentration(8, 0.75, { method }),
        8,
      );
      // Both ends.
      expect(concentration(3, 0, { method })).toBe(0);
      expect(concentration(3, 1, { method })).toBe(Number.POSITIVE_INFINITY);
      expect(concentration(3, -0.1, { method })).toBeNaN();
      expect(concentration(0.5, 0.1, { method })).toBeNaN();
    }
    expect(concentrationFromComplement(3, 1e-20, { method: 'banerjee' })).toBeWithinUlp(1e20, 2);
  });
});
