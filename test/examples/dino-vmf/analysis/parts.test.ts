import { describe, expect, it } from 'vitest';
import { meanResultantLength } from 'von-mises-fisher';
import { accuracyByPrecision } from '../../../../examples/dino-vmf/analysis/accuracyByPrecision.ts';
import { agreement } from '../../../../examples/dino-vmf/analysis/agreement.ts';
import { bestCosines } from '../../../../examples/dino-vmf/analysis/bestCosines.ts';
import { centreAsPrior } from '../../../../examples/dino-vmf/analysis/centreAsPrior.ts';
import { correlation, ranks } from '../../../../examples/dino-vmf/analysis/correlation.ts';
import {
  circleDensities,
  componentLogit,
  logitCurves,
  normalizerCurve,
} from '../../../../examples/dino-vmf/analysis/logitIllustration.ts';
import { quantiles } from '../../../../examples/dino-vmf/analysis/quantiles.ts';
import { voidPrototypes } from '../../../../examples/dino-vmf/analysis/voidPrototypes.ts';

/** Sums of a few terms in double precision. */
const near = (found: number, expected: number, bound = 1e-14) =>
  expect(Math.abs(found - expected), `${found} for ${expected}`).toBeLessThanOrEqual(bound);

describe('void prototypes', () => {
  // The mean of the three directions is (1, 0) times 2.2/3.
  const y = Float32Array.from([1, 0, 0.6, 0.8, 0.6, -0.8]);
  const w = Float32Array.from([2, 0, -1, 0, -3, 0, 0, 1, -0.5, 0]);

  it('are those that win nothing; the set that points away from the data is found', () => {
    const found = voidPrototypes(y, w, 2, Int32Array.of(3, 0, 0, 0, 0), Int32Array.of(0, 1, 1, 3, 1));
    expect(found.unused).toBe(4);
    near(found.meanLength, 2.2 / 3, 1e-7);
    [1, -1, -1, 0, -1].forEach((cosine, k) => {
      near(found.cosines[k] as number, cosine, 1e-7);
    });
    expect(found.largestSet?.size).toBe(3);
    near(found.largestSet?.cosine as number, -1, 1e-7);
  });

  it('a set of which one member wins an image is not void', () => {
    const found = voidPrototypes(y, w, 2, Int32Array.of(2, 0, 1, 0, 0), Int32Array.of(0, 1, 1, 3, 1));
    expect(found.largestSet?.size).toBe(1);
    near(found.largestSet?.cosine as number, 0, 1e-7);
    const all = voidPrototypes(y, w, 2, Int32Array.of(1, 1, 1, 1, 1), Int32Array.of(0, 1, 1, 3, 1));
    expect(all).toMatchObject({ unused: 0, largestSet: null });
  });

  it('have no cosine to a mean of length 0', () => {
    const opposite = Float32Array.from([1, 0, -1, 0]);
    const { cosines } = voidPrototypes(opposite, w, 2, new Int32Array(5), new Int32Array(5));
    expect([...cosines]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('accuracy by precision', () => {
  /** The share of images that are found, of their indices. */
  const shareOf = (isFound: readonly boolean[]) => async (images: readonly number[]) =>
    images.filter((i) => isFound[i]).length / images.length;

  it('orders images by the norm of their prototype', async () => {
    const norms = [4, 1, 3, 2, 8, 7, 6, 5];
    const isFound = norms.map((norm) => norm > 4 || norm === 1);
    const ranges = await accuracyByPrecision(norms, 4, shareOf(isFound));
    expect(ranges.map(({ images, accuracy }) => [images, accuracy])).toEqual([
      [2, 0.5],
      [2, 0],
      [2, 1],
      [2, 1],
    ]);
    expect(ranges.map((range) => range.norms)).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ]);
    expect(ranges.map(({ from, to }) => [from, to])).toEqual([
      [0, 25],
      [25, 50],
      [50, 75],
      [75, 100],
    ]);
  });

  it('keeps the images of a prototype together', async () => {
    const ranges = await accuracyByPrecision([1, 1, 1, 1, 1, 1, 2, 2], 4, async () => 1);
    expect(ranges.map(({ from, images }) => [from, images])).toEqual([
      [25, 6],
      [75, 2],
    ]);
    expect(await accuracyByPrecision([3, 3, 3], 5, async () => 0)).toHaveLength(1);
  });

  it("has Wilson's interval", async () => {
    const [range] = await accuracyByPrecision(new Array(10).fill(1), 1, async () => 0.8);
    // The ends are where |share - end| is 1.96 deviations at the end.
    for (const end of range?.interval ?? []) {
      near(Math.abs(0.8 - end), 1.959963984540054 * Math.sqrt((end * (1 - end)) / 10));
    }
    expect(range?.interval[0]).toBeLessThan(0.8);
    expect(range?.interval[1]).toBeGreaterThan(0.8);
  });
});

describe('correlation and ranks', () => {
  it('are those of the books', () => {
    near(correlation([1, 2, 3, 4], [2, 4, 6, 8]), 1);
    near(correlation([1, 2, 3, 4], [1, 3, 2, 4]), 0.8);
    expect(correlation([1, 1], [1, 2])).toBeNaN();
    expect([...ranks([30, 10, 20, 10])]).toEqual([3, 0.5, 2, 0.5]);
  });
});

describe('agreement with labels', () => {
  it('of small tables is as published', () => {
    // The examples of scikit-learn's adjusted_rand_score and normalized_mutual_info_score.
    const split = agreement([0, 0, 1, 2], [0, 0, 1, 1]);
    near(split.ari, 4 / 7);
    near(split.nmi, 0.8);
    expect(split).toMatchObject({ clusters: 3, purity: 1 });
    const crossed = agreement([0, 0, 1, 1], [0, 1, 0, 1]);
    near(crossed.ari, -0.5);
    near(crossed.nmi, 0);
    expect(crossed.purity).toBe(0.5);
  });

  it('does not depend on the numbers of clusters', () => {
    const labels = [0, 0, 1, 1, 2, 2, 2];
    const same = agreement([7, 7, 3, 3, 900, 900, 900], labels);
    near(same.ari, 1);
    near(same.nmi, 1);
    expect(same).toMatchObject({ clusters: 3, purity: 1 });
    expect(agreement([5, 5, 5], [1, 1, 1])).toMatchObject({ ari: 1, nmi: 1, purity: 1 });
  });
});

describe('the centre as log π', () => {
  it('gives back weights, whatever constant is added and whatever its unit', () => {
    const pi = [0.5, 0.25, 0.125, 0.125];
    for (const unit of [1, 0.04]) {
      const centre = pi.map((share) => unit * (Math.log(share) - 700));
      const found = centreAsPrior(centre, unit, Float64Array.from(pi), [50, 25, 13, 12]);
      found.prior.forEach((share, k) => {
        near(share, pi[k] as number, 1e-12);
      });
      near(found.logCorrelation, 1, 1e-12);
      near(found.totalVariation, 0, 1e-12);
    }
  });

  it('tells where they differ', () => {
    const centre = [0.1, 0.2, 0.3, 0.4].map(Math.log);
    const reversed = centreAsPrior(centre, 1, Float64Array.of(0.4, 0.3, 0.2, 0.1), [1, 2, 3, 4]);
    near(reversed.rankCorrelation, -1);
    near(reversed.rankCorrelationWithWins, 1);
    near(reversed.totalVariation, 0.4);
    const apart = centreAsPrior([0, -2000], 1, Float64Array.of(0, 1), [0, 1]);
    expect(apart.totalVariation).toBe(1);
    expect(apart.logCorrelation).toBeNaN();
  });
});

describe('logits and densities', () => {
  it.each([
    [3, 10],
    [64, 30],
    [256, 200],
  ])('at p = %i a longer w raises the logit only within the threshold angle, κ = %i', (p, kappa) => {
    const { thresholdAngle, normalizer } = componentLogit(p, kappa);
    near(Math.cos((thresholdAngle * Math.PI) / 180), meanResultantLength(p, kappa));
    // The slope in κ of the curves at the points around that angle: positive within, negative outside.
    const step = 1e-3 * kappa;
    const [low, high] = [kappa - step, kappa + step].map((k) => logitCurves(p, [k], 1801));
    for (let i = 0; i <= 1800; i++) {
      const slope = ((high?.[i]?.vmf as number) - (low?.[i]?.vmf as number)) / (2 * step);
      const away = (low?.[i]?.angle as number) - thresholdAngle;
      if (Math.abs(away) > 0.1) expect(Math.sign(slope)).toBe(-Math.sign(away));
      const plain = (high?.[i]?.dino as number) - (low?.[i]?.dino as number);
      if (i !== 900) expect(Math.sign(plain)).toBe(i < 900 ? 1 : -1);
    }
    expect(normalizerCurve(p, kappa).at(-1)).toEqual({ kappa, log: normalizer });
    expect(normalizer).toBeLessThan(0);
  });

  it('in three dimensions are log(κ/sinh κ)', () => {
    near(componentLogit(3, 2).normalizer, Math.log(2 / Math.sinh(2)), 1e-15);
  });

  it('on the circle have mass 1 and their mode at 315°', () => {
    const points = circleDensities([0.5, 10], 3601);
    for (const kappa of [0.5, 10]) {
      const curve = points.filter((point) => point.kappa === kappa);
      const heights = curve.map(({ x, y }) => Math.hypot(x, y) - 1);
      // The rule of rectangles is exact for periodic analytic functions to rounding here.
      near(heights.slice(1).reduce((sum, height) => sum + height, 0) * ((2 * Math.PI) / 3600), 1, 1e-12);
      expect(heights.indexOf(Math.max(...heights))).toBe(3150);
    }
  });
});

it('quantiles interpolate', () => {
  const found = quantiles([4, 0, 1, 3, 2]);
  expect(found).toMatchObject({ min: 0, q25: 1, median: 2, q75: 3, max: 4 });
  near(found.q05, 0.2);
  near(found.q95, 3.8);
});

it('best cosines are the largest', () => {
  const found = bestCosines(
    [3, 4, -2, 0],
    [
      [1, 0],
      [0, 1],
      [Math.SQRT1_2, Math.SQRT1_2],
    ],
    2,
  );
  near(found[0] as number, 1.4 * Math.SQRT1_2);
  near(found[1] as number, 0);
});
