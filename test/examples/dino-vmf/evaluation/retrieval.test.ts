import { describe, expect, it } from 'vitest';
import { averagePrecision } from '../../../../examples/dino-vmf/evaluation/retrieval/averagePrecision.ts';
import { rankedOrder } from '../../../../examples/dino-vmf/evaluation/retrieval/rankedOrder.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';

const score = (ranking: number[], positives: number[], junk: number[] = []) => {
  const found = averagePrecision(Int32Array.from(ranking), new Set(positives), new Set(junk));
  if (found === null) throw new Error('no positives');
  return found;
};

describe('average precision', () => {
  it('is 1 where all positives come first, and has no value without positives', () => {
    expect(score([4, 2, 0, 1, 3], [2, 4]).averagePrecision).toBe(1);
    expect(averagePrecision(Int32Array.of(0, 1), new Set(), new Set())).toBeNull();
  });

  it('rankings worked out by hand', () => {
    // Only positive in second place: (0/1 + 1/2)/2.
    expect(score([9, 1], [1]).averagePrecision).toBe(0.25);
    // In places 1 and 3: ((1 + 1)/2 + (1/2 + 2/3)/2)/2.
    expect(score([1, 9, 2, 8], [1, 2]).averagePrecision).toBeWithinUlp((1 + 7 / 12) / 2, 2);
    // In places 2 and 4: ((0 + 1/2)/2 + (1/3 + 2/4)/2)/2 = (1/4 + 5/12)/2 = 1/3.
    expect(score([9, 1, 8, 2], [1, 2]).averagePrecision).toBeWithinUlp(1 / 3, 2);
    // A positive that is missing from the ranking counts in n: one of two found first gives 1/2.
    expect(score([1, 9], [1, 2]).averagePrecision).toBe(0.5);
  });

  it('junk is taken out before ranks are counted', () => {
    expect(score([7, 1, 6, 9, 2], [1, 2], [7, 6])).toEqual(score([1, 9, 2], [1, 2]));
  });

  it('precision among the first 1, 5 and 10, no deeper than the last positive', () => {
    // Positives in places 2 and 4: 0/1; then both within min(5, 4) = 4.
    expect(score([9, 1, 8, 2, 7, 6, 5], [1, 2]).precisionAt).toEqual([0, 0.5, 0.5]);
    const long = Array.from({ length: 20 }, (_, i) => i);
    // Places 1, 3, 5, ..., 19: 1, 3/5, 5/10.
    expect(
      score(
        long,
        long.filter((i) => i % 2 === 0),
      ).precisionAt,
    ).toEqual([1, 0.6, 0.5]);
  });
});

describe('ranked order', () => {
  it('falls, the earlier of equals first; zeros of both signs are equal', () => {
    const similarities = Float32Array.of(0.5, -1, 0.5, 1, 0, -0.25, -1, -0, 0);
    const order = [...rankedOrder(similarities)];
    expect(order).toEqual([3, 0, 2, 4, 7, 8, 5, 1, 6]);
  });

  it('is what a comparing sort gives', () => {
    const random = Random.keyed(11);
    const similarities = Float32Array.from(
      { length: 2000 },
      () => Math.round(random.normal() * 50 + 0.5) / 50 + 1e-3,
    );
    const expected = Int32Array.from(similarities.keys()).sort(
      (a, b) => similarities[b] - similarities[a] || a - b,
    );
    expect(rankedOrder(similarities)).toEqual(expected);
  });
});
