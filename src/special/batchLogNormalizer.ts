/** log C_p over an array of κ at one p. */
import { type Accuracy, requireAccuracy } from './accuracy.ts';
import { type FloatArray, outputFor } from './arrays.ts';
import { batchOrderZero } from './batchOrderZero.ts';
import { batchPlanned } from './batchPlanned.ts';
import { HUGE_KAPPA, isInDomain } from './domain.ts';
import { plannedLogNormalizer } from './plannedLogNormalizer.ts';
import { requireOrder, uniformLogNormalizer } from './uniformExpansion.ts';

/** Whether every κ lies where the loop of batchOrderZero serves. */
function areOrdinary(kappa: FloatArray): boolean {
  let least = 0;
  let most = 0;
  for (let i = 0; i < kappa.length; i++) {
    least = Math.min(least, kappa[i]);
    most = Math.max(most, kappa[i]);
  }
  return least >= 0 && most <= HUGE_KAPPA; // NaN fails both
}

/** The array form of logNormalizer; see there. */
export function batchLogNormalizer<T extends FloatArray>(
  p: number,
  kappa: T,
  { terms, accuracy, out: given }: { terms?: number; accuracy?: Accuracy; out?: T } = {},
): T {
  const out = outputFor('logNormalizer', kappa, given);
  requireAccuracy('logNormalizer', accuracy);
  if (terms !== undefined) {
    requireOrder('logNormalizer', terms);
    if (terms === 0 && isInDomain(p, 0) && p > 2 && areOrdinary(kappa)) batchOrderZero(p, kappa, out);
    else for (let i = 0; i < kappa.length; i++) out[i] = uniformLogNormalizer(p, kappa[i], terms);
  } else if (isInDomain(p, 0)) {
    batchPlanned(plannedLogNormalizer[accuracy ?? 'full'], p, kappa, out);
  } else {
    out.fill(Number.NaN);
  }
  return out;
}
