import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SufficientStatistics } from 'von-mises-fisher';
import { ulpOf } from '../support/ulp.ts';
import { exactSummary } from './exactSummary.ts';
import { direction, sampledRows, split } from './sampledRows.ts';

const EPSILON = Number.EPSILON;
const of = (p: number): SufficientStatistics => new SufficientStatistics(p);
const axis = (p: number): Float64Array => Float64Array.from({ length: p }, (_, j) => (j === 0 ? 1 : 0));

describe('against 80 digits', () => {
  const cases = [2, 3, 64, 768].flatMap((p) =>
    [0, 20, 1e3, 1e6, 1e10, 1e15, 1e20].flatMap((kappa) =>
      [direction(p), axis(p)].map((mu) => ({ p, kappa, mu })),
    ),
  );

  it.each(cases)('p = $p, kappa = $kappa, mu[0] = $mu.0', ({ p, kappa, mu }) => {
    const n = 8;
    const doubles = sampledRows(mu, kappa, n, 7);
    for (const flat of [doubles, Float32Array.from(doubles)]) {
      const rows = split(flat, p);
      const weights = rows.map((_, i) => 1 + (i % 3) / 4);
      const exact = exactSummary(rows, weights);
      const whole = of(p).add(flat, { weights });
      const pieces = of(p);
      rows.forEach((row, i) => {
        pieces.add([row], { weights: [weights[i]] });
      });
      for (const { weight, resultant, rBar, oneMinusRBar } of [whole, pieces]) {
        expect(weight).toBe(exact.weight.hi);
        expect(Math.abs(rBar / exact.rBar.hi - 1)).toBeLessThanOrEqual(4 * EPSILON * Math.sqrt(p));
        for (const [j, { hi, lo }] of exact.resultant.entries()) {
          const size = rows.reduce((sum, row, i) => sum + weights[i] * Math.abs(row[j]), 0);
          expect(Math.abs(resultant[j] - hi - lo)).toBeLessThanOrEqual(
            (3 + Math.sqrt(p) / 4) * EPSILON * size,
          );
        }
        const { hi } = exact.oneMinusRBar;
        // Single precision does not tell rows apart where an angle between them is 1e-10.
        if (hi < 1e-60) expect(oneMinusRBar).toBe(0);
        else {
          const bound = EPSILON * (64 * Math.sqrt(p) + 2 / Math.sqrt(hi));
          expect(Math.abs(oneMinusRBar / hi - 1)).toBeLessThanOrEqual(bound);
        }
      }
    }
  });

  it('keeps every digit where the mean direction is an axis', () => {
    // The components across it are then small numbers of their own, not differences.
    for (const kappa of [1e12, 1e20, 1e28]) {
      const rows = split(sampledRows(axis(3), kappa, 20, 3), 3);
      const { hi } = exactSummary(rows).oneMinusRBar;
      expect(of(3).add(rows).oneMinusRBar).toBeWithinUlp(hi, 2);
      const pieces = of(3);
      for (const row of rows) pieces.add([row]);
      expect(pieces.oneMinusRBar).toBeWithinUlp(hi, 8);
    }
  });
});

describe('neither pieces nor order matter', () => {
  const shape = fc.record({
    p: fc.integer({ min: 2, max: 9 }),
    n: fc.integer({ min: 1, max: 40 }),
    kappa: fc.constantFrom(0, 1, 100, 1e8),
    seed: fc.integer({ min: 0, max: 1e6 }),
    order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
    cuts: fc.infiniteStream(fc.integer({ min: 1, max: 12 })),
  });

  it('Float64 rows: sums agree to their last bit', () => {
    fc.assert(
      fc.property(shape, ({ p, n, kappa, seed, order, cuts }) => {
        const rows = split(sampledRows(direction(p), kappa, n, seed), p);
        const weights = rows.map((_, i) => 0.1 + ((i * 37) % 11));
        const whole = of(p).add(rows, { weights });
        const places = rows.map((_, i) => ({ i, key: order.next().value as number }));
        places.sort((a, b) => a.key - b.key);
        const parts: SufficientStatistics[] = [];
        for (let first = 0; first < n; ) {
          const piece = places.slice(first, first + (cuts.next().value as number)).map(({ i }) => i);
          first += piece.length;
          parts.push(
            of(p).add(
              piece.map((i) => rows[i]),
              { weights: piece.map((i) => weights[i]) },
            ),
          );
        }
        const merged = parts.reduceRight((all, part) => all.merge(part), of(p));
        expect(merged.n).toBe(n);
        expect(merged.weight).toBeWithinUlp(whole.weight, 1);
        for (const [j, value] of whole.resultant.entries()) {
          const size = rows.reduce((sum, row, i) => sum + weights[i] * Math.abs(row[j]), 0);
          // 1 ulp of the sum, or of its terms in the second double where they cancel.
          expect(Math.abs(merged.resultant[j] - value)).toBeLessThanOrEqual(
            Math.max(ulpOf(value), 2 ** -96 * size),
          );
        }
        const rest = whole.oneMinusRBar;
        expect(Math.abs(merged.oneMinusRBar - rest)).toBeLessThanOrEqual(
          EPSILON * (128 * rest + 4 * Math.sqrt(rest)),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('Float32 rows: sums agree to 2^-47 of their terms', () => {
    const p = 5;
    const flat = Float32Array.from(sampledRows(direction(p), 2, 300, 11));
    const whole = of(p).add(flat);
    for (const size of [1, 7, 64, 100]) {
      const pieces = of(p);
      for (let first = 0; first < 300; first += size) {
        pieces.add(flat.subarray(first * p, Math.min(300, first + size) * p));
      }
      for (const [j, value] of whole.resultant.entries()) {
        let sum = 0;
        for (let k = j; k < flat.length; k += p) sum += Math.abs(flat[k]);
        expect(Math.abs(pieces.resultant[j] - value)).toBeLessThanOrEqual(2 ** -47 * sum);
      }
      expect(Math.abs(pieces.oneMinusRBar - whole.oneMinusRBar)).toBeLessThanOrEqual(2 ** -46);
    }
  });

  it('adding to nothing, merging nothing, merging itself', () => {
    const rows = split(sampledRows(direction(4), 3, 6, 1), 4);
    const once = of(4).add(rows);
    expect(of(4).merge(once).toJSON()).toEqual(once.toJSON());
    expect(of(4).add(rows).merge(of(4)).toJSON()).toEqual(once.toJSON());
    expect(of(4).add([]).n).toBe(0);
    const twice = of(4).add(rows);
    twice.merge(twice);
    expect(twice.n).toBe(12);
    expect(twice.weight).toBe(12);
    expect(twice.rBar).toBeWithinUlp(once.rBar, 4);
    expect(twice.resultant).toEqual(once.resultant.map((value) => 2 * value));
  });
});

describe('kinds of rows', () => {
  const p = 6;
  const rows = split(sampledRows(direction(p), 4, 30, 2), p).map((row) =>
    row.map((value, j) => (j % 3 === 1 ? 0 : value)),
  );
  const flat = Float64Array.from(rows.flatMap((row) => [...row]));
  const whole = of(p).add(flat, { normalize: true });
  const sparse = (dense: readonly ArrayLike<number>[], columns: number) => {
    const data: number[] = [];
    const indices: number[] = [];
    const indptr = [0];
    for (const row of dense) {
      for (let j = 0; j < row.length; j++) {
        if (row[j] !== 0) {
          data.push(row[j]);
          indices.push(j);
        }
      }
      indptr.push(data.length);
    }
    return { data, indices, indptr, shape: [dense.length, columns] as [number, number] };
  };

  it('arrays of numbers and of typed arrays are flat arrays', () => {
    const lists = rows.map((row) => Array.from(row));
    expect(of(p).add(rows, { normalize: true }).toJSON()).toEqual(whole.toJSON());
    expect(of(p).add(lists, { normalize: true }).toJSON()).toEqual(whole.toJSON());
  });

  it('sparse rows are dense rows', () => {
    const result = of(p).add(sparse(rows, p), { normalize: true });
    expect(result.resultant).toBeWithinUlp(whole.resultant, 16);
    expect(result.oneMinusRBar).toBeWithinUlp(whole.oneMinusRBar, 16);
  });

  it('sparse rows that lie close together, in a space they do not fill', () => {
    const close = split(sampledRows(direction(4), 1e12, 20, 5), 4);
    const result = of(1e6).add(sparse(close, 1e6));
    const { hi } = exactSummary(close).oneMinusRBar;
    expect(Math.abs(result.oneMinusRBar / hi - 1)).toBeLessThanOrEqual(1e-9);
    expect(result.oneMinusRBar).toBeWithinUlp(of(4).add(close).oneMinusRBar, 1e6);
  });

  it('rows of any length with normalize', () => {
    const lengths = [1, 3, 1e-8, 1e12, 1e-200, 1e200, 1e-160, 1e155];
    const unit = split(sampledRows(direction(p), 4, lengths.length, 2), p);
    const scaled = unit.map((row, i) => row.map((value) => value * lengths[i]));
    const one = of(p).add(unit);
    for (const kind of [scaled, Float64Array.from(scaled.flatMap((row) => [...row])), sparse(scaled, p)]) {
      const many = of(p).add(kind, { normalize: true });
      expect(many.resultant).toBeWithinUlp(one.resultant, 16);
      expect(many.oneMinusRBar).toBeWithinUlp(one.oneMinusRBar, 16);
    }
  });

  it('an integer weight is the row so many times', () => {
    const weights = rows.map((_, i) => i % 4);
    const repeated = rows.flatMap((row, i) => Array.from({ length: weights[i] }, () => row));
    const weighted = of(p).add(rows, { weights, normalize: true });
    const plain = of(p).add(repeated, { normalize: true });
    expect(weighted.n).toBe(30);
    expect(plain.n).toBe(weighted.weight);
    expect(weighted.resultant).toBeWithinUlp(plain.resultant, 8);
    expect(weighted.oneMinusRBar).toBeWithinUlp(plain.oneMinusRBar, 8);
  });
});

describe('rows of one direction', () => {
  it('give 1 - R = 0 exactly, whatever their lengths, weights and pieces', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 300 }),
        fc.integer({ min: 1, max: 130 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.boolean(),
        fc.boolean(),
        (p, n, seed, single, scaled) => {
          const row = sampledRows(direction(p), 0, 1, seed);
          const kept = single ? Float64Array.from(Float32Array.from(row)) : row;
          const rows = Array.from({ length: n }, (_, i) =>
            scaled ? kept.map((value) => value * (1 + 3 * i)) : kept,
          );
          const weights = rows.map((_, i) => 1 + ((i * 7) % 5) / 3);
          const flat = Float64Array.from(rows.flatMap((values) => [...values]));
          const data = single && !scaled ? Float32Array.from(flat) : flat;
          const whole = of(p).add(data, { weights, normalize: true });
          expect(whole.oneMinusRBar).toBe(0);
          expect(whole.rBar).toBe(1);
          const pieces = of(p);
          for (let i = 0; i < n; i++) pieces.add([rows[i]], { weights: [weights[i]], normalize: true });
          expect(pieces.oneMinusRBar).toBe(0);
          expect(pieces.merge(whole).oneMinusRBar).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('JSON', () => {
  it('keeps every bit', () => {
    const statistics = of(5).add(sampledRows(direction(5), 1e9, 50, 4), { weights: Array(50).fill(0.1) });
    const back = SufficientStatistics.fromJSON(JSON.parse(JSON.stringify(statistics)));
    expect(back.toJSON()).toEqual(statistics.toJSON());
    const more = sampledRows(direction(5), 1e9, 50, 5);
    expect(back.add(more).toJSON()).toEqual(statistics.add(more).toJSON());
  });

  it('refuses what it did not write', () => {
    const json = of(2)
      .add([[1, 0]])
      .toJSON();
    const name = 'SufficientStatistics.fromJSON';
    const wrong: [unknown, Error][] = [
      [undefined, new TypeError(`${name}: json must be an object, got undefined`)],
      [
        { ...json, type: 'VonMisesFisher' },
        new RangeError(`${name}: type must be one of SufficientStatistics, got VonMisesFisher`),
      ],
      [{ ...json, version: 2 }, new RangeError(`${name}: version must be 1, got 2`)],
      [{ ...json, p: 1 }, new RangeError(`${name}: p must be an integer of 2 or more, got 1`)],
      [{ ...json, n: 1.5 }, new RangeError(`${name}: n must be an integer of 0 or more, got 1.5`)],
      [{ ...json, weight: 1 }, new TypeError(`${name}: weight must be 2 finite numbers, got number`)],
      [
        { ...json, complement: [0] },
        new TypeError(`${name}: complement must be 2 finite numbers, got [0] of length 1`),
      ],
      [
        { ...json, resultant: [1, '0'] },
        new TypeError(`${name}: resultant must be 2 finite numbers, got [1, 0] of length 2`),
      ],
      [
        { ...json, resultantLow: undefined },
        new TypeError(`${name}: resultantLow must be 2 finite numbers, got undefined`),
      ],
    ];
    for (const [bad, error] of wrong) expect(() => SufficientStatistics.fromJSON(bad)).toThrow(error);
  });
});

describe('what it refuses', () => {
  const statistics = of(3).add([[1, 0, 0]]);
  const refuses = (act: () => unknown, error: Error): void => {
    const before = statistics.toJSON();
    expect(act).toThrow(error);
    expect(statistics.toJSON()).toEqual(before);
  };
  const name = 'SufficientStatistics.add';

  it('rows, and then takes none of them', () => {
    refuses(
      () =>
        statistics.add([
          [0, 1, 0],
          [0, 0, 0.98],
        ]),
      new RangeError(`${name}: data[1] must have unit length, got norm 0.98`),
    );
    refuses(
      () =>
        statistics.add([
          [0, 1, 0],
          [0, Number.NaN, 1],
        ]),
      new RangeError(`${name}: data[1][1] must be finite, got NaN`),
    );
    refuses(
      () =>
        statistics.add(
          [
            [0, 1, 0],
            [0, 0, Number.POSITIVE_INFINITY],
          ],
          { normalize: true },
        ),
      new RangeError(`${name}: data[1][2] must be finite, got Infinity`),
    );
    refuses(
      () =>
        statistics.add(
          [
            [0, 2, 0],
            [0, 0, 0],
          ],
          { normalize: true },
        ),
      new RangeError(`${name}: data[1] must have a direction, got only zeros`),
    );
    refuses(() => statistics.add([[1, 0]]), new RangeError(`${name}: data[0] must have length 3, got 2`));
    refuses(
      () => statistics.add(new Float32Array(4)),
      new RangeError(`${name}: data must hold whole rows of 3, got 4 values, 1 over`),
    );
  });

  it('sparse rows', () => {
    const matrix = { data: [1, 0.5, 0.5], indices: [0, 1, 1], indptr: [0, 1, 3], shape: [2, 3] as const };
    refuses(
      () => statistics.add(matrix, { normalize: true }),
      new RangeError(`${name}: data must name a column once a row, got 1 twice in row 1`),
    );
    refuses(
      () => statistics.add({ ...matrix, indices: [0, 1, 2] }),
      new RangeError(`${name}: data[1] must have unit length, got norm ${Math.sqrt(0.5)}`),
    );
    refuses(
      () => statistics.add({ ...matrix, data: [1, 0, Number.NaN], indices: [0, 1, 2] }),
      new RangeError(`${name}: data[1][2] must be finite, got NaN`),
    );
  });

  it('weights', () => {
    const rows = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    const weighted = (weights: unknown) => () => statistics.add(rows, { weights: weights as number[] });
    refuses(weighted([1]), new RangeError(`${name}: weights must have length 2, one for each row, got 1`));
    refuses(weighted([1, -1]), new RangeError(`${name}: weights[1] must be finite and not negative, got -1`));
    refuses(
      weighted([Number.NaN, 1]),
      new RangeError(`${name}: weights[0] must be finite and not negative, got NaN`),
    );
    refuses(
      weighted([1e308, 1e308]),
      new RangeError(`${name}: weights must have a finite sum, got one above 1.797e308`),
    );
    refuses(weighted(3), new TypeError(`${name}: weights must be an array of numbers, got number`));
  });

  it('another dimension, another thing', () => {
    refuses(
      () => statistics.merge(of(2)),
      new RangeError('SufficientStatistics.merge: other must have p = 3, got 2'),
    );
    refuses(
      // @ts-expect-error deliberately an object
      () => statistics.merge({}),
      new TypeError('SufficientStatistics.merge: other must be a SufficientStatistics, got Object'),
    );
    expect(() => of(1)).toThrow(
      new RangeError('SufficientStatistics: p must be an integer of 2 or more, got 1'),
    );
  });
});
