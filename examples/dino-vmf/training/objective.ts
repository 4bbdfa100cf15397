import {
  type PrototypeLogitsOptions,
  prototypeCrossEntropy,
  prototypeLogits,
  teacherProbabilities,
  updateLogitCenter,
  updateProbabilityCenter,
} from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import { projected, prototypes } from '../model/head.ts';
import type { Parameters } from '../model/parameters.ts';
import { type VitShape, vitFeatures } from '../model/vit.ts';
import type { Config } from '../settings/config.ts';

/** What the objective needs to know of the settings. */
export type ObjectiveSettings = Pick<
  Config,
  'normalization' | 'centring' | 'terms' | 'studentTemperature' | 'centreMomentum'
>;

/** How logits are made of directions and prototypes (Eqs. 6 and 7 before the softmax). */
export function logitOptions({ normalization, terms }: ObjectiveSettings): PrototypeLogitsOptions {
  return { normalization, ...(terms !== 'exact' && normalization === 'vmf' ? { terms } : {}) };
}

/**
 * The unit the centre is kept in. DINO averages raw scores ⟨w, y⟩ and divides them by τ_t when it uses them;
 * for vMF logits (Eq. 8 over whole logits) and for Eq. 9 the centre has the unit of the logits.
 */
export function centreUnit({ normalization, centring }: ObjectiveSettings, tau: number): number {
  return centring === 'logit' && normalization !== 'vmf' ? tau : 1;
}

/** What the teacher says of a batch: targets with the old centre, the next centre, the targets' entropy. */
export interface Targets {
  readonly probabilities: tf.Tensor2D;
  readonly nextCentre: tf.Tensor1D;
  /** Mean entropy of the rows in nats, a scalar. */
  readonly entropy: tf.Scalar;
}

export function teacherTargets(
  teacher: Parameters,
  vit: VitShape,
  globals: tf.Tensor4D,
  centre: tf.Tensor1D,
  tau: number,
  settings: ObjectiveSettings,
): Targets {
  return tf.tidy(() => {
    const directions = projected(teacher, vitFeatures(teacher, vit, globals));
    const scores = prototypeLogits(directions, prototypes(teacher), tau, logitOptions(settings));
    const unit = centreUnit(settings, tau);
    const probabilities = teacherProbabilities(scores, centre, { tau: unit });
    const logProbabilities = tf.logSoftmax(tf.sub(scores, tf.div(centre, unit)));
    return {
      probabilities,
      nextCentre:
        settings.centring === 'probability'
          ? updateProbabilityCenter(centre, scores, settings.centreMomentum)
          : updateLogitCenter(centre, scores, settings.centreMomentum, { tau: unit }),
      entropy: tf.neg(tf.mean(tf.sum(tf.mul(probabilities, logProbabilities), 1))) as tf.Scalar,
    } as unknown as tf.NamedTensorMap;
  }) as unknown as Targets;
}

/** The loss of the student's views, global ones first, against the targets of the other views. */
export function studentLoss(
  student: Parameters,
  vit: VitShape,
  globals: tf.Tensor4D,
  locals: tf.Tensor4D | null,
  targets: tf.Tensor2D,
  settings: ObjectiveSettings,
): tf.Scalar {
  const features = [globals, ...(locals ? [locals] : [])].map((views) => vitFeatures(student, vit, views));
  const rows = tf.concat(features, 0);
  return prototypeCrossEntropy(
    projected(student, rows),
    prototypes(student),
    settings.studentTemperature,
    targets,
    logitOptions(settings),
  );
}
