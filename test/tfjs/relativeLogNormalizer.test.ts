import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as core from 'von-mises-fisher';
import {
  logNormalizer,
  meanResultantLength,
  registerGradients,
  relativeLogNormalizer,
} from 'von-mises-fisher/tfjs';
import { readTable } from '../support/table.ts';
import { onEachBackend } from './onEachBackend.ts';

const DIMENSIONS = [1, 1.5, 2, 2.5, 3, 4, 7.25, 16, 64, 128, 256, 512, 2048, 1e5];

/** 0, then float32 concentrations evenly spaced in log κ. */
const grid = (lowest: number, highest: number, points: number): Float32Array =>
  Float32Array.from({ length: points }, (_, i) =>
    i === 0 ? 0 : lowest * (highest / lowest) ** ((i - 1) / (points - 2)),
  );

const SMALLEST_NORMAL = 2 ** -126;

/** The largest relative error; below float32's normal range the absolute one in its smallest steps. */
function expectWithin(
  got: ArrayLike<number>,
  kappa: Float32Array,
  want: (kappa: number) => number,
  relative: number,
  floor = 0,
): void {
  kappa.forEach((k, i) => {
    const reference = want(k);
    const allowed = relative * Math.max(Math.abs(reference), SMALLEST_NORMAL, floor);
    if (!(Math.abs(got[i] - reference) <= allowed)) {
      expect.fail(`κ = ${k}: got ${got[i]}, expected ${reference}, allowed ±${allowed}`);
    }
  });
}

const evaluated = (f: (k: tf.Tensor) => tf.Tensor, kappa: Float32Array): Float32Array =>
  tf.tidy(() => f(tf.tensor1d(kappa)).dataSync() as Float32Array);

const slopeOf =
  (f: (k: tf.Tensor) => tf.Tensor) =>
  (k: tf.Tensor): tf.Tensor =>
    tf.grad(f)(k);

onEachBackend(() => {
  describe.each(DIMENSIONS)('p = %d', (p) => {
    const moderate = grid(1e-38, 1e4, 3000);
    const large = grid(1e4, 3.4e38, 1000);

    // Promised: 1e-6 and 2e-6. A result below the normal range may be flushed to 0, one whole step of it.
    it.each([
      ['moderate', moderate],
      ['large', large],
    ])('relativeLogNormalizer keeps relative accuracy over %s κ', (_name, kappa) => {
      const values = evaluated((k) => relativeLogNormalizer(p, k), kappa);
      kappa.forEach((k, i) => {
        const want = core.relativeLogNormalizer(p, k);
        if (Math.abs(want) < 2 ** -120) expect(Math.abs(values[i])).toBeLessThanOrEqual(2 ** -119);
        else expect(Math.abs(values[i] / want - 1), `κ = ${k}`).toBeLessThanOrEqual(1e-6);
      });
    });

    it('has the gradient -A', () => {
      for (const kappa of [moderate, large]) {
        const slopes = evaluated(
          slopeOf((k) => relativeLogNormalizer(p, k)),
          kappa,
        );
        expectWithin(slopes, kappa, (k) => -core.meanResultantLength(p, k), 2e-6);
      }
    });

    it('has the second derivative -A′ without registered gradients', () => {
      const second = evaluated(slopeOf(slopeOf((k) => relativeLogNormalizer(p, k))), moderate);
      const floor = p < 2 ? 1 / p : 0;
      expectWithin(second, moderate, (k) => -core.meanResultantLengthDerivative(p, k, 1), 2e-6, floor);
    });

    it('meanResultantLength and logNormalizer agree with the functions of numbers', () => {
      const lengths = evaluated((k) => meanResultantLength(p, k), moderate);
      expectWithin(lengths, moderate, (k) => core.meanResultantLength(p, k), 2e-6);
      const uniform = Math.abs(core.logNormalizer(p, 0));
      const values = evaluated((k) => logNormalizer(p, k), moderate);
      moderate.forEach((k, i) => {
        const allowed =
          1e-6 * Math.abs(core.relativeLogNormalizer(p, k)) + 2 ** -23 * (uniform + Math.abs(values[i]));
        expect(Math.abs(values[i] - core.logNormalizer(p, k)), `κ = ${k}`).toBeLessThanOrEqual(allowed);
      });
    });
  });

  it('meets its two forms without a step', () => {
    for (const p of [2, 16, 256, 2048]) {
      const meeting = (p / 2 + 2) * Math.sqrt(3);
      const kappa = Float32Array.from({ length: 65 }, (_, i) => meeting * (1 + (i - 32) * 2 ** -22));
      const values = evaluated((k) => relativeLogNormalizer(p, k), kappa);
      expectWithin(values, kappa, (k) => core.relativeLogNormalizer(p, k), 1e-6);
      const slopes = evaluated(
        slopeOf((k) => relativeLogNormalizer(p, k)),
        kappa,
      );
      expectWithin(slopes, kappa, (k) => -core.meanResultantLength(p, k), 2e-6);
    }
  });

  it('agrees with the 34-digit table', () => {
    const table = readTable('relativeLogNormalizer');
    const dimensions = new Set(table.map((row) => Number(row.p)));
    let compared = 0;
    for (const p of dimensions) {
      const inRange = table.filter(
        (row) => Number(row.p) === p && Number(row.kappa) <= 3.4e38 && Number(row.L) >= 2 ** -120,
      );
      const kappa = Float32Array.from(inRange, (row) => Number(row.kappa));
      if (kappa.length === 0) continue;
      const values = evaluated((k) => relativeLogNormalizer(p, k), kappa);
      inRange.forEach(({ L, kappa: exactKappa }, i) => {
        // κ rounded to float32, at a condition number κA/L of at most 2, costs 2^-23 of the 1e-6.
        expect(Math.abs(values[i] / -Number(L) - 1), `p = ${p}, κ = ${exactKappa}`).toBeLessThanOrEqual(1e-6);
        compared++;
      });
    }
    expect(compared).toBeGreaterThan(1500);
  });

  it('agrees with closed forms', () => {
    const kappa = grid(1e-3, 80, 500);
    const plane = evaluated((k) => relativeLogNormalizer(1, k), kappa);
    expectWithin(plane, kappa, (k) => -(k + Math.log1p(Math.expm1(-2 * k) / 2)), 1e-6, 1e-4);
    const sphere = evaluated(
      (k) => meanResultantLength(3, k),
      kappa.filter((k) => k > 1),
    );
    expectWithin(
      sphere,
      kappa.filter((k) => k > 1),
      (k) => 1 / Math.tanh(k) - 1 / k,
      2e-6,
    );
  });

  it('keeps the shape of kappa, and is even', () => {
    tf.tidy(() => {
      const cube = tf.tensor3d([1, 2, 3, 4, 5, 6], [1, 2, 3]);
      const values = relativeLogNormalizer(16, cube);
      expect(values.shape).toEqual([1, 2, 3]);
      expect(relativeLogNormalizer(16, tf.scalar(3)).shape).toEqual([]);
      expect(relativeLogNormalizer(16, tf.neg(cube)).dataSync()).toEqual(values.dataSync());
      expect(meanResultantLength(16, tf.neg(cube)).dataSync()).toEqual(
        tf.neg(meanResultantLength(16, cube)).dataSync(),
      );
    });
  });

  it('gives 0 at 0 and NaN for NaN', () => {
    const [zero, nan] = evaluated((k) => relativeLogNormalizer(256, k), new Float32Array([0, Number.NaN]));
    expect(Object.is(zero, 0)).toBe(true);
    expect(nan).toBeNaN();
  });

  describe.each([
    [6, 0],
    [6, 1],
    [16, 0],
    [16, 3],
    [64, 0],
    [64, 2],
    [256, 0],
    [256, 1],
    [256, 20],
    [2048, 4],
  ])('the form of p = %d, terms = %d', (p, terms) => {
    const kappa = grid(p * 1e-3, 1e4, 800);
    const nu = p / 2 - 1;
    const uniform = core.logNormalizer(p, 0, { terms });
    const want = (k: number): number => core.logNormalizer(p, k, { terms }) - uniform;

    it('is that of the function of numbers', () => {
      const values = evaluated((k) => relativeLogNormalizer(p, k, { terms }), kappa);
      // The reference is a difference of two doubles: 4 ulp of log C_p(0).
      kappa.forEach((k, i) => {
        const allowed = 1.5e-6 * Math.abs(want(k)) + 2 ** -50 * Math.abs(uniform);
        expect(Math.abs(values[i] - want(k)), `κ = ${k}`).toBeLessThanOrEqual(allowed);
      });
      const absolute = evaluated((k) => logNormalizer(p, k, { terms }), kappa);
      kappa.forEach((k, i) => {
        const allowed = 1.5e-6 * Math.abs(want(k)) + 2 ** -23 * (Math.abs(uniform) + Math.abs(absolute[i]));
        expect(Math.abs(absolute[i] - core.logNormalizer(p, k, { terms })), `κ = ${k}`).toBeLessThanOrEqual(
          allowed,
        );
      });
    });

    it('has the derivative of that form as its gradient', () => {
      const slopes = evaluated(
        slopeOf((k) => relativeLogNormalizer(p, k, { terms })),
        kappa,
      );
      // Order 0 in closed form; higher orders by differences of the double-precision form.
      const derivative = (k: number): number => {
        if (terms === 0) {
          const z = k / nu;
          const s = Math.hypot(1, z);
          return -z / (1 + s) + z / (2 * nu * s * s);
        }
        const h = 2e-3 * Math.hypot(k, nu);
        const first = (want(k + h) - want(k - h)) / (2 * h);
        const second = (want(k + 2 * h) - want(k - 2 * h)) / (4 * h);
        return (4 * first - second) / 3;
      };
      // Differences: h⁴ f⁽⁵⁾/30 of about (2e-3)⁴ relative, and rounding 2^-50 log C_p(0)/h.
      kappa.forEach((k, i) => {
        if (k < 0.05 * nu) return;
        const rounding =
          terms === 0 ? 0 : (2 ** -49 * Math.abs(core.logNormalizer(p, k))) / (2e-3 * Math.hypot(k, nu));
        const allowed = 2e-6 * Math.abs(derivative(k)) + rounding;
        expect(Math.abs(slopes[i] - derivative(k)), `κ = ${k}`).toBeLessThanOrEqual(allowed);
      });
    });
  });

  it('terms: 0 at p = 256 differs from the exact function as the paper‘s form does', () => {
    const kappa = grid(20, 500, 200);
    const exact = evaluated((k) => relativeLogNormalizer(256, k), kappa);
    const order0 = evaluated((k) => relativeLogNormalizer(256, k, { terms: 0 }), kappa);
    const largest = Math.max(...exact.map((value, i) => Math.abs(value - order0[i])));
    expect(largest).toBeGreaterThan(5e-4);
    expect(largest).toBeLessThan(1.1e-3);
  });
});

describe('third derivatives', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
    registerGradients();
  });

  it.each([2, 3, 16, 256, 2048])('p = %d: -A″ once gradients are registered', (p) => {
    const kappa = grid(p * 1e-3, 1e4, 300);
    const third = evaluated(slopeOf(slopeOf(slopeOf((k) => relativeLogNormalizer(p, k)))), kappa);
    expectWithin(third, kappa, (k) => -core.meanResultantLengthDerivative(p, k, 2), 5e-6);
  });
});

describe('arguments', () => {
  const functions = { relativeLogNormalizer, logNormalizer, meanResultantLength };
  const kappa = (): tf.Tensor => tf.scalar(1);

  it.each(Object.entries(functions))('%s names what is wrong', (name, f) => {
    expect(() => f(3, 1 as unknown as tf.Tensor)).toThrow(
      new TypeError(`${name}: kappa must be a tensor, got number`),
    );
    expect(() => f('3' as unknown as number, kappa())).toThrow(
      new TypeError(`${name}: p must be a number, got string`),
    );
    expect(() => f(0.5, kappa())).toThrow(new RangeError(`${name}: p must be in [1, 1e15], got 0.5`));
    expect(() => f(Number.NaN, kappa())).toThrow(RangeError);
    expect(() => f(256, kappa(), { terms: 21 })).toThrow(
      new RangeError(`${name}: terms must be an integer in [0, 20], got 21`),
    );
    expect(() => f(256, kappa(), { terms: 1.5 })).toThrow(RangeError);
    expect(() => f(256, kappa(), { terms: '1' as unknown as number })).toThrow(TypeError);
    expect(() => f(2, kappa(), { terms: 0 })).toThrow(
      new RangeError(`${name}: the form of 0 terms needs p > 2, got 2`),
    );
    expect(() => f(2.1, kappa(), { terms: 3 })).toThrow(/no usable value in float32 for p = 2.1/);
    expect(() => f(3, tf.tensor1d(['a']))).toThrow(
      new TypeError(`${name}: kappa must be a float32 tensor, got string`),
    );
    expect(() => f(3, tf.scalar(1, 'int32'))).toThrow(TypeError);
  });
});
