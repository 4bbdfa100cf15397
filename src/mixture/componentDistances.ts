import type { VonMisesFisher } from '../VonMisesFisher.ts';
import { requireOneOf } from '../validate.ts';

/**
 * How far apart two components are: Hellinger's distance in [0, 1], Bhattacharyya's distance, the divergence
 * KL(row ‖ column), or the angle of their mean directions in radians.
 */
export type ComponentDistance = 'hellinger' | 'bhattacharyya' | 'kl' | 'angle';

const angle = (a: Float64Array, b: Float64Array): number => {
  let apart = 0;
  let along = 0;
  for (let j = 0; j < a.length; j++) {
    apart += (a[j] - b[j]) ** 2;
    along += (a[j] + b[j]) ** 2;
  }
  return 2 * Math.atan2(Math.sqrt(apart), Math.sqrt(along));
};

const distances: Record<ComponentDistance, (a: VonMisesFisher, b: VonMisesFisher) => number> = {
  hellinger: (a, b) => a.hellinger(b),
  bhattacharyya: (a, b) => a.bhattacharyyaDistance(b),
  kl: (a, b) => a.klDivergence(b),
  angle: (a, b) => angle(a.mu, b.mu),
};

/** K x K distances, row by row. */
export function componentDistances(
  caller: string,
  components: readonly VonMisesFisher[],
  kind: ComponentDistance,
): Float64Array {
  requireOneOf(caller, 'kind', kind, Object.keys(distances));
  const k = components.length;
  const distance = distances[kind];
  return Float64Array.from({ length: k * k }, (_, at) =>
    Math.floor(at / k) === at % k ? 0 : distance(components[Math.floor(at / k)], components[at % k]),
  );
}
