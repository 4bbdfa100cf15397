import type { PrototypeLogitsOptions } from 'von-mises-fisher/tfjs';
import type { Config } from '../settings/config.ts';

/** What the objective needs to know of the settings. */
export type ObjectiveSettings = Pick<
  Config,
  | 'method'
  | 'normalization'
  | 'centring'
  | 'terms'
  | 'studentTemperature'
  | 'centreMomentum'
  | 'patchCentreMomentum'
  | 'clsWeight'
  | 'patchWeight'
>;

/**
 * How logits are made of directions and prototypes (Eqs. 6 and 7 before the softmax): for 'none' and 'l2' ⟨w, y⟩/τ,
 * for 'vmf' plus log C_p(‖w‖/τ). Student and teacher each take their own w and τ.
 */
export function logitOptions({
  normalization,
  terms,
}: Pick<ObjectiveSettings, 'normalization' | 'terms'>): PrototypeLogitsOptions {
  return { normalization, ...(terms !== 'exact' && normalization === 'vmf' ? { terms } : {}) };
}

/**
 * The unit the centre is kept in. DINO averages raw scores ⟨w, y⟩ and divides them by τ_t when it uses them;
 * for vMF logits (Eq. 8 over whole logits) and for Eq. 9 the centre has the unit of the logits.
 */
export function centreUnit(
  { normalization, centring }: Pick<ObjectiveSettings, 'normalization' | 'centring'>,
  tau: number,
): number {
  return centring === 'logit' && normalization !== 'vmf' ? tau : 1;
}
