import { requireOneOf } from '../validate.ts';

/**
 * What a density is taken with respect to: surface measure, of total mass the sphere's area, or the uniform
 * probability measure, as in R's movMF. Log densities differ by log C_p(0), entropies by its negative.
 */
export type Measure = 'surface' | 'uniform';

export interface MeasureOptions {
  /** @default 'surface' */
  readonly measure?: Measure | undefined;
}

const MEASURES: readonly Measure[] = ['surface', 'uniform'];

/** The measure the options name, checked. */
export function measureFrom(caller: string, options: MeasureOptions | undefined): Measure {
  const measure = options?.measure ?? 'surface';
  requireOneOf(caller, 'measure', measure, MEASURES);
  return measure;
}
