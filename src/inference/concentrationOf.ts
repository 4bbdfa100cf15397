import { concentration, concentrationFromComplement } from '../special/concentration.ts';

/** The maximum-likelihood κ for a mean resultant length R̄, from 1 - R̄ where that tells more. */
export const concentrationOf = (p: number, rBar: number, oneMinusRBar: number): number =>
  rBar <= 0.5 ? concentration(p, rBar) : concentrationFromComplement(p, oneMinusRBar);
