import { describe, expect, it } from 'vitest';
import { fit, logNormalizer, VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, standardErrors, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { randomMixture, split } from './directions.ts';

const exact = { tolerance: 1e-15, parameterTolerance: 1e-12, maxIterations: 50_000 };

/** Inverse by Gauss and Jordan, for small matrices. */
function inverse(matrix: number[][]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    const pivot = rows.slice(c).reduce((best, row) => (Math.abs(row[c]) > Math.abs(best[c]) ? row : best));
    const at = rows.indexOf(pivot);
    [rows[c], rows[at]] = [rows[at], rows[c]];
    const scale = rows[c][c];
    rows[c] = rows[c].map((x) => x / scale);
    for (let i = 0; i < n; i++) {
      if (i === c) continue;
      const factor = rows[i][c];
      rows[i] = rows[i].map((x, j) => x - factor * rows[c][j]);
    }
  }
  return rows.map((row) => row.slice(n));
}

describe('standardErrors', () => {
  it.each([
    { p: 2, noise: undefined },
    { p: 3, noise: undefined },
    { p: 3, noise: 0.15 },
  ])('p = $p, noise $noise: those of the second differences of the log-likelihood', ({ p, noise }) => {
    const law = randomMixture(p, [8, 20], noise === undefined ? [0.4, 0.6] : [0.35, 0.5], 7, noise);
    const rows = split(law.samples(300, { seed: 2 }), p);
    const sampleWeights = rows.map((_, i) => 1 + (i % 2));
    const { mixture } = fitMixture(rows, 2, {
      initialization: law,
      noise: noise !== undefined,
      sampleWeights,
      ...exact,
    });
    /** The log-likelihood by its definition, in η = κμ and the weights but the last. */
    const likelihood = (theta: readonly number[]): number => {
      const etas = [theta.slice(0, p), theta.slice(p, 2 * p)];
      const weights = theta.slice(2 * p);
      const all = [...weights, 1 - weights.reduce((sum, w) => sum + w, 0)];
      const logs = etas.map((eta) => logNormalizer(p, Math.hypot(...eta)));
      return rows.reduce((sum, row, i) => {
        const densities = etas.map((eta, k) =>
          Math.exp(logs[k] + eta.reduce((dot, e, j) => dot + e * row[j], 0)),
        );
        if (noise !== undefined) densities.push(Math.exp(logNormalizer(p, 0)));
        return sum + sampleWeights[i] * Math.log(densities.reduce((f, d, k) => f + all[k] * d, 0));
      }, 0);
    };
    const theta = [
      ...mixture.components.flatMap(({ mu, kappa }) => Array.from(mu, (x) => kappa * x)),
      ...Array.from(mixture.weights).slice(0, noise === undefined ? 1 : 2),
    ];
    const steps = theta.map((x) => 1e-3 * Math.max(0.1, Math.abs(x)));
    const at = (a: number, da: number, b: number, db: number) => {
      const moved = [...theta];
      moved[a] += da * steps[a];
      moved[b] += db * steps[b];
      return likelihood(moved);
    };
    const hessian = theta.map((_, a) =>
      theta.map(
        (__, b) =>
          -(at(a, 1, b, 1) - at(a, 1, b, -1) - at(a, -1, b, 1) + at(a, -1, b, -1)) /
          (4 * steps[a] * steps[b]),
      ),
    );
    const covariance = inverse(hessian);
    const errors = standardErrors(rows, mixture, { sampleWeights });
    expect(errors.isMaximum).toBe(true);
    const near = (value: number, expected: number) =>
      expect(Math.abs(value / expected - 1), `${value} for ${expected}`).toBeLessThan(1e-4);
    for (let k = 0; k < 2; k++) {
      const { mu, kappa } = mixture.components[k];
      const block = covariance.slice(k * p, (k + 1) * p).map((row) => row.slice(k * p, (k + 1) * p));
      const along = block.reduce((sum, row, a) => sum + row.reduce((s, x, b) => s + mu[a] * mu[b] * x, 0), 0);
      const trace = block.reduce((sum, row, a) => sum + row[a], 0);
      near(errors.kappas[k], Math.sqrt(along));
      near(errors.directions[k], Math.sqrt((trace - along) / (p - 1)) / kappa);
    }
    near(errors.weights[0], Math.sqrt(covariance[2 * p][2 * p]));
    if (noise === undefined) near(errors.weights[1], errors.weights[0]);
    else {
      near(errors.weights[1], Math.sqrt(covariance[2 * p + 1][2 * p + 1]));
      const [[a, b], [, c]] = [covariance[2 * p].slice(2 * p), covariance[2 * p + 1].slice(2 * p)];
      near(errors.noise ?? Number.NaN, Math.sqrt(a + 2 * b + c));
    }
  });

  it('of one component are those of fit', () => {
    const rows = split(new VonMisesFisher([0, 0.6, 0, 0.8], 12).samples(500, { seed: 1 }), 4);
    const single = fit(rows);
    const { mixture } = fitMixture(rows, 1);
    const errors = standardErrors(rows, mixture, { confidence: 0.9 });
    expect(errors.kappas[0]).toBeWithinUlp(single.kappaStandardError, 2 ** 20);
    // Along one axis: 1/√(n κ A_p(κ)).
    const { kappa, meanResultantLength } = mixture.components[0];
    expect(errors.directions[0]).toBeWithinUlp(1 / Math.sqrt(500 * kappa * meanResultantLength), 2 ** 20);
    // Given R, the direction of the resultant is of concentration κR (Watson 1983); here κ is its estimate.
    const ofResultant = new VonMisesFisher([1, 0, 0, 0], 500 * kappa * meanResultantLength);
    expect(errors.directionCones[0]).toBeWithinUlp(ofResultant.angleSurvivalQuantile(0.1), 2 ** 20);
    expect(errors.weights[0]).toBe(0);
    expect(errors.weightIntervals[0]).toEqual([1, 1]);
    const [lower, upper] = errors.kappaIntervals[0];
    expect(lower).toBeLessThan(kappa);
    expect(lower * upper).toBeWithinUlp(kappa * kappa, 16);
  });

  it('intervals of 95 % hold the truth in about 95 of 100 samples', () => {
    const law = new VonMisesFisherMixture(
      [0.3, 0.7],
      [new VonMisesFisher([1, 0, 0], 20), new VonMisesFisher([0, 0.6, 0.8], 40)],
    );
    let kappas = 0;
    let weights = 0;
    let cones = 0;
    for (let seed = 0; seed < 100; seed++) {
      const rows = law.samples(400, { seed });
      const { mixture } = fitMixture(rows, 2, { dimension: 3, initialization: law, tolerance: 1e-11 });
      const errors = standardErrors(rows, mixture);
      for (let k = 0; k < 2; k++) {
        const [low, high] = errors.kappaIntervals[k];
        if (low <= law.components[k].kappa && law.components[k].kappa <= high) kappas++;
        const [least, most] = errors.weightIntervals[k];
        if (least <= law.weights[k] && law.weights[k] <= most) weights++;
        const { mu } = law.components[k];
        const cosine = mixture.components[k].mu.reduce((sum, x, j) => sum + x * mu[j], 0);
        if (Math.acos(Math.min(1, cosine)) <= errors.directionCones[k]) cones++;
      }
    }
    // Of 200, the two of a sample dependent: 190 expected, and below 174 or all 200 with probability under 1e-4.
    for (const hits of [kappas, weights, cones]) {
      expect(hits).toBeGreaterThan(173);
      expect(hits).toBeLessThan(200);
    }
  });

  it('away from a maximum says so', () => {
    const law = randomMixture(3, [50, 80], [0.5, 0.5], 3);
    const rows = law.samples(200, { seed: 1 });
    const wrong = new VonMisesFisherMixture([0.5, 0.5], [law.components[0], law.components[0]]);
    const errors = standardErrors(rows, wrong);
    expect(errors.isMaximum).toBe(false);
    expect(errors.kappas[0]).toBeNaN();
    expect(errors.directionCones[0]).toBeNaN();
  });

  const law = randomMixture(3, [50, 80], [0.5, 0.5], 3);
  it.each([
    [() => standardErrors([[1, 0, 0]], {} as never), TypeError, 'mixture must be a VonMisesFisherMixture'],
    [
      () => standardErrors([[1, 0, 0]], law, { confidence: 1 }),
      RangeError,
      'confidence must lie between 0 and 1',
    ],
    [() => standardErrors([[1, 0]], law), RangeError, 'data[0] must have length 3, got 2'],
    [
      () => standardErrors(new Float64Array(3000), randomMixture(3000, [1], [1], 1)),
      RangeError,
      'must have at most 2048 parameters, got 3000',
    ],
  ])('%#: refuses', (call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});
