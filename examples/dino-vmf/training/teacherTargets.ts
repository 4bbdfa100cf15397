import {
  logSoftmax,
  prototypeLogits,
  teacherProbabilities,
  updateLogitCenter,
  updateProbabilityCenter,
} from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import { patchPrototypes, projected, prototypes } from '../model/head.ts';
import type { Parameters } from '../model/parameters.ts';
import { takenRows } from '../model/takenRows.ts';
import { clsOf, lastNorm, type VitShape, vitTokens } from '../model/vit.ts';
import type { HiddenPatches } from './hiddenPatches.ts';
import { logMeanProbability } from './logMeanProbability.ts';
import { centreUnit, logitOptions, type ObjectiveSettings } from './objective.ts';

/** What the teacher says of rows: targets with the old centre, the next centre, the targets' entropies. */
export interface Targets {
  readonly probabilities: tf.Tensor2D;
  readonly nextCentre: tf.Tensor1D;
  /** Of each row, in nats. */
  readonly entropies: tf.Tensor1D;
}

/** Of the [CLS] tokens, [2 · batch, K], and of the hidden patches, [hidden, K]. */
export interface TeacherTargets {
  readonly cls: Targets;
  readonly patches: Targets | null;
  /** The prototype of the largest logit of each first global view, for comparison with the student's. */
  readonly choices: tf.Tensor1D | null;
}

/** What iBOT asks of the teacher beside: the patches' centre and temperature, and which were hidden. */
export interface PatchQuestion {
  readonly centre: tf.Tensor1D;
  readonly tau: number;
  readonly hidden: HiddenPatches;
}

/** The teacher sees the whole global views, whatever is hidden from the student. */
export function teacherTargets(
  teacher: Parameters,
  vit: VitShape,
  globals: tf.Tensor4D,
  centre: tf.Tensor1D,
  tau: number,
  settings: ObjectiveSettings,
  question: PatchQuestion | null = null,
): TeacherTargets {
  return tf.tidy(() => {
    const [tokens] = vitTokens(teacher, vit, globals) as [tf.Tensor3D];
    const w = prototypes(teacher);
    const y = projected(teacher, lastNorm(teacher, clsOf(tokens)));
    const scores = prototypeLogits(y, w, tau, logitOptions(settings));
    const momentum = settings.centreMomentum;
    const cls = {
      ...centred(scores, centre, tau, settings),
      nextCentre:
        settings.centring === 'probability'
          ? updateProbabilityCenter(centre, scores, momentum)
          : updateLogitCenter(centre, scores, momentum, { tau: centreUnit(settings, tau) }),
    };
    if (!question) return told({ cls, patches: null, choices: null });
    const first = tf.slice(scores, [0, 0], [scores.shape[0] / 2, scores.shape[1]]);
    const patches = patchTargets(teacher, tokens, question, settings);
    return told({ cls, patches, choices: tf.argMax(first, 1) as tf.Tensor1D });
  }) as unknown as TeacherTargets;
}

/** For `tf.tidy`, whose type knows no null and no interfaces. */
const told = (targets: TeacherTargets) => targets as unknown as tf.NamedTensorMap;

/**
 * Targets of the hidden patches; the centre averages over all of them. Their logits would be the largest array of
 * a step: Eq. 9 takes some rows at a time, and the mean logit of Eq. 8 is the logit of the mean direction.
 */
function patchTargets(
  teacher: Parameters,
  tokens: tf.Tensor3D,
  { centre, tau, hidden }: PatchQuestion,
  settings: ObjectiveSettings,
): Targets {
  const [images, count, width] = tokens.shape;
  const patches = tf.reshape(tf.slice(tokens, [0, 1, 0], [images, count - 1, width]), [-1, width]);
  const y = projected(teacher, lastNorm(teacher, patches as tf.Tensor2D));
  const w = patchPrototypes(teacher);
  const logitsOf = (directions: tf.Tensor2D) => prototypeLogits(directions, w, tau, logitOptions(settings));
  const momentum = settings.patchCentreMomentum;
  const nextCentre = () => {
    if (settings.centring === 'logit') {
      const mean = logitsOf(tf.mean(y, 0, true));
      return updateLogitCenter(centre, mean, momentum, { tau: centreUnit(settings, tau) });
    }
    const mean = logMeanProbability(y, w.shape[0], logitsOf);
    return tf.add(tf.mul(centre, momentum), tf.mul(mean, 1 - momentum)) as tf.Tensor1D;
  };
  const nothing = {
    probabilities: tf.zeros<tf.Rank.R2>([0, w.shape[0]]),
    entropies: tf.zeros<tf.Rank.R1>([0]),
  };
  const some = hidden.rows.length > 0;
  return {
    ...(some ? centred(logitsOf(takenRows(y, hidden.rows)), centre, tau, settings) : nothing),
    nextCentre: nextCentre(),
  };
}

function centred(
  scores: tf.Tensor2D,
  centre: tf.Tensor1D,
  tau: number,
  settings: ObjectiveSettings,
): Pick<Targets, 'probabilities' | 'entropies'> {
  const unit = centreUnit(settings, tau);
  const probabilities = teacherProbabilities(scores, centre, { tau: unit });
  const logs = logSoftmax(tf.sub(scores, tf.div(centre, unit)) as tf.Tensor2D);
  return { probabilities, entropies: tf.neg(tf.sum(tf.mul(probabilities, logs), 1)) as tf.Tensor1D };
}
