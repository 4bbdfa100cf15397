import type { Evaluated } from './ExpectationMaximization.ts';
import type { MaximizationSettings } from './MaximizationSettings.ts';

/** Components that tell of a few rows rather than of the data. */
export interface UnsoundComponents {
  /** Those whose κ is the largest allowed: the likelihood has no maximum there, but grows with κ. */
  readonly degenerate: readonly number[];
  /** Those that hold no more than two rows, whose κ says how near two rows happen to lie. */
  readonly spurious: readonly number[];
}

/** Rows of weight 1 that a component has to hold more than two of, with room for shared ones. */
const FEW_ROWS = 2.5;

/**
 * What makes a maximum of the likelihood unsound where each component has a κ of its own. McLachlan & Peel, Finite
 * Mixture Models (2000), section 3.10, on spurious local maximisers.
 */
export function unsoundComponents(
  { parameters: { kappas }, statistics }: Evaluated,
  { concentration, maxKappa }: MaximizationSettings,
): UnsoundComponents {
  if (typeof concentration === 'object') return { degenerate: [], spurious: [] };
  const all = Array.from(kappas.keys());
  const degenerate = all.filter((k) => kappas[k] >= maxKappa);
  const holdsFew = (k: number): boolean => statistics.weights[k] < FEW_ROWS && !degenerate.includes(k);
  return { degenerate, spurious: concentration === 'free' ? all.filter(holdsFew) : [] };
}

/** How many there are of either kind. */
export function unsoundCount(evaluated: Evaluated, settings: MaximizationSettings): number {
  const { degenerate, spurious } = unsoundComponents(evaluated, settings);
  return degenerate.length + spurious.length;
}
