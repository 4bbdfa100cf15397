import { describe, expect, it } from 'vitest';
import {
  equalConcentrationsTest,
  equalMeanDirectionsTest,
  goodnessOfFitTest,
  meanDirectionTest,
  type Rows,
  rayleighTest,
  SufficientStatistics,
  VonMisesFisher,
} from 'von-mises-fisher';

const p = 4;
const mu = [0.5, 0.5, 0.5, 0.5];
const flat = new VonMisesFisher(mu, 6).samples(12, { seed: 1 });
const rows = Array.from({ length: 12 }, (_, i) => Array.from(flat.subarray(i * p, (i + 1) * p)));
const sparse = {
  data: flat,
  indices: Array.from({ length: 12 * p }, (_, k) => k % p),
  indptr: Array.from({ length: 13 }, (_, i) => i * p),
  shape: [12, p] as const,
};
const statistics = new SufficientStatistics(p).add(flat);
const other = new VonMisesFisher([1, 0, 0, 0], 6).samples(9, { seed: 2 });

describe('the ways to give data', () => {
  const results = (data: Rows | SufficientStatistics): number[] => [
    rayleighTest(data, { dimension: p }).pValue,
    meanDirectionTest(data, mu, { dimension: p }).pValue,
    equalMeanDirectionsTest([data, other], { dimension: p }).pValue,
    equalConcentrationsTest([data, other], { dimension: p }).pValue,
  ];

  it('flat, separate, sparse and statistics give one result', () => {
    const expected = results(flat);
    for (const data of [rows, sparse, statistics]) expect(results(data)).toBeWithinUlp(expected, 500);
    const fit = goodnessOfFitTest(flat, { dimension: p }).pValue;
    for (const data of [rows, sparse]) expect(goodnessOfFitTest(data).pValue).toBeWithinUlp(fit, 2000);
  });

  it('permutations of sparse and of separate rows are the same', () => {
    const options = { method: 'permutation', seed: 4, resamples: 50 } as const;
    const dense = equalMeanDirectionsTest([rows, rows.slice(0, 3)], options).pValue;
    expect(equalMeanDirectionsTest([sparse, rows.slice(0, 3)], options).pValue).toBe(dense);
  });

  it('single precision, to its rounding', () => {
    const single = results(Float32Array.from(flat));
    for (const [i, value] of results(flat).entries()) expect(Math.abs(single[i] - value)).toBeLessThan(1e-5);
  });

  it('normalize takes rows of any length', () => {
    const long = flat.map((value, k) => value * (1 + Math.floor(k / p)));
    expect(() => rayleighTest(long, { dimension: p })).toThrow(
      /^rayleighTest: data\[1\] must have unit length, got norm (2|1\.9+)/,
    );
    const { pValue } = goodnessOfFitTest(long, { dimension: p, normalize: true });
    expect(pValue).toBeWithinUlp(goodnessOfFitTest(flat, { dimension: p }).pValue, 5000);
  });

  it('turning all rows and μ₀ by one rotation changes nothing', () => {
    // Swap two axes and turn the plane of the others.
    const turn = ([a, b, c, d]: readonly number[]): number[] => [b, a, 0.6 * c - 0.8 * d, 0.8 * c + 0.6 * d];
    const turned = rows.map(turn);
    expect(meanDirectionTest(turned, turn(mu)).pValue).toBeWithinUlp(
      meanDirectionTest(rows, mu).pValue,
      5000,
    );
    expect(goodnessOfFitTest(turned).pValue).toBeWithinUlp(goodnessOfFitTest(rows).pValue, 5000);
  });
});

describe('ends', () => {
  const east = [
    [1, 0],
    [1, 0],
    [1, 0],
    [1, 0],
    [1, 0],
  ];
  const north = [
    [0, 1],
    [0, 1],
  ];

  it('all rows equal', () => {
    expect(meanDirectionTest(east, [1, 0])).toMatchObject({ pValue: 1, angle: 0 });
    expect(meanDirectionTest(east, [0, 1])).toMatchObject({ pValue: 0, logPValue: -Infinity });
    for (const method of ['likelihood-ratio', 'high-concentration'] as const) {
      expect(meanDirectionTest(east, [1, 0], { method }).pValue).toBe(1);
      expect(meanDirectionTest(east, [0, 1], { method }).pValue).toBe(0);
    }
    for (const method of ['embedding', 'likelihood-ratio', 'watson-williams', 'heterogeneous'] as const) {
      expect(equalMeanDirectionsTest([east, east], { method }).pValue, method).toBe(1);
      expect(equalMeanDirectionsTest([east, north], { method }).pValue, method).toBe(0);
    }
    expect(equalConcentrationsTest([east, north])).toMatchObject({ pValue: 1, kappa: Infinity });
    expect(
      equalConcentrationsTest([
        east,
        [
          [1, 0],
          [0, 1],
        ],
      ]).pValue,
    ).toBe(0);
    expect(goodnessOfFitTest(east)).toMatchObject({ pValue: 1, kappa: Infinity });
    expect(rayleighTest(east, { method: 'saddlepoint' }).pValue).toBe(0);
  });

  it('rows that cancel', () => {
    const cross = [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [1, 0],
      [-1, 0],
    ];
    expect(rayleighTest(cross)).toMatchObject({ statistic: 0, pValue: 1, rBar: 0 });
    expect(rayleighTest(cross, { method: 'saddlepoint' }).pValue).toBe(1);
    expect(meanDirectionTest(cross, [1, 0]).pValue).toBe(1);
    expect(equalMeanDirectionsTest([cross, cross]).pValue).toBe(1);
    expect(equalConcentrationsTest([cross, cross])).toMatchObject({ pValue: 1, kappa: 0 });
    expect(() => goodnessOfFitTest(cross)).toThrow(
      'goodnessOfFitTest: data must have a mean direction, got a sum of zero',
    );
  });

  it('two groups that cancel each other', () => {
    const opposite = equalMeanDirectionsTest([
      [
        [1, 0],
        [0.8, 0.6],
        [0.8, -0.6],
      ],
      [
        [-1, 0],
        [-0.8, 0.6],
        [-0.8, -0.6],
      ],
    ]);
    expect(opposite.pValue).toBeLessThan(0.05);
  });

  it('one row', () => {
    expect(rayleighTest([[0.6, 0.8]])).toMatchObject({ n: 1, rBar: 1 });
  });
});

describe('refused', () => {
  const refused: readonly [string, () => unknown, string][] = [
    ['no rows', () => rayleighTest([]), 'rayleighTest: data must have at least one row, got none'],
    [
      'no rows of statistics',
      () => rayleighTest(new SufficientStatistics(3)),
      'rayleighTest: data must have at least 1 rows, got 0',
    ],
    [
      'a single row',
      () => meanDirectionTest([[1, 0]], [1, 0]),
      'meanDirectionTest: data must have at least 2 rows, got 1',
    ],
    ['NaN', () => rayleighTest([[Number.NaN, 1]]), 'rayleighTest: data[0][0] must be finite, got NaN'],
    [
      'μ₀ of another length',
      () => meanDirectionTest(rows, [1, 0]),
      'meanDirectionTest: mu0 must have length 4, got 2',
    ],
    [
      'μ₀ not a direction',
      () => meanDirectionTest(rows, [1, 1, 0, 0]),
      'meanDirectionTest: mu0 must have unit length, got norm 1.4142135623730951',
    ],
    [
      'a method of another test',
      () => rayleighTest(rows, { method: 'bartlett' as never }),
      'rayleighTest: method must be one of modified, plain, saddlepoint, got bartlett',
    ],
    [
      'one group',
      () => equalMeanDirectionsTest([rows]),
      'equalMeanDirectionsTest: groups must hold at least 2 samples, got 1',
    ],
    [
      'no groups',
      () => equalConcentrationsTest(undefined as never),
      'equalConcentrationsTest: groups must be an array of samples, got undefined',
    ],
    [
      'groups of different dimension',
      () =>
        equalMeanDirectionsTest([
          rows,
          [
            [1, 0],
            [0, 1],
          ],
        ]),
      'equalMeanDirectionsTest: groups[1] must have 4 columns as groups[0] has, got 2',
    ],
    [
      'an empty group',
      () => equalConcentrationsTest([rows, new Float64Array(0)], { dimension: 4 }),
      'equalConcentrationsTest: groups[1]: data must have at least 2 rows, got 0',
    ],
    [
      'permutations of statistics',
      () => equalMeanDirectionsTest([statistics, statistics], { method: 'permutation' }),
      'equalMeanDirectionsTest: groups[0] must be rows to be permuted, got SufficientStatistics',
    ],
    [
      'weighted statistics',
      () => rayleighTest(new SufficientStatistics(2).add([[1, 0]], { weights: [2] })),
      'rayleighTest: data must be gathered without weights, got 1 rows of weight 2',
    ],
    [
      'statistics of another dimension',
      () => rayleighTest(statistics, { dimension: 3 }),
      'rayleighTest: data must have 3 columns, got 4',
    ],
    [
      'four rows to be fitted',
      () => goodnessOfFitTest(rows.slice(0, 4)),
      'goodnessOfFitTest: data must have at least 5 rows, got 4',
    ],
    [
      'half a permutation',
      () => equalMeanDirectionsTest([rows, rows], { method: 'permutation', resamples: 0.5 }),
      'equalMeanDirectionsTest: resamples must be an integer of 1 or more, got 0.5',
    ],
  ];

  it.each(refused)('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
