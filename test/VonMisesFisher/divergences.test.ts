import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bhattacharyyaDistance, klDivergence, seededRandom, VonMisesFisher } from 'von-mises-fisher';

const random = seededRandom(31);
const uniform = (p: number): Float64Array => VonMisesFisher.uniform(p).sample(random);
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Points and weights that integrate smooth functions over the circle (p = 2) or the sphere (p = 3). */
function grid(p: 2 | 3): { points: Float64Array[]; weight: number[] } {
  const turns = 100;
  const points: Float64Array[] = [];
  const weight: number[] = [];
  if (p === 2) {
    for (let i = 0; i < 4000; i++) {
      const angle = (2 * Math.PI * i) / 4000;
      points.push(Float64Array.of(Math.cos(angle), Math.sin(angle)));
      weight.push((2 * Math.PI) / 4000);
    }
    return { points, weight };
  }
  // Clenshaw-Curtis in cos θ by the trapezoidal rule in θ with Fejér's weights, trapezoidal in the azimuth.
  for (let i = 0; i < turns; i++) {
    const theta = (Math.PI * (i + 0.5)) / turns;
    let fejer = 1;
    for (let k = 1; k <= turns / 2; k++) fejer -= (2 * Math.cos(2 * k * theta)) / (4 * k * k - 1);
    for (let j = 0; j < turns; j++) {
      const azimuth = (2 * Math.PI * j) / turns;
      const radius = Math.sin(theta);
      points.push(Float64Array.of(radius * Math.cos(azimuth), radius * Math.sin(azimuth), Math.cos(theta)));
      weight.push(((2 * fejer) / turns) * ((2 * Math.PI) / turns));
    }
  }
  return { points, weight };
}

describe.each([2, 3] as const)('against integrals over the sphere, p = %d', (p) => {
  const { points, weight } = grid(p);
  const integral = (f: (i: number) => number): number =>
    points.reduce((sum, _, i) => sum + weight[i] * f(i), 0);

  it.each([
    [1, 4],
    [20, 0.5],
    [8, 8],
    [0, 3],
    [3, 0],
  ])('kappa = %d and %d', (kappaA, kappaB) => {
    const a = new VonMisesFisher(uniform(p), kappaA);
    const b = new VonMisesFisher(uniform(p), kappaB);
    const [logA, logB] = [a, b].map((d) => d.logPdf(points));
    const f = (i: number): number => Math.exp(logA[i]);
    const g = (i: number): number => Math.exp(logB[i]);
    const near = (value: number, expected: number): void =>
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));

    const area = integral(() => 1);
    near(integral(f), 1);
    near(a.entropy(), -integral((i) => f(i) * logA[i]));
    near(a.crossEntropy(b), -integral((i) => f(i) * logB[i]));
    near(
      a.klDivergence(b),
      integral((i) => f(i) * (logA[i] - logB[i])),
    );
    near(
      a.klDivergenceFromUniform(),
      integral((i) => f(i) * (logA[i] - Math.log(1 / area))),
    );
    near(
      a.bhattacharyyaCoefficient(b),
      integral((i) => Math.sqrt(f(i) * g(i))),
    );
    near(a.bhattacharyyaDistance(b), -Math.log(integral((i) => Math.sqrt(f(i) * g(i)))));
    near(a.hellinger(b), Math.sqrt(0.5 * integral((i) => (Math.sqrt(f(i)) - Math.sqrt(g(i))) ** 2)));
    near(a.crossEntropy(b, { measure: 'uniform' }), -integral((i) => f(i) * (logB[i] + Math.log(area))));

    const constant = integral((i) => f(i) * g(i));
    const product = a.product(b).logPdf(points);
    for (let i = 0; i < points.length; i += 97) near(product[i], logA[i] + logB[i] - Math.log(constant));
    for (let k = 0; k < p; k++)
      near(
        a.mean()[k],
        integral((i) => f(i) * points[i][k]),
      );
  });
});

describe('laws of two distributions', () => {
  const pair = fc.tuple(
    fc.integer({ min: 2, max: 40 }),
    fc.double({ min: 0, max: 300, noNaN: true }),
    fc.double({ min: 0, max: 300, noNaN: true }),
  );

  it('a reflection of both changes nothing beyond rounding', () => {
    fc.assert(
      fc.property(pair, ([p, kappaA, kappaB]) => {
        const [muA, muB, normal] = [uniform(p), uniform(p), uniform(p)];
        const reflect = (v: Float64Array): Float64Array =>
          v.map((x, i) => x - 2 * dot(v, normal) * normal[i]);
        const values = (turn: (v: Float64Array) => Float64Array): number[] => {
          const [a, b] = [new VonMisesFisher(turn(muA), kappaA), new VonMisesFisher(turn(muB), kappaB)];
          return [
            a.klDivergence(b),
            a.bhattacharyyaDistance(b),
            a.hellinger(b),
            a.product(b).kappa,
            a.logPdf(turn(muB)),
          ];
        };
        const plain = values((v) => v);
        const size = Math.max(1, kappaA + kappaB);
        for (const [i, value] of values(reflect).entries()) {
          expect(Math.abs(value - plain[i])).toBeLessThanOrEqual(1e-14 * size);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('Hellinger is a metric in [0, 1]: symmetric, 0 on the diagonal, triangle inequality', () => {
    fc.assert(
      fc.property(pair, fc.double({ min: 0, max: 300, noNaN: true }), ([p, kappaA, kappaB], kappaC) => {
        const [a, b, c] = [kappaA, kappaB, kappaC].map((kappa) => new VonMisesFisher(uniform(p), kappa));
        const distance = a.hellinger(b);
        expect(distance >= 0 && distance <= 1).toBe(true);
        expect(Math.abs(distance - b.hellinger(a))).toBeLessThanOrEqual(1e-15);
        expect(a.hellinger(a)).toBe(0);
        expect(distance).toBeLessThanOrEqual(a.hellinger(c) + c.hellinger(b) + 1e-15);
        const coefficient = a.bhattacharyyaCoefficient(b);
        expect(Math.abs(coefficient + distance * distance - 1)).toBeLessThanOrEqual(1e-15);
      }),
      { numRuns: 300 },
    );
  });

  it('are those of the functions of numbers', () => {
    const [a, b] = [new VonMisesFisher([1, 0, 0], 3), new VonMisesFisher([0, 1, 0], 20)];
    expect(a.klDivergence(b)).toBe(klDivergence(3, 3, 20, 1));
    expect(a.bhattacharyyaDistance(b)).toBe(bhattacharyyaDistance(3, 3, 20, 1));
  });

  it('stay relatively accurate for means 1e-9 apart, and finite at p = 4096, kappa = 1e15', () => {
    const angle = 1e-9;
    const a = new VonMisesFisher([1, 0, 0], 50);
    const b = new VonMisesFisher([1, angle, 0], 50);
    const versine = (angle * angle) / 2;
    expect(a.klDivergence(b)).toBeWithinUlp(klDivergence(3, 50, 50, versine), 4);
    expect(a.hellinger(b)).toBeWithinUlp(Math.sqrt(bhattacharyyaDistance(3, 50, 50, versine)), 4);
    const [c, d] = [uniform(4096), uniform(4096)].map((mu) => new VonMisesFisher(mu, 1e15));
    for (const value of [c.klDivergence(d), c.bhattacharyyaDistance(d), c.crossEntropy(d), c.entropy()]) {
      expect(Number.isFinite(value)).toBe(true);
    }
    expect(c.hellinger(d)).toBe(1);
    expect(c.klDivergence(c)).toBe(0);
  });

  it('refuse what is not a distribution of the same dimension', () => {
    const a = new VonMisesFisher([1, 0, 0], 3);
    const b = new VonMisesFisher([1, 0], 3);
    for (const name of [
      'klDivergence',
      'crossEntropy',
      'bhattacharyyaCoefficient',
      'bhattacharyyaDistance',
      'hellinger',
      'product',
    ] as const) {
      expect(() => a[name](b)).toThrow(new RangeError(`${name}: other must have dimension 3, got 2`));
      expect(() => a[name]({} as VonMisesFisher)).toThrow(
        new TypeError(`${name}: other must be a VonMisesFisher, got Object`),
      );
    }
    expect(() => a.entropy({ measure: 'area' as 'surface' })).toThrow(
      new RangeError('entropy: measure must be one of surface, uniform, got area'),
    );
  });
});
