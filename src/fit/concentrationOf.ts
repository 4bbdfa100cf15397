import {
  type ConcentrationOptions,
  concentration,
  concentrationFromComplement,
} from '../special/concentration.ts';

/** The κ for a mean resultant length R̄, from 1 - R̄ where that tells more; by maximum likelihood unless `method` says otherwise. */
export const concentrationOf = (
  p: number,
  rBar: number,
  oneMinusRBar: number,
  options?: ConcentrationOptions,
): number =>
  rBar <= 0.5 ? concentration(p, rBar, options) : concentrationFromComplement(p, oneMinusRBar, options);
