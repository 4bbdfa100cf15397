import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concentration,
  concentrationFromComplement,
  fit,
  logNormalizer,
  meanResultantLength,
  meanResultantLengthDerivative,
  SufficientStatistics,
  VonMisesFisher,
} from 'von-mises-fisher';
import { publishedMethods } from '../support/publishedMethods.ts';
import { exactSummary } from './exactSummary.ts';
import { direction, sampledRows, split } from './sampledRows.ts';

const EPSILON = Number.EPSILON;
/** Beyond this many standard errors lies a probability of 1e-6. */
const FAR = 4.9;

describe('finds what was drawn', () => {
  // From p = 67 on SciPy 1.17 returns kappa = 1e-8 here.
  const cases = [2, 3, 10, 67, 256, 512, 768, 1024, 1536, 4096].flatMap((p) =>
    [0.2 * p, 3 * p].map((kappa) => ({ p, kappa })),
  );

  it.each(cases)('p = $p, kappa = $kappa', ({ p, kappa }) => {
    const n = p > 1000 ? 300 : 2000;
    const mu = direction(p);
    const flat = sampledRows(mu, kappa, n, 1);
    const plain = fit(flat, { dimension: p });
    expect(plain.distribution.p).toBe(p);
    expect(plain.n).toBe(n);
    expect(meanResultantLength(p, plain.distribution.kappa)).toBeWithinUlp(plain.rBar, 4);
    const corrected = fit(flat, { dimension: p, biasCorrection: 'marginal', confidence: 1 - 1e-6 });
    const { kappaStandardError, kappaInterval, meanDirectionCone } = corrected;
    expect(Math.abs(corrected.distribution.kappa - kappa)).toBeLessThan(FAR * kappaStandardError);
    expect(corrected.distribution.kappa).toBeLessThan(plain.distribution.kappa);
    expect(kappaInterval[0]).toBeLessThan(kappa);
    expect(kappaInterval[1]).toBeGreaterThan(kappa);
    const cosine = corrected.distribution.mu.reduce((sum, value, j) => sum + value * mu[j], 0);
    expect(Math.acos(Math.min(1, cosine))).toBeLessThan(meanDirectionCone);
    expect(meanDirectionCone).toBeLessThan(Math.PI / 2);
  });

  it('rows in single precision as in double, though close together', () => {
    // Without dividing by their lengths their rounding, 1e-7, would be a tenth of 1 - R.
    const flat = sampledRows(direction(3), 1e6, 1000, 9);
    const double = fit(flat, { dimension: 3 }).distribution.kappa;
    const single = fit(Float32Array.from(flat), { dimension: 3 }).distribution.kappa;
    expect(Math.abs(single / double - 1)).toBeLessThan(1e-5);
  });

  it('kappa up to 1e15 and beyond, from the distances of the rows', () => {
    for (const kappa of [1e8, 1e12, 1e15, 1e20]) {
      const flat = sampledRows(direction(4), kappa, 50, 3);
      const { oneMinusRBar } = exactSummary(split(flat, 4));
      const truth = concentrationFromComplement(4, oneMinusRBar.hi);
      const found = fit(flat, { dimension: 4 });
      expect(Math.abs(found.distribution.kappa / truth - 1)).toBeLessThan(1e-15 + 1e-16 * Math.sqrt(kappa));
      expect(found.kappaInterval[0]).toBeLessThan(kappa);
      expect(found.kappaInterval[1]).toBeGreaterThan(kappa);
    }
  });
});

describe('what it returns', () => {
  const p = 5;
  const flat = sampledRows(direction(p), 6, 40, 2);
  const rows = split(flat, p);
  const weights = rows.map((_, i) => (i % 5) / 2);

  it('is the maximum of the weighted likelihood that logPdf gives', () => {
    const found = fit(rows, { weights });
    const at = (distribution: VonMisesFisher): number =>
      rows.reduce((sum, row, i) => sum + weights[i] * distribution.logPdf(row), 0);
    const { distribution } = found;
    expect(at(distribution)).toBeWithinUlp(found.logLikelihood, 64);
    for (const factor of [0.98, 1.02]) {
      expect(at(new VonMisesFisher(distribution.mu, distribution.kappa * factor))).toBeLessThan(
        found.logLikelihood,
      );
    }
    for (let j = 0; j < p; j++) {
      const mu = distribution.mu;
      mu[j] += 0.02;
      const length = Math.hypot(...mu);
      const turned = new VonMisesFisher(
        mu.map((value) => value / length),
        distribution.kappa,
      );
      expect(at(turned)).toBeLessThan(found.logLikelihood);
    }
  });

  it('criteria and errors follow from likelihood and kappa', () => {
    const { weight, logLikelihood, aic, bic, degreesOfFreedom, distribution, ...found } = fit(rows, {
      weights,
    });
    expect(weight).toBe(weights.reduce((sum, w) => sum + w, 0));
    expect(degreesOfFreedom).toBe(p);
    expect(aic).toBeWithinUlp(2 * p - 2 * logLikelihood, 2);
    expect(bic).toBeWithinUlp(p * Math.log(weight) - 2 * logLikelihood, 2);
    const information = weight * meanResultantLengthDerivative(p, distribution.kappa);
    expect(found.kappaStandardError).toBeWithinUlp(1 / Math.sqrt(information), 2);
    expect(found.confidence).toBe(0.95);
    expect(found.biasCorrection).toBe('none');
    expect(found.measure).toBe('surface');
    expect(found.meanDirectionDefined).toBe(true);
  });

  it('relative to the uniform distribution, the log-likelihood grows by W log area', () => {
    for (const kappa of [1, 100]) {
      const data = sampledRows(direction(p), kappa, 40, 2);
      const surface = fit(data, { dimension: p });
      const uniform = fit(data, { dimension: p, measure: 'uniform' });
      const difference = uniform.logLikelihood - surface.logLikelihood;
      expect(Math.abs(difference + 40 * logNormalizer(p, 0))).toBeLessThan(1e-12);
      expect(uniform.distribution.kappa).toBe(surface.distribution.kappa);
    }
  });

  it('weights that are integers are repeated rows', () => {
    const whole = weights.map((w) => 2 * w);
    const repeated = rows.flatMap((row, i) => Array.from({ length: whole[i] }, () => row));
    const weighted = fit(rows, { weights: whole });
    const plain = fit(repeated);
    for (const name of [
      'weight',
      'rBar',
      'oneMinusRBar',
      'logLikelihood',
      'aic',
      'bic',
      'kappaStandardError',
      'kappaInterval',
      'meanDirectionCone',
    ] as const) {
      expect(weighted[name], name).toBeWithinUlp(plain[name], 1e4);
    }
    expect(weighted.distribution.mu).toBeWithinUlp(plain.distribution.mu, 16);
  });

  it('the scale of the weights changes errors, not estimates', () => {
    const once = fit(rows, { weights });
    const cone = 100 * fit(rows, { weights: weights.map((w) => w * 1e4) }).meanDirectionCone;
    for (const scale of [1e-200, 1e-3, 1e3, 1e8, 1e10, 1e13]) {
      const found = fit(rows, { weights: weights.map((w) => w * scale) });
      expect(found.distribution.kappa).toBeWithinUlp(once.distribution.kappa, 16);
      expect(found.distribution.mu).toBeWithinUlp(once.distribution.mu, 4);
      expect(found.kappaStandardError).toBeWithinUlp(once.kappaStandardError / Math.sqrt(scale), 16);
      const [lower, upper] = found.kappaInterval;
      if (scale < 1) {
        expect(lower).toBe(0);
        expect(upper).toBeGreaterThan(once.kappaInterval[1]);
        expect(found.meanDirectionCone).toBe(Math.PI);
      } else {
        const { kappa } = found.distribution;
        const reach = 1.96 * found.kappaStandardError;
        // Asymmetric, and about the corrected estimate, by terms of order one over the weight.
        expect(Math.abs((kappa - lower) / reach - 1)).toBeLessThan(3 / Math.sqrt(scale) + 1e-4);
        expect(Math.abs((upper - kappa) / reach - 1)).toBeLessThan(3 / Math.sqrt(scale) + 1e-4);
        expect(Math.abs(found.meanDirectionCone * Math.sqrt(scale) - cone)).toBeLessThan(0.01 * cone);
      }
      expect(found.kappaInterval[0]).toBeLessThan(
        scale < 1 ? once.kappaInterval[0] : once.distribution.kappa,
      );
      expect(found.kappaInterval[1]).toBeGreaterThan(scale < 1 ? once.kappaInterval[1] : 0);
      expect(found.meanDirectionCone).toBeLessThanOrEqual(Math.PI);
    }
  });

  it('absurd weights give no absurd numbers', () => {
    const found = fit(rows, { weights: weights.map((w) => w * 1e200) });
    const { kappa } = found.distribution;
    expect(found.kappaInterval).toBeWithinUlp([kappa, kappa], 16);
    expect(found.meanDirectionCone).toBeLessThan(1e-99);
    expect(found.logLikelihood).toBeWithinUlp(1e200 * fit(rows, { weights }).logLikelihood, 64);
  });

  it('statistics gathered in pieces give what the rows give', () => {
    const statistics = new SufficientStatistics(p);
    for (let first = 0; first < 40; first += 7) {
      statistics.add(flat.subarray(first * p, Math.min(40, first + 7) * p));
    }
    const pieces = fit(statistics, { dimension: p });
    const whole = fit(flat, { dimension: p });
    expect(pieces.distribution.mu).toBeWithinUlp(whole.distribution.mu, 2);
    expect(pieces.distribution.kappa).toBeWithinUlp(whole.distribution.kappa, 64);
    expect(pieces.n).toBe(40);
  });

  it('turns with the rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.constantFrom(0.1, 5, 1e4, 1e9),
        fc.integer({ min: 0, max: 1e6 }),
        (dimension, kappa, seed) => {
          const data = split(sampledRows(direction(dimension), kappa, 15, seed), dimension);
          const turn = (row: Float64Array): Float64Array =>
            row.map((_, j) => (j % 2 ? -1 : 1) * row[(j + 1) % dimension]);
          const before = fit(data);
          const after = fit(data.map(turn));
          const expected = turn(before.distribution.mu);
          for (const [j, value] of after.distribution.mu.entries()) {
            expect(Math.abs(value - expected[j])).toBeLessThan((4 * EPSILON) / before.rBar);
          }
          const tolerance = 64 * EPSILON + (8 * EPSILON) / Math.sqrt(before.oneMinusRBar);
          expect(Math.abs(after.distribution.kappa / before.distribution.kappa - 1)).toBeLessThan(
            tolerance * Math.max(1, 2 / before.rBar),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('by any of the published estimators', () => {
    for (const method of publishedMethods) {
      const far = fit(rows, { method });
      expect(far.distribution.kappa).toBe(concentrationFromComplement(p, far.oneMinusRBar, { method }));
      const near = fit(sampledRows(direction(64), 10, 100, 1), { dimension: 64, method });
      expect(near.rBar).toBeLessThan(0.5);
      expect(near.distribution.kappa).toBe(concentration(64, near.rBar, { method }));
      // Never above the maximum.
      expect(near.logLikelihood).toBeLessThanOrEqual(
        fit(sampledRows(direction(64), 10, 100, 1), { dimension: 64 }).logLikelihood + 1e-12,
      );
    }
  });
});

describe('rows without a mean direction', () => {
  it('that cancel give the uniform distribution, and say so', () => {
    const third = (2 * Math.PI) / 3;
    const triangle = [0, 1, 2].map((k) => [Math.cos(k * third), Math.sin(k * third)]);
    for (const rows of [
      [
        [0, 0, 1],
        [0, 0, -1],
      ],
      triangle,
    ]) {
      const found = fit(rows);
      expect(found.meanDirectionDefined).toBe(false);
      expect(found.distribution.kappa).toBe(0);
      expect(found.meanDirectionCone).toBe(Math.PI);
      expect(found.kappaInterval[0]).toBe(0);
      expect(found.kappaInterval[1]).toBeGreaterThan(0);
      const { p, n } = found;
      expect(found.logLikelihood).toBeWithinUlp(n * logNormalizer(p, 0), 2);
    }
  });

  it('after bias correction: kappa 0, the direction as it was', () => {
    const rows = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const found = fit(rows, { biasCorrection: 'marginal' });
    expect(found.distribution.kappa).toBe(0);
    expect(found.distribution.mu).toBeWithinUlp(
      [1, 1, 1].map((value) => value / Math.sqrt(3)),
      2,
    );
    expect(found.meanDirectionDefined).toBe(true);
    expect(found.kappaStandardError).toBeNaN();
    expect(found.meanDirectionCone).toBe(Math.PI);
  });
});

describe('what it refuses', () => {
  const refuses = (data: unknown, options: object, error: Error): void =>
    expect(() => fit(data as number[][], options)).toThrow(error);
  const unit = [
    [1, 0],
    [0, 1],
  ];

  it('data without a likelihood maximum', () => {
    const rule =
      'fit: data must hold two different directions, or the likelihood has no maximum: it grows with kappa without bound; got ';
    refuses([[0, 1]], {}, new RangeError(`${rule}one row`));
    refuses(
      [
        [0.6, 0.8],
        [6, 8],
      ],
      { normalize: true },
      new RangeError(`${rule}2 rows, all the same direction where they have weight`),
    );
    refuses(
      unit,
      { weights: [0, 2] },
      new RangeError(`${rule}2 rows, all the same direction where they have weight`),
    );
    refuses(unit, { weights: [0, 0] }, new RangeError('fit: weights must not all be 0, got 2 zeros'));
    refuses([], {}, new RangeError('fit: data must have at least one row, got none'));
    refuses([], { dimension: 3 }, new RangeError('fit: data must have at least one row, got none'));
    refuses(
      new Float64Array(0),
      { dimension: 3 },
      new RangeError('fit: data must have at least one row, got none'),
    );
    refuses(
      new SufficientStatistics(3),
      {},
      new RangeError('fit: data must have at least one row, got none'),
    );
  });

  it('rows that are no directions', () => {
    refuses(
      [
        [1, 0],
        [0, 1],
        [0.6, 0.8],
        [0, 0.98],
      ],
      {},
      new RangeError('fit: data[3] must have unit length, got norm 0.98'),
    );
    refuses(
      [
        [1, 0],
        [Number.NaN, 1],
      ],
      {},
      new RangeError('fit: data[1][0] must be finite, got NaN'),
    );
    refuses(
      [
        [1, 0],
        [0, 0],
      ],
      { normalize: true },
      new RangeError('fit: data[1] must have a direction, got only zeros'),
    );
    refuses([[1, 0], [1]], {}, new RangeError('fit: data[1] must have length 2, got 1'));
    refuses(
      'rows',
      {},
      new TypeError(
        'fit: data must be a Float64Array, Float32Array, array of rows or CSR matrix, got string',
      ),
    );
    refuses(new Float32Array(4), {}, new TypeError('fit: a flat Float32Array needs its dimension, got none'));
  });

  it('a row far into the data by its number', () => {
    const p = 8;
    const flat = new Float32Array(100_000 * p);
    for (let i = 0; i < 100_000; i++) flat[i * p + (i % p)] = 1;
    flat[77_777 * p + 3] = 0.5;
    refuses(
      flat,
      { dimension: p },
      new RangeError(`fit: data[77777] must have unit length, got norm ${Math.sqrt(1.25)}`),
    );
  });

  it('options', () => {
    refuses(unit, { confidence: 1 }, new RangeError('fit: confidence must lie between 0 and 1, got 1'));
    refuses(unit, { confidence: '0.9' }, new TypeError('fit: confidence must be a number, got string'));
    refuses(
      unit,
      { biasCorrection: 'schou' },
      new RangeError('fit: biasCorrection must be one of none, marginal, got schou'),
    );
    refuses(
      unit,
      { method: 'secant' },
      new RangeError(
        'fit: method must be one of exact, banerjee, tanabe, sra, song, uniroot, newton, halley, hybrid, ' +
          'newton-fourier, hornik-gruen, got secant',
      ),
    );
    refuses(
      unit,
      { measure: 'lebesgue' },
      new RangeError('fit: measure must be one of surface, uniform, got lebesgue'),
    );
    refuses(
      unit,
      { method: 'sra', biasCorrection: 'marginal' },
      new RangeError('fit: method must be exact where biasCorrection is marginal, got sra'),
    );
    refuses(unit, { dimension: 3 }, new RangeError('fit: data[0] must have length 3, got 2'));
    refuses(
      unit,
      { weights: [1] },
      new RangeError('fit: weights must have length 2, one for each row, got 1'),
    );
    const statistics = new SufficientStatistics(2).add(unit);
    refuses(
      statistics,
      { weights: [1, 1] },
      new TypeError('fit: weights must be given to SufficientStatistics.add, got it with its result'),
    );
    refuses(statistics, { dimension: 3 }, new RangeError('fit: dimension must be 2 as in data, got 3'));
  });
});
