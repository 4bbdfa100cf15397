import { prototypeLogits } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import type { Config } from '../settings/config.ts';
import type { HiddenPatches } from './hiddenPatches.ts';
import type { LossTerms } from './lossAndGradients.ts';
import { logitOptions } from './objective.ts';
import type { TeacherTargets } from './teacherTargets.ts';

/** What iBOT reports of a step beside. */
export interface PatchReport {
  /** The two terms of the loss before λ1 and λ2, nats. */
  readonly clsLoss: number;
  readonly patchLoss: number;
  /** KL divergence of the hidden patches from their targets, weighed as their loss is, nats. */
  readonly patchKl: number;
  /** Share of the images whose first view gives the teacher the same prototype as the second gives the student. */
  readonly agreement: number;
}

/** The scalars that `patchReportOf` reads: none without iBOT. */
export function patchFigures(
  terms: LossTerms | null,
  prototypes: tf.Tensor2D,
  targets: TeacherTargets,
  hidden: HiddenPatches | null,
  config: Config,
): tf.Tensor[] {
  if (!terms || !hidden || !targets.choices || !targets.patches) return [];
  const tau = config.studentTemperature;
  const chosen = tf.argMax(prototypeLogits(terms.second, prototypes, tau, logitOptions(config)), 1);
  const agreement = tf.mean(tf.cast(tf.equal(chosen, targets.choices), 'float32'));
  const images = 2 * config.batchSize;
  const weighted = tf.mul(targets.patches.entropies, tf.tensor1d(hidden.weights));
  return [terms.cls, terms.patches, tf.div(tf.sum(weighted), images), agreement];
}

export function patchReportOf(
  [clsLoss, patchLoss, patchEntropy, agreement]: readonly number[],
  teacherEntropy: number,
): PatchReport & { kl: number } {
  const [cls, patches] = [clsLoss as number, patchLoss as number];
  return {
    clsLoss: cls,
    patchLoss: patches,
    kl: cls - teacherEntropy,
    patchKl: patches - (patchEntropy as number),
    agreement: agreement as number,
  };
}
