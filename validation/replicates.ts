import { SufficientStatistics, seededRandom, VonMisesFisher } from 'von-mises-fisher';

/** A case of the tables on estimation: n rows of dimension p and concentration kappa. */
export interface Case {
  readonly p: number;
  readonly n: number;
  readonly kappa: number;
}

/** kappa over p: nearly uniform, around the bend of A_p, concentrated. */
const SHARES = [0.1, 1, 10];

export const cases: readonly Case[] = [3, 64, 768].flatMap((p) =>
  SHARES.flatMap((share) => [3, 10, 30, 100].map((n) => ({ p, n, kappa: share * p }))),
);

/** The statistics of `count` samples, one after another; μ is the first axis. */
export function* replicates(
  { p, n, kappa }: Case,
  count: number,
  seed: number,
): Generator<SufficientStatistics> {
  const random = seededRandom(seed);
  const distribution = new VonMisesFisher(new Float64Array(p).fill(1, 0, 1), kappa);
  const out = new Float64Array(n * p);
  for (let i = 0; i < count; i++) {
    yield new SufficientStatistics(p).add(distribution.samples(n, { random, out }));
  }
}
