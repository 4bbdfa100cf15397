import * as tf from '@tensorflow/tfjs-core';
import { VonMisesFisher } from 'von-mises-fisher';
import { VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { randomMixture } from '../mixture/directions.ts';

/** Half an ulp of float32 at 1. */
export const U = 2 ** -24;

export interface MixtureCase {
  readonly p: number;
  readonly kappas: readonly number[];
  readonly n: number;
}

/** Components that overlap a little in each dimension. */
export const mixtureCases: readonly MixtureCase[] = [
  { p: 3, kappas: [12, 30, 6], n: 900 },
  { p: 64, kappas: [30, 45, 60], n: 700 },
  { p: 256, kappas: [50, 60, 70], n: 600 },
];

export const caseOf = ({ p, kappas, n }: MixtureCase) => {
  const mixture = randomMixture(p, kappas, [0.5, 0.3, 0.2], p);
  const values = Float32Array.from(mixture.samples(n, { seed: p + 1 }));
  return { mixture, values, tensor: (): tf.Tensor2D => tf.tensor2d(values, [n, p]) };
};

/**
 * The error of log f(x) of a row, and of its mean over rows added up in chunks. A product of p terms errs by
 * about U √p (rounding errors add up like a random walk), 4 more stand for μ, x, the 1 and the factor κ; sums are
 * of terms of about p/2, at most p for nearly all rows.
 */
export const densityBound = (p: number, kappa: number, chunkRows: number): number =>
  U * (kappa * (Math.sqrt(p) + 4) + p * (1 + Math.sqrt(chunkRows)));

export const largestKappa = ({ components }: VonMisesFisherMixture): number =>
  Math.max(...components.map(({ kappa }) => kappa));

/** |got - want| <= allowed. */
export function within(got: number, want: number, allowed: number, what: string): void {
  if (!(Math.abs(got - want) <= allowed)) {
    throw new Error(`${what}: got ${got}, expected ${want}, allowed ±${allowed}`);
  }
}

/** A start off the truth: each direction turned towards the next, equal weights. */
export const startFrom = ({ components }: VonMisesFisherMixture): VonMisesFisherMixture =>
  new VonMisesFisherMixture(
    components.map(() => 1 / components.length),
    components.map(({ mu, kappa }, k) => {
      const next = components[(k + 1) % components.length].mu;
      const turned = mu.map((value, j) => value + 0.3 * next[j]);
      const length = Math.hypot(...turned);
      return new VonMisesFisher(
        turned.map((value) => value / length),
        kappa / 2,
      );
    }),
  );

/** Steps compared, and by how much an error of one may grow in those after it: 1/(1 - ρ) at the rate ρ of EM. */
export const STEPS = 8;
export const GROWTH = 4;
