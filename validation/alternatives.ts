import { type SeededRandom, VonMisesFisher } from 'von-mises-fisher';

/** Rows that are not von Mises-Fisher. */
export interface Alternative {
  readonly name: string;
  readonly p: number;
  readonly n: number;
  readonly draw: (random: SeededRandom) => Float64Array;
}

const unit = (values: Float64Array): Float64Array => {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
};

const axis = (p: number): Float64Array => new Float64Array(p).fill(1, 0, 1);

/** Rows of `base`, each kept with the probability that `keep` gives: rejection sampling. */
function thinned(
  base: VonMisesFisher,
  n: number,
  random: SeededRandom,
  keep: (x: Float64Array) => number,
): Float64Array {
  const out = new Float64Array(n * base.p);
  for (let i = 0; i < n; ) {
    const x = base.sample(random);
    if (random() < keep(x)) out.set(x, base.p * i++);
  }
  return out;
}

/** Rows of either of two distributions, with equal probability. */
function mixed(a: VonMisesFisher, b: VonMisesFisher, n: number, random: SeededRandom): Float64Array {
  const out = new Float64Array(n * a.p);
  for (let i = 0; i < n; i++) out.set((random() < 0.5 ? a : b).sample(random), i * a.p);
  return out;
}

function tilted(p: number, angle: number): Float64Array {
  const mu = new Float64Array(p);
  mu[0] = Math.cos(angle);
  mu[1] = Math.sin(angle);
  return mu;
}

const dimensions: readonly (readonly [number, number])[] = [
  [2, 100],
  [3, 100],
  [16, 100],
  [256, 100],
];

export const alternatives: readonly Alternative[] = [
  {
    name: 'Kent, κ = 12, β = 4.2: exp(κ x₁ + β (x₂² - x₃²))',
    p: 3,
    n: 100,
    draw: (random) =>
      thinned(new VonMisesFisher(axis(3), 12), 100, random, (x) =>
        Math.exp(4.2 * (x[1] * x[1] - x[2] * x[2] - 1)),
      ),
  },
  ...dimensions.map(([p, n]) => ({
    name: 'two von Mises-Fisher laws, κ = 4p, 60° apart',
    p,
    n,
    draw: (random: SeededRandom) =>
      mixed(new VonMisesFisher(axis(p), 4 * p), new VonMisesFisher(tilted(p, Math.PI / 3), 4 * p), n, random),
  })),
  ...dimensions.map(([p, n]) => ({
    name: 'one mean direction, κ = p or 6p',
    p,
    n,
    draw: (random: SeededRandom) =>
      mixed(new VonMisesFisher(axis(p), p), new VonMisesFisher(axis(p), 6 * p), n, random),
  })),
  ...dimensions.map(([p, n]) => ({
    name: 'κ = 6p at 0° and κ = p at 60°',
    p,
    n,
    draw: (random: SeededRandom) =>
      mixed(new VonMisesFisher(axis(p), 6 * p), new VonMisesFisher(tilted(p, Math.PI / 3), p), n, random),
  })),
  ...dimensions.slice(0, 2).map(([p, n]) => ({
    name: 'Watson, exp(3 x₁²)',
    p,
    n,
    draw: (random: SeededRandom) =>
      thinned(VonMisesFisher.uniform(p), n, random, (x) => Math.exp(3 * (x[0] * x[0] - 1))),
  })),
  ...dimensions.slice(1).map(([p, n]) => ({
    name: 'normal rows around 2μ, deviation 2/√p, 4/√p on one axis, projected',
    p,
    n,
    draw: (random: SeededRandom) => {
      const normals = normalRows(n, p, random);
      const out = new Float64Array(n * p);
      for (let i = 0; i < n; i++) {
        const row = normals
          .subarray(i * p, (i + 1) * p)
          .map((z, j) => (z * (j === 1 ? 4 : 2)) / Math.sqrt(p));
        row[0] += 2;
        out.set(unit(row), i * p);
      }
      return out;
    },
  })),
  {
    name: 'von Mises-Fisher, κ = 10, its azimuth φ of density 1 + 0.9 cos 3φ',
    p: 3,
    n: 100,
    draw: (random) =>
      thinned(new VonMisesFisher(axis(3), 10), 100, random, (x) => {
        const azimuth = Math.atan2(x[2], x[1]);
        return (1 + 0.9 * Math.cos(3 * azimuth)) / 1.9;
      }),
  },
];

/** Standard normal rows by Box and Muller. */
function normalRows(n: number, p: number, random: SeededRandom): Float64Array {
  return Float64Array.from({ length: n * p }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  });
}
