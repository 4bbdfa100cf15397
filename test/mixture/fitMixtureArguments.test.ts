import { describe, expect, it } from 'vitest';
import { fitMixture, type MixtureFitOptions } from 'von-mises-fisher/mixture';
import { rows, three } from './threeComponents.ts';

describe('errors', () => {
  const call =
    (options: object, k: unknown = 2, data: unknown = rows) =>
    () =>
      fitMixture(data as number[][], k as number, options as MixtureFitOptions);
  it.each([
    [call({}, 2, []), RangeError, 'data must have at least one row, got none'],
    [call({}, 2, null), TypeError, 'data must be a Float64Array'],
    [call({}, 2, new Float64Array(8)), TypeError, 'a flat Float64Array needs its dimension, got none'],
    [
      call({}, 2, [
        [1, 0],
        [Number.NaN, 0],
      ]),
      RangeError,
      'data[1][0] must be finite, got NaN',
    ],
    [
      call({}, 2, [
        [1, 0],
        [2, 0],
      ]),
      RangeError,
      'data[1] must have unit length, got norm 2',
    ],
    [
      call({ normalize: true }, 2, [
        [1, 0],
        [0, 0],
      ]),
      RangeError,
      'data[1] must have a direction, got only zeros',
    ],
    [call({}, 0), RangeError, 'k must be an integer of 1 or more, got 0'],
    [call({}, 1.5), RangeError, 'k must be an integer of 1 or more, got 1.5'],
    [call({}, '2'), TypeError, 'k must be a number, got string'],
    [call({ kind: 'firm' }), RangeError, 'kind must be one of soft, hard, stochastic, got firm'],
    [call({ concentration: 'equal' }), RangeError, 'concentration must be one of free, common, got equal'],
    [call({ concentration: -1 }), RangeError, 'concentration must be finite and not negative, got -1'],
    [call({ concentration: [1] }), RangeError, 'concentration must have length 2'],
    [call({ estimator: 'secant' }), RangeError, 'method must be one of exact'],
    [call({ weights: [0.5, 0.6] }), RangeError, 'weights must add up to 1, got 1.1'],
    [call({ weights: [1, 0] }), RangeError, 'weights[1] must be positive, got 0'],
    [call({ weights: 'given' }), TypeError, "weights must be 'estimated', 'equal' or an array"],
    [call({ sampleWeights: [1] }), RangeError, 'weights must have length 300'],
    [call({ sampleWeights: rows.map(() => 0) }), RangeError, 'sampleWeights must not all be 0'],
    [call({ labels: [0] }), RangeError, 'labels must have length 300, one for each row, got 1'],
    [call({ labels: rows.map(() => 2) }), RangeError, 'labels[0] must be an integer from -1 to 1, got 2'],
    [call({ labels: rows.map(() => -2) }), RangeError, 'labels[0] must be an integer from -1 to 1, got -2'],
    [call({ labels: rows.map(() => 3), noise: true }), RangeError, 'from -1 to 2, got 3'],
    [call({ labels: 'all' }), TypeError, 'labels must be an array of integers, got string'],
    [call({ noise: 1 }), RangeError, 'noise must lie between 0 and 1, got 1'],
    [call({ prior: -1 }), RangeError, 'prior must be finite and not negative, got -1'],
    [call({ maxKappa: 0 }), RangeError, 'maxKappa must be positive, got 0'],
    [call({ initialization: 'best' }), RangeError, 'initialization must be one of'],
    [call({ initialization: [[1, 0, 0, 0]] }), RangeError, 'initialization must hold 2 directions, got 1'],
    [
      call({
        initialization: [
          [1, 0, 0, 0],
          [1, 0],
        ],
      }),
      RangeError,
      'initialization[1] must have length 4, got 2',
    ],
    [
      call({ initialization: [0, 1] }),
      RangeError,
      'initialization must name a component for each of 300 rows',
    ],
    [
      call({ initialization: rows.map(() => 2) }),
      RangeError,
      'initialization[0] must be an integer from -1 to 1',
    ],
    [call({ initialization: three }), RangeError, 'initialization must be a mixture of 2 components'],
    [call({ restarts: 0 }), RangeError, 'restarts must be an integer of 1 or more, got 0'],
    [call({ tolerance: -1 }), RangeError, 'tolerance must not be negative, got -1'],
    [call({ seed: 1, random: Math.random }), TypeError, 'random and seed exclude each other'],
    [call({ resume: {} }), TypeError, 'resume must be a MixtureState of version 1'],
  ])('%#', (run, kind, message) => {
    expect(run).toThrow(kind);
    expect(run).toThrow(message);
  });
});
