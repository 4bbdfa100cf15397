import { describe, expect, it } from 'vitest';
import { logNormalizer, scaledLogNormalizer, seededRandom, VonMisesFisher } from 'von-mises-fisher';
import { rowsOf } from '../../validation/claims.ts';
import { Exact, exactVersine } from '../support/exactVersine.ts';
import { exactDecimal } from '../support/table.ts';

const random = seededRandom(11);
const randomDirection = (p: number): Float64Array => VonMisesFisher.uniform(p).sample(random);

/** A direction about `angle` from mu, as doubles. */
function near(mu: Float64Array, angle: number): Float64Array {
  const other = randomDirection(mu.length);
  const moved = mu.map((value, i) => value + angle * other[i]);
  const length = Math.hypot(...moved);
  return moved.map((value) => value / length);
}

/** As rows come: in double, in single precision, and of a length that is only just accepted. */
const disguises: Record<string, (x: Float64Array) => Float64Array | Float32Array> = {
  doubles: (x) => x,
  floats: (x) => Float32Array.from(x),
  'too long by 9e-5': (x) => x.map((value) => value * (1 + 9e-5)),
};

describe('logPdf against log(C e^kappa) of the table and the exact angle', () => {
  const rows = rowsOf('scaledLogNormalizer').filter(
    ({ kappa, region }) =>
      region === 'extreme' && ['0', '1e-09', '1000000000', '1000000000000000'].includes(kappa),
  );

  it.each([2, 3, 5, 64, 256, 4096])('p = %d', (p) => {
    const here = rows.filter((row) => Number(row.p) === p);
    expect(here).toHaveLength(4);
    const mu = randomDirection(p);
    for (const angle of p > 1000 ? [1e-7, 1] : [1e-8, 1e-6, 1e-3, 1, 1e3]) {
      for (const [name, disguise] of Object.entries(disguises)) {
        const x = disguise(near(mu, angle));
        const versine = exactVersine(new VonMisesFisher(mu, 0).mu, x);
        for (const row of here) {
          const kappa = Number(row.kappa);
          const d = new VonMisesFisher(mu, kappa);
          const away = versine.times(new Exact(exactDecimal(kappa)));
          const truth = new Exact(row.scaledLogC).minus(away);
          const size = Math.max(1, Math.abs(Number(row.scaledLogC)), away.toNumber());
          // A length that is 9e-5 off costs an angle θ the factor 9e-5/θ.
          const limit = name.startsWith('too long') ? 1e-15 * (1 + 1e-4 / Math.min(1, angle)) : 1e-15;
          const where = `${name}, angle ${angle}, kappa ${kappa}`;
          const errors = [d.logPdf(x), d.logPdf([x])[0]].map(
            (value) => truth.minus(exactDecimal(value)).abs().toNumber() / size,
          );
          expect(errors[0], where).toBeLessThanOrEqual(limit);
          expect(errors[1], where).toBeLessThanOrEqual(p > 1000 ? 4 * limit : limit);
        }
      }
    }
  });
});

describe('logPdf and pdf', () => {
  it('at the mean direction are log(C e^kappa), at its antipode 2 kappa less', () => {
    for (const p of [2, 3, 7, 256]) {
      for (const kappa of [0, 1e-5, 1, 30, 1e6, 1e15, 1e200]) {
        const mu = randomDirection(p);
        const d = new VonMisesFisher(mu, kappa);
        expect(d.logPdf(mu)).toBe(scaledLogNormalizer(p, kappa));
        const antipode = d.logPdf(mu.map((value) => -value));
        expect(antipode).toBeWithinUlp(scaledLogNormalizer(p, kappa) - 2 * kappa, 4);
        expect(d.pdf(mu)).toBe(Math.exp(scaledLogNormalizer(p, kappa)));
      }
    }
  });

  it("is the area's reciprocal everywhere at kappa = 0", () => {
    for (const p of [2, 3, 4096]) {
      const d = VonMisesFisher.uniform(p);
      for (let i = 0; i < 5; i++) expect(d.logPdf(randomDirection(p))).toBe(logNormalizer(p, 0));
      expect(d.logPdf(randomDirection(p), { measure: 'uniform' })).toBe(0);
    }
  });

  it('relative to the uniform measure is log C_p(0) less, and accurate as kappa -> 0', () => {
    for (const p of [2, 3, 64, 4096]) {
      const mu = randomDirection(p);
      const x = near(mu, 1);
      for (const kappa of [1e-12, 0.5, 1, 1.0000000000000002, 20, 1e4]) {
        const d = new VonMisesFisher(mu, kappa);
        const difference = d.logPdf(x) - logNormalizer(p, 0);
        const size = Math.max(1, Math.abs(logNormalizer(p, 0)), kappa);
        expect(Math.abs(d.logPdf(x, { measure: 'uniform' }) - difference)).toBeLessThanOrEqual(4e-16 * size);
      }
      const cosine = 1 - exactVersine(mu, x).toNumber();
      const tiny = new VonMisesFisher(mu, 1e-40).logPdf(x, { measure: 'uniform' });
      expect(Math.abs(tiny - 1e-40 * cosine)).toBeLessThanOrEqual(1e-55);
    }
  });

  it('rows of every kind give the same numbers', () => {
    const p = 37;
    const n = 700;
    const d = new VonMisesFisher(randomDirection(p), 25);
    const flat = d.samples(n, { seed: 5 });
    const single = Float32Array.from(flat);
    const list = Array.from({ length: n }, (_, i) => flat.subarray(i * p, (i + 1) * p));
    const indices = Array.from({ length: n * p }, (_, k) => k % p);
    const indptr = Array.from({ length: n + 1 }, (_, i) => i * p);
    const expected = list.map((row) => d.logPdf(row));
    const out = new Float64Array(n);
    expect(d.logPdf(flat, { out })).toBe(out);
    for (const values of [
      out,
      d.logPdf(list),
      d.logPdf(list.map((row) => Array.from(row))),
      d.logPdf({ data: flat, indices, indptr, shape: [n, p] }),
    ]) {
      for (const [i, value] of values.entries()) {
        expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(
          1e-15 * Math.max(1, Math.abs(expected[i]), 25),
        );
      }
    }
    const ofFloats = d.logPdf(single, { out: new Float64Array(n) });
    for (const [i, value] of ofFloats.entries())
      expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-6);
    expect(d.pdf(list)).toEqual(d.logPdf(list).map((value) => Math.exp(value)));
    expect(d.logPdf(new Float64Array(0), { out: new Float64Array(0) })).toHaveLength(0);
  });

  it('rows within 1e-13 of mu keep the accuracy of their angle', () => {
    const kappa = 1e26;
    for (const p of [2, 3, 64]) {
      const d = new VonMisesFisher(randomDirection(p), kappa);
      const rows = Array.from({ length: 50 }, () => near(d.mu, 1e-13));
      const peak = scaledLogNormalizer(p, kappa);
      const out = d.logPdf(rows);
      for (const [i, row] of rows.entries()) {
        const away = exactVersine(d.mu, row).toNumber() * kappa;
        expect(Math.abs(out[i] - (peak - away))).toBeLessThanOrEqual(1e-14 * Math.max(peak, away));
      }
    }
  });

  it('sparse rows keep their accuracy close to mu', () => {
    const mu = [0.6, 0, 0.8, 0, 0, 0, 0, 0];
    const d = new VonMisesFisher(mu, 1e12);
    const near = [0.6 + 1e-7, 0.8 - 0.75e-7];
    const dense = Float64Array.from(mu);
    dense[0] = near[0];
    dense[2] = near[1];
    const sparse = { data: near, indices: [0, 2], indptr: [0, 2], shape: [1, 8] as const };
    expect(d.logPdf(sparse)[0]).toBeWithinUlp(d.logPdf(dense), 4);
  });

  it('blocks of rows meet: a million values in one call', () => {
    const p = 3;
    const n = 100_000;
    const d = new VonMisesFisher([0, 0, 1], 3);
    const flat = d.samples(n, { seed: 1 });
    const out = d.logPdf(flat, { out: new Float64Array(n) });
    for (const i of [0, 43690, 43691, 87380, 87381, n - 1]) {
      expect(out[i]).toBeWithinUlp(d.logPdf(flat.subarray(i * p, (i + 1) * p)), 8);
    }
  });
});

describe('what logPdf refuses', () => {
  const d = new VonMisesFisher([0, 0, 1], 1);
  const refused = (call: () => unknown, error: Error): void => expect(call).toThrow(error);

  it('vectors of another length, not unit, not finite, by their index', () => {
    refused(() => d.logPdf([0, 1]), new RangeError('logPdf: x must have length 3, got 2'));
    refused(
      () => d.logPdf(new Float64Array(6)),
      new RangeError('logPdf: x must have length 3, got 6; rows in one flat array need out'),
    );
    refused(() => d.logPdf([0, 0, 0.98]), new RangeError('logPdf: x must have unit length, got norm 0.98'));
    refused(() => d.pdf([0, Number.NaN, 1]), new RangeError('pdf: x[1] must be finite, got NaN'));
    refused(
      () =>
        d.logPdf([
          [0, 0, 1],
          [0, 0, 2],
        ]),
      new RangeError('logPdf: data[1] must have unit length, got norm 2'),
    );
    refused(
      () => d.logPdf(Float64Array.of(0, 0, 1, 0, 0, 0), { out: new Float64Array(2) }),
      new RangeError('logPdf: data[1] must have unit length, got norm 0'),
    );
    refused(
      () =>
        d.logPdf([
          [0, 0, 1],
          [1, 0, 0, 0],
        ]),
      new RangeError('logPdf: data[1] must have length 3, got 4'),
    );
    refused(
      () => d.logPdf([[0, Number.POSITIVE_INFINITY, 1]]),
      new RangeError('logPdf: data[0][1] must be finite, got Infinity'),
    );
    refused(
      () => d.logPdf({ data: [1, 0.5], indices: [0, 1], indptr: [0, 1, 2], shape: [2, 3] }),
      new RangeError('logPdf: data[1] must have unit length, got norm 0.5'),
    );
  });

  it('another kind of x, out or measure', () => {
    refused(
      () => d.logPdf('abc' as unknown as number[]),
      new TypeError('logPdf: x must be an array of numbers, got string'),
    );
    refused(
      () => d.logPdf([[0, 0, 1]], { out: new Float32Array(1) as unknown as Float64Array }),
      new TypeError('logPdf: out must be a Float64Array, got Float32Array'),
    );
    refused(
      () => d.logPdf([[0, 0, 1]], { out: new Float64Array(2) }),
      new RangeError('logPdf: out must have length 1, one for each row, got 2'),
    );
    refused(
      () => d.logPdf([0, 0, 1], { measure: 'lebesgue' as 'surface' }),
      new RangeError('logPdf: measure must be one of surface, uniform, got lebesgue'),
    );
  });
});
