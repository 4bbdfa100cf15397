import { describe, expect, it } from 'vitest';
import { featureDeviation } from '../../../../examples/dino-vmf/inspection/featureDeviation.ts';
import { histogram } from '../../../../examples/dino-vmf/inspection/histogram.ts';
import { WinnerCounts } from '../../../../examples/dino-vmf/inspection/WinnerCounts.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';

describe('featureDeviation', () => {
  it('is 0 where all rows point one way, whatever their lengths', () => {
    expect(featureDeviation(Float32Array.of(1, 2, 2, 2, 4, 4, 0.5, 1, 1), 3)).toBeLessThan(1e-7);
  });

  it('is 1 for the two ends of every axis', () => {
    const values = new Float32Array(2 * 7 * 7);
    for (let i = 0; i < 14; i++) values[i * 7 + (i >> 1)] = i % 2 === 0 ? 5 : -5;
    expect(Math.abs(featureDeviation(values, 7) - 1)).toBeLessThan(1e-12);
  });

  it('is about 1 for directions drawn evenly', () => {
    const random = Random.keyed(3);
    const values = Float32Array.from({ length: 4000 * 16 }, () => random.normal());
    // Each of 16 squared deviations has relative deviation near √(2/4000): 6 of them over √16.
    expect(Math.abs(featureDeviation(values, 16) - 1)).toBeLessThan(0.02);
  });
});

describe('histogram', () => {
  it('counts every value once, the largest in the last bin', () => {
    expect(histogram([0, 1, 2, 3, 4], 4)).toEqual({ min: 0, max: 4, counts: [1, 1, 1, 2] });
    const values = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i));
    expect(histogram(values, 30).counts.reduce((a, b) => a + b, 0)).toBe(1000);
  });

  it('puts equal values into one bin', () => {
    expect(histogram([10, 10, 10], 30)).toEqual({ min: 10, max: 10, counts: [3] });
  });
});

describe('WinnerCounts', () => {
  it('knows the latest batches alone', () => {
    const counts = new WinnerCounts(4, 2);
    counts.add(Int32Array.of(0, 0, 1));
    expect([counts.views, counts.voidShare, counts.largestShare]).toEqual([3, 0.5, 2 / 3]);
    counts.add(Int32Array.of(2, 2, 2));
    expect([counts.views, counts.voidShare, counts.largestShare]).toEqual([6, 0.25, 0.5]);
    counts.add(Int32Array.of(2, 3, 3));
    // The first batch is forgotten, with its two winners.
    expect([counts.views, counts.voidShare, counts.largestShare]).toEqual([6, 0.5, 4 / 6]);
  });
});
