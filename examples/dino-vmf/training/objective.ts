import type { PrototypeLogitsOptions } from 'von-mises-fisher/tfjs';
import type { Config } from '../settings/config.ts';

/** What the objective needs to know of the settings. */
export type Objective = Pick<
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
}: Pick<Objective, 'normalization' | 'terms'>): PrototypeLogitsOptions {
  return { normalization, ...(terms !== 'exact' && normalization === 'vmf' ? { terms } : {}) };
}
