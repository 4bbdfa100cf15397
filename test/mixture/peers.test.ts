/** What other implementations get wrong, each shown not to happen here. */
import { describe, expect, it } from 'vitest';
import {
  concentration,
  equalConcentrationsTest,
  logNormalizer,
  rayleighTest,
  seededRandom,
  VonMisesFisher,
} from 'von-mises-fisher';
import { fitMixture, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { logNormalizer as proven } from 'von-mises-fisher/reference';
import { randomMixture, split } from './directions.ts';

/** log C_p(κ) from the reference, which shares no code with the mixture. */
const provenLog = (p: number, kappa: number): number => proven(p, kappa, { digits: 20 }).mid.toNumber();

const mixture = randomMixture(3, [5, 300], [0.4, 0.6], 2);
const rows = split(mixture.samples(200, { seed: 1 }), 3);

describe('movMF', () => {
  it('takes the number of components for the dimension in predict(newdata); here new rows are as those fitted', () => {
    const { mixture: fitted, responsibilities } = fitMixture(rows, 2, { seed: 1, responsibilities: true });
    expect(fitted.responsibilities(rows)).toEqual(responsibilities);
    // One by one from the densities in p = 3.
    rows.slice(0, 20).forEach((row, i) => {
      const [a, b] = fitted.components.map((law, k) => Math.log(fitted.weights[k]) + law.logPdf(row));
      expect(Math.abs(fitted.responsibilities([row])[0] - 1 / (1 + Math.exp(b - a)))).toBeLessThan(1e-12);
      expect(responsibilities?.[2 * i]).toBe(fitted.responsibilities([row])[0]);
    });
  });

  it('returns log-densities as memberships where labels are given; here they are probabilities', () => {
    const labels = rows.map((_, i) => (i % 2 === 0 ? mixture.predict(rows)[i] : -1));
    const { responsibilities = new Float64Array(0) } = fitMixture(rows, 2, {
      labels,
      responsibilities: true,
      seed: 1,
    });
    for (let i = 0; i < rows.length; i++) {
      expect(responsibilities[2 * i]).toBeGreaterThanOrEqual(0);
      expect(responsibilities[2 * i] + responsibilities[2 * i + 1]).toBeWithinUlp(1, 4);
    }
  });

  it.each([
    [3, 1500],
    [3, 5000],
    [4096, 5000],
    [10000, 6000],
  ])('adds 0.03 to 0.05 nats an observation at p = %i, κ = %i; here densities are exact', (p, kappa) => {
    const law = new VonMisesFisher(VonMisesFisher.uniform(p).mu, kappa);
    const single = new VonMisesFisherMixture([1], [law]);
    const x = split(law.samples(1, { seed: 1 }), p)[0];
    const cosine = x.reduce((sum, value, j) => sum + value * law.mu[j], 0);
    const expected = provenLog(p, kappa) + kappa * cosine;
    expect(Math.abs(single.logPdf(x) - expected)).toBeLessThan(1e-11);
  });
});

describe('spherecluster', () => {
  it('returns posteriors as log-likelihood; here score is the mean log density', () => {
    const expected = rows.reduce((sum, row) => sum + mixture.logPdf(row), 0) / rows.length;
    expect(mixture.score(rows)).toBeWithinUlp(expected, 64);
  });

  it('predicts the nearest direction; here κ and weights count', () => {
    const wide = new VonMisesFisherMixture(
      [0.5, 0.5],
      [new VonMisesFisher([1, 0], 500), new VonMisesFisher([0.8, 0.6], 1)],
    );
    const x = [Math.cos(0.25), Math.sin(0.25)];
    // Nearer to the first direction, yet far out for its κ.
    expect(wide.predict([x])[0]).toBe(1);
  });

  it('chooses among runs by inertia; here the run of the highest likelihood stays', () => {
    const { restarts, logLikelihood } = fitMixture(rows, 3, { seed: 4, restarts: 15, polish: 15 });
    const sound = restarts.runs.filter(({ unsound }) => unsound === 0);
    expect(logLikelihood).toBe(Math.max(...sound.map(({ objective }) => objective ?? -Infinity)));
  });

  it('repeats its runs; here every start is another', () => {
    const { restarts } = fitMixture(rows, 5, {
      seed: 4,
      restarts: 8,
      shortIterations: 0,
      initialization: 'random-rows',
    });
    expect(new Set(restarts.runs.map(({ shortObjective }) => shortObjective)).size).toBe(8);
  });

  it.each([
    [3, 1500],
    [100, 500],
  ])('is off by 0.15 in log C at p = %i, κ = %i; here it is exact', (p, kappa) => {
    const single = new VonMisesFisherMixture([1], [new VonMisesFisher(VonMisesFisher.uniform(p).mu, kappa)]);
    const mode = VonMisesFisher.uniform(p).mu;
    expect(single.logPdf(mode)).toBeWithinUlp(provenLog(p, kappa) + kappa, 2 ** 12);
  });
});

describe('ChemoMAE', () => {
  it.each([
    [64, 50],
    [256, 50],
    [768, 300],
  ])('is off by 13 to 232 nats at p = %i, κ = %i; here log C is proven', (p, kappa) => {
    const single = new VonMisesFisherMixture([1], [new VonMisesFisher(VonMisesFisher.uniform(p).mu, kappa)]);
    const mode = VonMisesFisher.uniform(p).mu;
    expect(single.logPdf(mode)).toBeWithinUlp(provenLog(p, kappa) + kappa, 256);
  });
});

describe('Directional', () => {
  it('mixvmf.mle multiplies posteriors, which end at 0 and 1; here soft EM stays soft and reaches more', () => {
    const overlapping = randomMixture(3, [4, 8], [0.5, 0.5], 5);
    const data = split(overlapping.samples(500, { seed: 2 }), 3);
    const soft = fitMixture(data, 2, { seed: 1, responsibilities: true });
    const hard = fitMixture(data, 2, { seed: 1, kind: 'hard' });
    const between = soft.responsibilities?.filter((r) => r > 0.01 && r < 0.99).length ?? 0;
    expect(between).toBeGreaterThan(200);
    expect(soft.logLikelihood).toBeGreaterThan(hard.logLikelihood);
  });

  it('vmf.mle caps κ at 1e5; here the bound is far, named and reported', () => {
    const tight = split(new VonMisesFisher([0, 0.6, 0.8], 1e7).samples(400, { seed: 1 }), 3);
    const { mixture: fitted, degenerate } = fitMixture(tight, 1);
    expect(Math.abs(fitted.components[0].kappa / 1e7 - 1)).toBeLessThan(0.2);
    expect(degenerate).toEqual([]);
  });
});

describe('Directional, tests', () => {
  it('rayleigh compares a modified statistic with unmodified draws; here draws and statistic are of one kind', () => {
    // Of the modified statistic of 6 rows that point nowhere, as many exceed its 5 % point as should.
    const random = seededRandom(1);
    const uniform = VonMisesFisher.uniform(3);
    const pValues = Array.from(
      { length: 4000 },
      () => rayleighTest(uniform.samples(6, { random }), { dimension: 3, method: 'modified' }).pValue,
    );
    const rejected = pValues.filter((value) => value <= 0.05).length;
    // 200 expected, standard deviation 13.8; within five of them, and what the law of order 1/n² leaves.
    expect(Math.abs(rejected - 200)).toBeLessThan(5 * 13.8 + 10);
  });

  it('spherconc.test takes means for sums, which makes R̄ too small by √3; here R̄ is that of the rows', () => {
    const groups = [20, 60].map((kappa, g) =>
      split(new VonMisesFisher([0.6, 0, 0.8], kappa).samples(30, { seed: g }), 3),
    );
    equalConcentrationsTest(groups).groups.forEach(({ rBar, n }, g) => {
      const sum = [0, 1, 2].map((j) => groups[g].reduce((total, row) => total + row[j], 0));
      expect(n).toBe(30);
      expect(rBar).toBeWithinUlp(Math.hypot(...sum) / 30, 8);
    });
  });
});

describe('SciPy', () => {
  it.each([256, 512, 768, 1024, 4096])('fits κ = 1e-8 at p = %i; here κ is what A_p says', (p) => {
    const law = new VonMisesFisher(VonMisesFisher.uniform(p).mu, p);
    const data = law.samples(400, { seed: 1 });
    const { mixture: fitted } = fitMixture(data, 1, { dimension: p });
    const mean = new Float64Array(p);
    data.forEach((x, at) => {
      mean[at % p] += x / 400;
    });
    const rBar = Math.sqrt(mean.reduce((sum, x) => sum + x * x, 0));
    expect(fitted.components[0].kappa).toBeWithinUlp(concentration(p, rBar), 2 ** 10);
  });

  it.each([
    [512, 10],
    [1024, 100],
    [4096, 1000],
  ])('logpdf is infinite at p = %i, κ = %i; here it is finite', (p, kappa) => {
    const single = new VonMisesFisherMixture([1], [new VonMisesFisher(VonMisesFisher.uniform(p).mu, kappa)]);
    const mode = VonMisesFisher.uniform(p).mu;
    expect(single.logPdf(mode)).toBeWithinUlp(logNormalizer(p, kappa) + kappa, 64);
  });
});
