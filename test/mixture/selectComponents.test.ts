import { describe, expect, it } from 'vitest';
import {
  componentsTest,
  fitMixture,
  type SelectionCriterion,
  selectComponents,
  VonMisesFisherMixture,
} from 'von-mises-fisher/mixture';
import { randomMixture, split } from './directions.ts';

const law = randomMixture(3, [50, 100, 200], [0.3, 0.3, 0.4], 6);
const rows = split(law.samples(400, { seed: 8 }), 3);

describe('selectComponents', () => {
  it.each(['bic', 'icl', 'aic', 'aicc', 'held-out'] as SelectionCriterion[])('by %s', (criterion) => {
    const { k, best, table } = selectComponents(rows, [1, 2, 3, 4, 5], { criterion, seed: 3, folds: 3 });
    // What penalises less may take more than the three there are.
    if (criterion === 'bic' || criterion === 'icl') expect(k).toBe(3);
    else expect(k).toBeGreaterThanOrEqual(3);
    expect(best.mixture.components).toHaveLength(k);
    expect(table.map((row) => row.k)).toEqual([1, 2, 3, 4, 5]);
    const costs = table
      .filter(({ unsound }) => unsound === 0)
      .map((row) => (criterion === 'held-out' ? -(row.heldOut ?? Number.NaN) : row[criterion]));
    const chosen = table[k - 1];
    expect(criterion === 'held-out' ? -(chosen.heldOut ?? Number.NaN) : chosen[criterion]).toBe(
      Math.min(...costs),
    );
    for (const row of table) expect(row.heldOut === undefined).toBe(criterion !== 'held-out');
  });

  it('its table holds what the fits say, by their formulas', () => {
    const { table } = selectComponents(rows, [2, 3], { seed: 3 });
    for (const { k, logLikelihood, df, aic, aicc, bic, icl } of table) {
      expect(df).toBe(k * 3 + k - 1);
      expect(aic).toBe(2 * df - 2 * logLikelihood);
      expect(aicc).toBeWithinUlp(aic + (2 * df * (df + 1)) / (400 - df - 1), 2);
      expect(bic).toBeWithinUlp(df * Math.log(400) - 2 * logLikelihood, 2);
      expect(icl).toBeGreaterThanOrEqual(bic - 1e-9);
    }
  });

  it('icl is the criterion of the best classification', () => {
    const { mixture, icl, df } = fitMixture(rows, 4, { seed: 1 });
    const shares = split(mixture.responsibilities(rows), 4);
    const logs = mixture.logPdf(rows);
    const classified = shares.reduce((sum, row, i) => sum + logs[i] + Math.log(Math.max(...row)), 0);
    expect(icl).toBeWithinUlp(df * Math.log(400) - 2 * classified, 2 ** 12);
  });

  it('held-out is the mean over rows that a fit did not see', () => {
    // With as many folds as rows of two, every fit is of one row.
    const { table } = selectComponents(
      [
        [1, 0],
        [0, 1],
      ],
      [1],
      { criterion: 'held-out', folds: 2, concentration: 2, seed: 1 },
    );
    const single = fitMixture([[1, 0]], 1, { concentration: 2 }).mixture;
    expect(table[0].heldOut).toBeWithinUlp(single.logPdf([0, 1]), 4);
  });

  it('the seed decides, whatever the order of the range', () => {
    const one = selectComponents(rows, [2, 3], { seed: 3 });
    const two = selectComponents(rows, [2, 3], { seed: 3 });
    expect(one.table).toEqual(two.table);
  });

  it('weights count as repetition', () => {
    const { table } = selectComponents(rows, [3], {
      seed: 3,
      sampleWeights: rows.map(() => 2),
      tolerance: 1e-13,
    });
    const twice = selectComponents([...rows, ...rows], [3], { seed: 3, tolerance: 1e-13 });
    expect(Math.abs(table[0].bic - twice.table[0].bic)).toBeLessThan(1e-4);
  });

  it.each([
    [() => selectComponents(rows, []), RangeError, 'range must name a number, got none'],
    [() => selectComponents(rows, 3 as never), TypeError, 'range must be an array'],
    [() => selectComponents(rows, [1.5]), RangeError, 'range[0] must be an integer of 1 or more, got 1.5'],
    [() => selectComponents(rows, [1], { criterion: 'x' as 'bic' }), RangeError, 'criterion must be one of'],
    [
      () => selectComponents(rows, [1], { folds: 1 }),
      RangeError,
      'folds must be an integer of 2 or more, got 1',
    ],
    [
      () => selectComponents(rows, [1], { criterion: 'held-out', folds: 500 }),
      RangeError,
      'folds must be at most 400',
    ],
  ])('%#: refuses', (call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(`selectComponents: ${message}`);
  });
});

describe('componentsTest', () => {
  it('rejects too few components, and not the right number', () => {
    const options = { seed: 5, replicates: 19, restarts: 3, polish: 1, tolerance: 1e-6 };
    expect(componentsTest(rows, 2, options).pValue).toBe(1 / 20);
    expect(componentsTest(rows, 3, options).pValue).toBeGreaterThan(0.05);
  });

  it('its statistic is that of the two fits', () => {
    const { statistic, replicates } = componentsTest(rows, 1, { seed: 5, replicates: 3 });
    const [one, two] = [1, 2].map((k) => fitMixture(rows, k, { seed: 1 }).logLikelihood);
    expect(Math.abs(statistic - 2 * (two - one))).toBeLessThan(1e-3);
    expect(replicates.every((value) => value >= 0)).toBe(true);
    expect(componentsTest(rows, 1, { seed: 5, replicates: 3 }).replicates).toEqual(replicates);
  });

  it('under the hypothesis p-values are not small', () => {
    const one = new VonMisesFisherMixture([1], [law.components[0]]);
    const pValues = Array.from(
      { length: 20 },
      (_, seed) =>
        componentsTest(one.samples(60, { seed }), 1, {
          dimension: 3,
          seed,
          replicates: 19,
          restarts: 3,
          polish: 1,
        }).pValue,
    );
    // Uniform on 1/20, ..., 1: at most six of 20 at 1/20 with probability 1 - 3e-5.
    expect(pValues.filter((value) => value <= 0.05).length).toBeLessThanOrEqual(6);
    expect(pValues.reduce((sum, value) => sum + value, 0) / 20).toBeGreaterThan(0.2);
  });
});
