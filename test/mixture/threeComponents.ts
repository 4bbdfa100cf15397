import { expect } from 'vitest';
import type { VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { randomMixture, split } from './directions.ts';

/** A mixture of three components, rows of it, its mean directions to start from, and a fit to the last digits. */
export const three = randomMixture(4, [20, 60, 200], [0.5, 0.3, 0.2], 3);
export const rows = split(three.samples(300, { seed: 4 }), 4);
export const start = three.components.map(({ mu }) => mu);
export const exact = { tolerance: 1e-14, parameterTolerance: 1e-11, maxIterations: 20_000 } as const;
export const flat = (data: readonly (readonly number[])[]) => Float64Array.from(data.flat());

/** Everything a mixture is made of, components in the order of their weights. */
export function numbersOf(mixture: VonMisesFisherMixture): number[] {
  const order = Array.from(mixture.weights.keys()).sort((a, b) => mixture.weights[a] - mixture.weights[b]);
  return order.flatMap((k) => [mixture.weights[k], mixture.components[k].kappa, ...mixture.components[k].mu]);
}

export function expectSameMixture(
  a: VonMisesFisherMixture,
  b: VonMisesFisherMixture,
  relative: number,
): void {
  const [x, y] = [numbersOf(a), numbersOf(b)];
  expect(x).toHaveLength(y.length);
  x.forEach((value, i) => {
    expect(Math.abs(value - y[i])).toBeLessThan(relative * Math.max(1, Math.abs(y[i])));
  });
}
