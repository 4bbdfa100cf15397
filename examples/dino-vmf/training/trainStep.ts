import { sumOfSquares } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import type { MultiCropBatch } from '../images/views.ts';
import { DIRECTIONS, type HeadShape, initialHead, NORMS } from '../model/head.ts';
import { copied, type Parameters } from '../model/parameters.ts';
import { initialVit, type VitShape } from '../model/vit.ts';
import { PURPOSE, Random } from '../random.ts';
import type { Config } from '../settings/config.ts';
import { UserError } from '../UserError.ts';
import { studentLoss, teacherTargets } from './objective.ts';
import { type Moments, noMoments, optimizerStep } from './optimizer.ts';
import { stepSettings } from './schedules.ts';

/** All that training changes; with the settings and the images it determines every later step. */
export interface TrainState {
  /** Steps done. */
  step: number;
  student: Parameters;
  teacher: Parameters;
  moments: Moments;
  centre: tf.Tensor1D;
}

/** What one step reports, apart from times. */
export interface StepReport {
  readonly loss: number;
  readonly teacherEntropy: number;
  /** Mean KL divergence of the student from its targets, loss - teacherEntropy, nats. */
  readonly kl: number;
  /** Norm of the whole gradient before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly emaMomentum: number;
  readonly teacherTemperature: number;
}

export function vitShape(config: Config): VitShape {
  return { ...config, mlpRatio: 4 };
}

export function headShape(config: Config): HeadShape {
  return { ...config, inputs: config.width, hidden: config.headHidden };
}

/** Student and teacher with the same weights, drawn from the seed. */
export function initialState(config: Config): TrainState {
  const random = Random.keyed(config.seed, PURPOSE.weights);
  const student = { ...initialVit(vitShape(config), random), ...initialHead(headShape(config), random) };
  return {
    step: 0,
    student,
    teacher: copied(student),
    moments: noMoments(student),
    centre: tf.zeros([config.prototypes]),
  };
}

export function disposeState(state: TrainState): void {
  tf.dispose([state.student, state.teacher, state.moments.first, state.moments.second, state.centre]);
}

/** Loss and gradient of the student at one batch, without changing anything. */
export function lossAndGradients(
  state: TrainState,
  targets: tf.Tensor2D,
  globals: tf.Tensor4D,
  locals: tf.Tensor4D | null,
  config: Config,
): { loss: tf.Scalar; gradients: Parameters } {
  const names = Object.keys(state.student);
  const evaluate = (...tensors: tf.Tensor[]) => {
    const student = Object.fromEntries(names.map((name, i) => [name, tensors[i] as tf.Tensor]));
    return studentLoss(student, vitShape(config), globals, locals, targets, config);
  };
  const { value, grads } = tf.valueAndGrads(evaluate)(Object.values(state.student));
  return {
    loss: value as tf.Scalar,
    gradients: Object.fromEntries(names.map((name, i) => [name, grads[i] as tf.Tensor])),
  };
}

/**
 * One step of DINO-vMF, changing `state`: targets with the old centre, gradient, clipping, AdamW, teacher,
 * centre. Throws a UserError that names step and tensor, and leaves `state` as it was, when the loss or a
 * gradient is not finite.
 */
export async function trainStep(
  state: TrainState,
  batch: MultiCropBatch,
  config: Config,
): Promise<StepReport> {
  const now = stepSettings(state.step, config);
  const vit = vitShape(config);
  const { imageSize, localSize, localCrops, batchSize, channels } = config;
  const globals = tf.tensor4d(batch.globals, [2 * batchSize, imageSize, imageSize, channels]);
  const locals =
    localCrops > 0
      ? tf.tensor4d(batch.locals, [localCrops * batchSize, localSize, localSize, channels])
      : null;
  const targets = teacherTargets(state.teacher, vit, globals, state.centre, now.teacherTemperature, config);
  const { loss, gradients } = lossAndGradients(state, targets.probabilities, globals, locals, config);

  const measured = tf.tidy(() =>
    tf.stack([loss, targets.entropy, ...Object.values(gradients).map((g) => tf.sqrt(sumOfSquares(g)))]),
  );
  const [lossValue, teacherEntropy, ...normValues] = (await measured.data()) as unknown as [number, number];
  tf.dispose([measured, globals, locals ?? [], loss, targets.probabilities, targets.entropy]);
  const names = Object.keys(gradients);
  const norms = Object.fromEntries(names.map((name, i) => [name, (normValues as number[])[i] as number]));
  const bad = !Number.isFinite(lossValue) ? 'loss' : names.find((name) => !Number.isFinite(norms[name]));
  if (bad !== undefined) {
    tf.dispose([gradients, targets.nextCentre]);
    throw await nonFinite(state, bad, lossValue);
  }

  const frozen = new Set(state.step < config.freezeSteps ? [DIRECTIONS, NORMS] : []);
  const undecayed = new Set(config.decayNorms ? [] : [NORMS]);
  const next = optimizerStep(state, gradients, norms, {
    learningRate: now.learningRate,
    weightDecay: now.weightDecay,
    clip: config.clip,
    frozen,
    undecayed,
    momentum: now.emaMomentum,
  });
  tf.dispose([gradients, state.centre]);
  state.student = next.student;
  state.teacher = next.teacher;
  state.moments = next.moments;
  state.centre = targets.nextCentre;
  state.step += 1;
  return {
    loss: lossValue,
    teacherEntropy,
    kl: lossValue - teacherEntropy,
    gradientNorm: Math.hypot(...Object.values(norms)),
    ...now,
  };
}

/** Names the first tensor that is not finite: a weight before the loss, the loss before a gradient. */
async function nonFinite(state: TrainState, bad: string, loss: number): Promise<UserError> {
  const broken = async (label: string, parameters: Parameters) => {
    for (const [name, tensor] of Object.entries(parameters)) {
      if (!(await tensor.data()).every(Number.isFinite)) return `the ${label}'s ${name}`;
    }
    return undefined;
  };
  const where =
    (await broken('student', state.student)) ??
    (await broken('teacher', state.teacher)) ??
    (await broken('teacher', { centre: state.centre })) ??
    (bad === 'loss' ? `the loss (${loss})` : `the gradient of ${bad}`);
  return new UserError(
    `step ${state.step + 1}: ${where} is not finite. Lower --learning-rate or --clip, or lengthen --warmup.`,
  );
}
