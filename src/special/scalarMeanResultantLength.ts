import { HUGE_KAPPA, isInDomain } from './domain.ts';
import { complementPair, ratioPair, timesKappa } from './meanResultantPair.ts';

/** A_p(κ) for one κ; NaN outside the domain. */
export function scalarMeanResultantLength(p: number, kappa: number): number {
  if (!isInDomain(p, kappa)) return Number.NaN;
  if (kappa > HUGE_KAPPA) return 1;
  return timesKappa(ratioPair(p / 2 - 1, kappa), kappa).hi;
}

/** 1 - A_p(κ) for one κ; NaN outside the domain. */
export function scalarComplement(p: number, kappa: number): number {
  if (!isInDomain(p, kappa)) return Number.NaN;
  if (kappa > HUGE_KAPPA) return (p - 1) / 2 / kappa;
  return complementPair(p, kappa).hi;
}
