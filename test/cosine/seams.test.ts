import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CosineLaw, meanResultantLength } from 'von-mises-fisher';
import { gaussJacobi } from '../../src/cosine/gaussJacobi.ts';
import { sineCosine } from '../../src/cosine/sineCosine.ts';
import { exactDecimal } from '../support/table.ts';
import { nextAfter } from '../support/ulp.ts';

const laws = [2, 2.25, 3, 4, 7, 64, 4096].flatMap((p) =>
  [0, 1e-10, 0.1, 1, 10, 1e3, 1e5, 1e10].map((kappa): [number, number] => [p, kappa]),
);

/** Around `seam`, every function changes from one double to the next by no more than its slope and a few ulp. */
function expectSmooth(law: CosineLaw, seam: number): void {
  for (const at of [seam, nextAfter(seam, 1), nextAfter(seam, -1)]) {
    const near = nextAfter(at, 1);
    if (!(Math.abs(at) < 1 && Math.abs(near) < 1)) continue;
    const step = Math.abs(near - at);
    const steep = (step * (law.kappa + law.p)) / (1 - at * at);
    for (const method of ['pdf', 'cdf', 'survival'] as const) {
      const [a, b] = [law[method](at), law[method](near)];
      if (a < 1e-290) continue;
      const slope = method === 'pdf' ? steep : Math.min(steep * 40, (step * law.pdf(at)) / a);
      expect(Math.abs(b / a - 1), `${method} at ${at}`).toBeLessThanOrEqual(1e-14 + 2 * slope);
    }
  }
}

describe('no step between regions, ±1 ulp', () => {
  it.each(laws)('at the mean, where the tail computed changes: p = %d, κ = %d', (p, kappa) => {
    const law = new CosineLaw(p, kappa);
    const mean = meanResultantLength(p, kappa);
    for (const k of [-3, -2, -1, 0, 1, 2, 3]) expectSmooth(law, nextAfter(mean, k));
  });

  it.each(laws)(
    'where the exponent changes its form, sin² θ = (1 ± 2^-6) sin² θ₀: p = %d, κ = %d',
    (p, kappa) => {
      if (p === 2) {
        // The circle has one form only; its mode and its halves are what can differ.
        for (const t of [0, 0.5, -0.5]) expectSmooth(new CosineLaw(p, kappa), t);
        return;
      }
      const law = new CosineLaw(p, kappa);
      const size = (p - 2 + Math.hypot(p - 2, 2 * kappa)) / 2;
      for (const w of [2 ** -6, -(2 ** -6)]) {
        const square = ((p - 2) / size) * (1 + w);
        if (square >= 1) continue;
        for (const t of [Math.sqrt(1 - square), -Math.sqrt(1 - square)]) {
          for (const k of [-2, -1, 0, 1, 2]) expectSmooth(law, nextAfter(t, k));
        }
      }
    },
  );

  it.each(laws)('at t = 0 and θ = π/2, ±1/2: p = %d, κ = %d', (p, kappa) => {
    const law = new CosineLaw(p, kappa);
    for (const t of [0, 0.5, -0.5]) expectSmooth(law, t);
    const right = law.angleCdf(nextAfter(Math.PI / 2, 1)) - law.angleCdf(Math.PI / 2);
    expect(right).toBeGreaterThanOrEqual(-2e-16);
    expect(right).toBeLessThanOrEqual(2e-16 + 4.5e-16 * law.anglePdf(Math.PI / 2));
  });
});

describe('sin and cos to more than a double', () => {
  const Exact = Decimal.clone({ precision: 60 });

  it('keep 2^-62 relative, at the table points, between them, and near 0', () => {
    const edges = Array.from({ length: 51 }, (_, k) => [
      k / 64,
      (k + 0.5) / 64,
      (k + 0.5) / 64 - 1e-17,
    ]).flat();
    const random = fc.sample(fc.double({ min: 0, max: Math.PI / 4, noNaN: true }), { numRuns: 500, seed: 1 });
    const tiny = [1e-300, 1e-20, 1e-9, 1 / 128, nextAfter(1 / 128, 1), nextAfter(1 / 128, -1), Math.PI / 4];
    const out = new Float64Array(4);
    for (const x of [...edges, ...random, ...tiny].filter((value) => value <= Math.PI / 4)) {
      sineCosine(x, 0, out);
      const exact = new Exact(exactDecimal(x));
      for (const [at, truth] of [
        [0, exact.sin()],
        [2, exact.cos()],
      ] as const) {
        const got = new Exact(exactDecimal(out[at])).plus(exactDecimal(out[at + 1]));
        const error = truth.isZero() ? got.abs() : got.minus(truth).div(truth).abs();
        expect(error.toNumber(), `x = ${x}`).toBeLessThanOrEqual(2 ** -62);
      }
    }
  });
});

describe("Gauss's rule", () => {
  it.each([0, 0.1, 0.25, 0.5, 0.9, 0.999])('integrates x^(β + k), β = %d, up to its degree', (beta) => {
    const { weights, fromEnd, fromStart } = gaussJacobi(beta);
    for (const k of [0, 1, 2, 5, 10, 30, 63]) {
      let sum = 0;
      weights.forEach((weight, i) => {
        expect(Math.abs(fromEnd[i] + fromStart[i] - 1)).toBeLessThanOrEqual(2e-16);
        sum += weight * fromEnd[i] ** (beta + k);
      });
      expect(Math.abs(sum * (beta + k + 1) - 1)).toBeLessThanOrEqual(2e-14);
    }
  });
});
