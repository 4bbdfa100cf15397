import { describe, expect, it } from 'vitest';
import { seededRandom, VonMisesFisher } from 'von-mises-fisher';
import { CosineLaw } from '../../src/cosine/CosineLaw.ts';

const exactLength = (mu: Float64Array): number =>
  Math.sqrt(mu.reduce((sum, value) => sum + value * value, 0));

describe('construction', () => {
  it('keeps a copy of mu, divided by its length', () => {
    const mu = [3, 4].map((value) => (value / 5) * (1 + 5e-5));
    const d = new VonMisesFisher(mu, 2);
    mu[0] = 9;
    expect(d.mu).toBeWithinUlp([0.6, 0.8], 1);
    expect(d.p).toBe(2);
    expect(d.kappa).toBe(2);
    expect(d.meanResultantLength).toBeWithinUlp(0.6977746579640078, 1); // I_1(2)/I_0(2)
  });

  it('of a copy has the same bits, in any dimension and from single precision', () => {
    const random = seededRandom(1);
    for (const p of [2, 3, 10, 512, 4096, 30_000]) {
      const single = Float32Array.from(VonMisesFisher.uniform(p).sample(random));
      const d = new VonMisesFisher(single, 1);
      expect(d.mu).toBeInstanceOf(Float64Array);
      expect(Math.abs(exactLength(d.mu) - 1)).toBeLessThanOrEqual(2e-15);
      expect(new VonMisesFisher(d.mu, 1).mu).toEqual(d.mu);
    }
  });

  it('uniform(p) is kappa = 0', () => {
    const d = VonMisesFisher.uniform(5);
    expect(d.kappa).toBe(0);
    expect(d.p).toBe(5);
    expect(d.meanResultantLength).toBe(0);
  });

  it('cannot be changed', () => {
    const d = new VonMisesFisher([0, 1], 2);
    d.mu[0] = 7;
    expect(d.mu).toEqual(Float64Array.of(0, 1));
    d.mean()[0] = 7;
    expect(d.logPdf([0, 1])).toBe(new VonMisesFisher([0, 1], 2).logPdf([0, 1]));
  });

  it('names what it refuses', () => {
    const make = (mu: unknown, kappa: unknown) => () => new VonMisesFisher(mu as number[], kappa as number);
    for (const [call, error] of [
      [make([0, 0.98], 1), new RangeError('VonMisesFisher: mu must have unit length, got norm 0.98')],
      [make([0, 0], 1), new RangeError('VonMisesFisher: mu must have unit length, got norm 0')],
      [make([1], 1), new RangeError('VonMisesFisher: mu must have length 2 or more, got 1')],
      [make([1, Number.NaN], 1), new RangeError('VonMisesFisher: mu[1] must be finite, got NaN')],
      [make('ab', 1), new TypeError('VonMisesFisher: mu must be an array of numbers, got string')],
      [make(null, 1), new TypeError('VonMisesFisher: mu must be an array of numbers, got null')],
      [make(['1', 0], 1), new TypeError('VonMisesFisher: mu[0] must be a number, got string')],
      [make([1, 0], -1), new RangeError('VonMisesFisher: kappa must be finite and not negative, got -1')],
      [
        make([1, 0], Number.NaN),
        new RangeError('VonMisesFisher: kappa must be finite and not negative, got NaN'),
      ],
      [
        make([1, 0], Number.POSITIVE_INFINITY),
        new RangeError('VonMisesFisher: kappa must be finite and not negative, got Infinity'),
      ],
      [make([1, 0], '3'), new TypeError('VonMisesFisher: kappa must be a number, got string')],
      [
        () => VonMisesFisher.uniform(1),
        new RangeError('VonMisesFisher.uniform: p must be an integer of 2 or more, got 1'),
      ],
    ] as [() => unknown, Error][]) {
      expect(call).toThrow(error);
    }
  });
});

describe('JSON', () => {
  it('there and back is the same distribution, to the bit', () => {
    const random = seededRandom(2);
    for (const [p, kappa] of [
      [2, 0],
      [3, 5e-324],
      [256, 123.456],
      [1000, Number.MAX_VALUE],
    ]) {
      const d = new VonMisesFisher(VonMisesFisher.uniform(p).sample(random), kappa);
      const text = JSON.stringify(d);
      const back = VonMisesFisher.fromJSON(JSON.parse(text));
      expect(back.mu).toEqual(d.mu);
      expect(back.kappa).toBe(kappa);
      expect(JSON.stringify(back)).toBe(text);
    }
    expect(new VonMisesFisher([0, 1], 2).toJSON()).toEqual({
      type: 'VonMisesFisher',
      version: 1,
      mu: [0, 1],
      kappa: 2,
    });
  });

  it('names what is wrong with what it reads', () => {
    const good = { type: 'VonMisesFisher', version: 1, mu: [0, 1], kappa: 2 };
    const read = (json: unknown) => () => VonMisesFisher.fromJSON(json);
    const at = 'VonMisesFisher.fromJSON';
    expect(read('{}')).toThrow(new TypeError(`${at}: json must be an object, got string`));
    expect(read(null)).toThrow(new TypeError(`${at}: json must be an object, got null`));
    expect(read({ ...good, type: 'Watson' })).toThrow(
      new RangeError(`${at}: type must be VonMisesFisher, got Watson`),
    );
    expect(read({ ...good, version: 2 })).toThrow(new RangeError(`${at}: version must be 1, got 2`));
    expect(read({ ...good, mu: undefined })).toThrow(
      new TypeError(`${at}: mu must be an array of numbers, got undefined`),
    );
    expect(read({ ...good, mu: [0, null] })).toThrow(
      new TypeError(`${at}: mu[1] must be a number, got null`),
    );
    expect(read({ ...good, mu: [0, 3] })).toThrow(
      new RangeError(`${at}: mu must have unit length, got norm 3`),
    );
    expect(read({ ...good, kappa: null })).toThrow(new TypeError(`${at}: kappa must be a number, got null`));
    expect(read({ ...good, kappa: -2 })).toThrow(
      new RangeError(`${at}: kappa must be finite and not negative, got -2`),
    );
  });
});

describe("the laws of cosine and angle are CosineLaw's", () => {
  it.each([
    [2, 0.5],
    [3, 10],
    [256, 100],
    [5, 0],
  ])('p = %d, kappa = %d', (p, kappa) => {
    const d = new VonMisesFisher(VonMisesFisher.uniform(p).mu, kappa);
    const law = new CosineLaw(p, kappa);
    for (const t of [-1, -0.3, 0.2, 0.9]) {
      expect(d.cosinePdf(t)).toBe(law.pdf(t));
      expect(d.cosineLogPdf(t)).toBe(law.logPdf(t));
      expect(d.cosineCdf(t)).toBe(law.cdf(t));
      expect(d.cosineSurvival(t)).toBe(law.survival(t));
      expect(d.cosineLogCdf(t)).toBe(law.logCdf(t));
      expect(d.cosineLogSurvival(t)).toBe(law.logSurvival(t));
    }
    for (const theta of [0, 0.4, 2, Math.PI]) {
      expect(d.anglePdf(theta)).toBe(law.anglePdf(theta));
      expect(d.angleCdf(theta)).toBe(law.angleCdf(theta));
      expect(d.angleSurvival(theta)).toBe(law.angleSurvival(theta));
    }
    for (const q of [0, 1e-9, 0.5, 1]) {
      expect(d.cosineQuantile(q)).toBe(law.quantile(q));
      expect(d.cosineSurvivalQuantile(q)).toBe(law.survivalQuantile(q));
      expect(d.angleQuantile(q)).toBe(law.angleQuantile(q));
      expect(d.angleSurvivalQuantile(q)).toBe(law.angleSurvivalQuantile(q));
    }
  });

  it('cosine and angle tell the same, and the median splits draws in half', () => {
    const d = new VonMisesFisher([0, 0.6, 0.8], 7);
    expect(d.cosineCdf(Math.cos(0.5))).toBeWithinUlp(d.angleSurvival(0.5), 64);
    const n = 10_000;
    const draws = d.samples(n, { seed: 4 });
    const median = d.cosineQuantile(0.5);
    let below = 0;
    for (let i = 0; i < n; i++) if (0.6 * draws[3 * i + 1] + 0.8 * draws[3 * i + 2] <= median) below++;
    expect(Math.abs(below - n / 2)).toBeLessThan(4.9 * Math.sqrt(n / 4)); // 1e-6 two-sided
  });
});

describe('samples', () => {
  it.each([2, 3, 4, 50])('of a seed are n calls of sample on one generator, p = %d', (p) => {
    const d = new VonMisesFisher(VonMisesFisher.uniform(p).mu, 3);
    const random = seededRandom(77);
    const one = Array.from({ length: 20 }, () => Array.from(d.sample(random))).flat();
    expect(d.samples(20, { seed: 77 })).toEqual(Float64Array.from(one));
    expect(d.samples(20, { random: seededRandom(77) })).toEqual(Float64Array.from(one));
    const out = new Float32Array(20 * p);
    expect(d.samples(20, { seed: 77, out })).toBe(out);
    expect(out).toEqual(Float32Array.from(one));
    const { samples, gradients } = d.samplesWithGradient(20, { seed: 77 });
    expect(samples).toEqual(Float64Array.from(one));
    expect(gradients).toHaveLength(20 * p);
    const single = d.sampleWithGradient(seededRandom(77));
    expect(single.samples).toEqual(samples.subarray(0, p));
    expect(single.gradients).toEqual(gradients.subarray(0, p));
  });

  it('without a source differ from call to call; of none are none', () => {
    const d = new VonMisesFisher([1, 0, 0], 3);
    expect(d.sample()).not.toEqual(d.sample());
    expect(d.samples(2)).toHaveLength(6);
    expect(d.samples(0)).toHaveLength(0);
  });

  it('refuse a number that is not one, two sources, and an out that does not fit', () => {
    const d = new VonMisesFisher([1, 0, 0], 3);
    expect(() => d.samples(1.5)).toThrow(
      new RangeError('samples: n must be an integer of 0 or more, got 1.5'),
    );
    expect(() => d.samples('3' as unknown as number)).toThrow(
      new TypeError('samples: n must be a number, got string'),
    );
    expect(() => d.samplesWithGradient(-1)).toThrow(
      new RangeError('samplesWithGradient: n must be an integer of 0 or more, got -1'),
    );
    expect(() => d.samples(1, { seed: 1, random: Math.random })).toThrow(TypeError);
    expect(() => d.samples(2, { seed: 1, out: new Float64Array(5) })).toThrow(RangeError);
  });
});
