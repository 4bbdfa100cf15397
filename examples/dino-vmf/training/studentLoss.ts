import { prototypeCrossEntropy } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import { patchPrototypes, projected, prototypes } from '../model/head.ts';
import type { Parameters } from '../model/parameters.ts';
import { takenRows } from '../model/takenRows.ts';
import { type Corruption, clsOf, lastNorm, type VitShape, vitTokens } from '../model/vit.ts';
import type { HiddenPatches } from './hiddenPatches.ts';
import { logitOptions, type ObjectiveSettings } from './objective.ts';
import type { TeacherTargets } from './teacherTargets.ts';

/** Views of one size as the student sees them: `count` views of all images, from view `first` on. */
export interface StudentViews {
  readonly images: tf.Tensor4D;
  readonly first: number;
  readonly count: number;
  readonly corruption: Corruption;
  /** The patches hidden in these views, and how many were hidden in the views before. */
  readonly hidden: HiddenPatches | null;
  readonly hiddenBefore: number;
}

/** The loss and its parts, and the directions of the [CLS] rows. */
export interface StudentLoss {
  readonly loss: tf.Scalar;
  readonly cls: tf.Scalar;
  readonly patches: tf.Scalar | null;
  readonly directions: tf.Tensor2D;
}

/**
 * What the given views add to the loss
 *
 *   λ1 · mean over the pairs of a global view of the teacher's and another view of CE([CLS])
 *   + λ2 · mean over the two global views and the images of Σ_hidden CE(patch)/max(1, hidden)
 *
 * The first term alone, without λ1, for DINO. The parts of all views in any grouping add up to the whole.
 */
export function studentLoss(
  student: Parameters,
  vit: VitShape,
  views: readonly StudentViews[],
  allViews: number,
  targets: TeacherTargets,
  settings: ObjectiveSettings,
): StudentLoss {
  const features: tf.Tensor2D[] = [];
  const patchRows: tf.Tensor2D[] = [];
  for (const { images, corruption, hidden } of views) {
    const [tokens] = vitTokens(student, vit, images, 1, corruption) as [tf.Tensor3D];
    features.push(lastNorm(student, clsOf(tokens)));
    if (hidden && hidden.rows.length > 0) patchRows.push(lastNorm(student, patchesOf(tokens, hidden.rows)));
  }
  // One pass through the head for all rows, [CLS] first.
  const y = projected(student, tf.concat([...features, ...patchRows], 0));
  const clsRows = features.reduce((sum, rows) => sum + rows.shape[0], 0);
  const directions = patchRows.length > 0 ? tf.slice(y, [0, 0], [clsRows, y.shape[1]]) : y;
  const cls = clsLoss(student, directions, views, allViews, targets, settings);
  if (settings.method !== 'ibot') return { loss: cls, cls, patches: null, directions };
  const patchDirections = tf.slice(y, [clsRows, 0], [y.shape[0] - clsRows, y.shape[1]]);
  const patches = patchRows.length > 0 ? patchLoss(student, patchDirections, views, targets, settings) : null;
  const weighted = tf.mul(cls, settings.clsWeight);
  const loss = patches ? tf.add(weighted, tf.mul(patches, settings.patchWeight)) : weighted;
  return { loss: loss as tf.Scalar, cls, patches, directions };
}

/** The rows of tokens [images, 1 + patches, width] whose numbers among the patches are given. */
function patchesOf(tokens: tf.Tensor3D, rows: Int32Array): tf.Tensor2D {
  const [, count, width] = tokens.shape;
  const inTokens = rows.map((row) => row + Math.floor(row / (count - 1)) + 1);
  return takenRows(tf.reshape(tokens, [-1, width]), inTokens);
}

/** The views' share of the mean over all pairs. */
function clsLoss(
  student: Parameters,
  directions: tf.Tensor2D,
  views: readonly StudentViews[],
  allViews: number,
  { cls }: TeacherTargets,
  settings: ObjectiveSettings,
): tf.Scalar {
  const counts = views.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));
  const whole = counts.length === allViews;
  const first = (views[0] as StudentViews).first;
  const part = prototypeCrossEntropy(
    directions,
    prototypes(student),
    settings.studentTemperature,
    cls.probabilities,
    { ...logitOptions(settings), ...(whole ? {} : { firstView: first }) },
  );
  if (whole) return part;
  // Two global views: each has one pair, with the other, and each local view two.
  const pairs = counts.reduce((sum, view) => sum + (view < 2 ? 1 : 2), 0);
  return tf.mul(part, pairs / (2 * allViews - 2));
}

/** Each hidden patch against the teacher's of the same place in the same view. */
function patchLoss(
  student: Parameters,
  directions: tf.Tensor2D,
  views: readonly StudentViews[],
  { cls, patches }: TeacherTargets,
  settings: ObjectiveSettings,
): tf.Scalar {
  const rows = directions.shape[0];
  const { probabilities } = patches as NonNullable<TeacherTargets['patches']>;
  const from = (views[0] as StudentViews).hiddenBefore;
  const weights = views.flatMap(({ hidden }) => [...(hidden?.weights ?? [])]);
  const images = cls.probabilities.shape[0];
  const mean = prototypeCrossEntropy(
    directions,
    patchPrototypes(student),
    settings.studentTemperature,
    tf.slice(probabilities, [from, 0], [rows, probabilities.shape[1]]),
    { ...logitOptions(settings), globalViews: 1, firstView: 1, weights: tf.tensor1d(weights) },
  );
  return tf.mul(mean, rows / images);
}
