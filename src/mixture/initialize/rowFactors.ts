import type { MixtureData } from '../MixtureData.ts';

/** wᵢ/|xᵢ| of each row. */
export const rowFactors = ({ inverseLengths, weights }: MixtureData): Float64Array =>
  inverseLengths.map((inverse, i) => inverse * (weights?.[i] ?? 1));
