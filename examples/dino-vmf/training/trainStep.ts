import { sumOfSquares } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import type { MultiCropBatch } from '../images/views.ts';
import {
  DIRECTIONS,
  type HeadShape,
  initialHead,
  initialPatchPrototypes,
  NORMS,
  PATCH_DIRECTIONS,
  PATCH_NORMS,
  prototypes,
} from '../model/head.ts';
import { copied, type Parameters } from '../model/parameters.ts';
import { initialVit, MASK_TOKEN, type VitShape } from '../model/vit.ts';
import { PURPOSE, Random } from '../random.ts';
import type { Config } from '../settings/config.ts';
import { drawMasks } from './drawMasks.ts';
import { hiddenPatches } from './hiddenPatches.ts';
import { lossAndGradients } from './lossAndGradients.ts';
import { NonFiniteError } from './NonFiniteError.ts';
import { offendingTensor } from './offendingTensor.ts';
import { type Moments, noMoments, optimizerStep } from './optimizer.ts';
import { type PatchReport, patchFigures, patchReportOf } from './patchReport.ts';
import { lastLayerFrozen, type StepSettings, stepSettings } from './schedules.ts';
import { type Targets, teacherTargets } from './teacherTargets.ts';

/** All that training changes; with the settings and the images it determines every later step. */
export interface TrainState {
  /** Steps done. */
  step: number;
  student: Parameters;
  teacher: Parameters;
  moments: Moments;
  centre: tf.Tensor1D;
  /** Of the patches, with iBOT. */
  patchCentre: tf.Tensor1D | null;
}

/** What one step reports, apart from times. */
export interface StepReport extends Partial<PatchReport> {
  readonly loss: number;
  readonly teacherEntropy: number;
  /** Mean KL divergence of the student's [CLS] from its targets, their loss less teacherEntropy, nats. */
  readonly kl: number;
  /** Norm of the whole gradient before clipping. */
  readonly gradientNorm: number;
  /** The prototype that the teacher gives the largest probability, per global view. */
  readonly winners: Int32Array;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly emaMomentum: number;
  readonly teacherTemperature: number;
  /** With iBOT. */
  readonly patchTemperature?: number;
}

export function vitShape(config: Config): VitShape {
  return { ...config, mlpRatio: 4 };
}

export function headShape(config: Config): HeadShape {
  return { ...config, inputs: config.width, hidden: config.headHidden };
}

/**
 * Student and teacher with the same weights, drawn from the seed. With iBOT the student alone has a mask token, 0
 * at the start, and the patches their own prototypes where they do not share those of [CLS].
 */
export function initialState(config: Config): TrainState {
  const { method, sharedHead, patchPrototypes, bottleneck, width } = config;
  const random = Random.keyed(config.seed, PURPOSE.weights);
  const network = { ...initialVit(vitShape(config), random), ...initialHead(headShape(config), random) };
  const ibot = method === 'ibot';
  const own = ibot && !sharedHead ? initialPatchPrototypes(patchPrototypes, bottleneck, random) : {};
  const student = { ...network, ...own, ...(ibot ? { [MASK_TOKEN]: tf.zeros([1, width]) } : {}) };
  return {
    step: 0,
    student,
    teacher: copied({ ...network, ...own }),
    moments: noMoments(student),
    centre: tf.zeros([config.prototypes]),
    patchCentre: ibot ? tf.zeros([sharedHead ? config.prototypes : patchPrototypes]) : null,
  };
}

export function disposeState(state: TrainState): void {
  const { student, teacher, moments, centre, patchCentre } = state;
  tf.dispose([student, teacher, moments.first, moments.second, centre, patchCentre ?? []]);
}

/** What a step is told beside the settings, where it does not follow from the state's step. */
export interface Given {
  readonly now?: StepSettings;
  /** The patches hidden from the student, as `drawMasks` gives them. */
  readonly masks?: Uint8Array;
}

/**
 * One step of DINO-vMF or iBOT-vMF, changing `state`: targets with the old centres, gradient, clipping, AdamW,
 * teacher, centres. Throws a UserError that names step and tensor, and leaves `state` as it was, when the loss or
 * a gradient is not finite.
 */
export async function trainStep(
  state: TrainState,
  batch: MultiCropBatch,
  config: Config,
  { now = stepSettings(state.step, config), masks }: Given = {},
): Promise<StepReport> {
  const { imageSize, localSize, localCrops, batchSize, channels } = config;
  const hidden = config.method === 'ibot' ? (masks ?? drawMasks(config, state.step)) : null;
  const globals = tf.tensor4d(batch.globals, [2 * batchSize, imageSize, imageSize, channels]);
  const locals =
    localCrops > 0
      ? tf.tensor4d(batch.locals, [localCrops * batchSize, localSize, localSize, channels])
      : null;
  const question = hidden && {
    centre: state.patchCentre as tf.Tensor1D,
    tau: now.patchTemperature,
    hidden: hiddenPatches(hidden, (imageSize / config.patchSize) ** 2),
  };
  const vit = vitShape(config);
  const tau = now.teacherTemperature;
  const targets = teacherTargets(state.teacher, vit, globals, state.centre, tau, config, question);
  const shown = { globals, locals, hidden };
  const computed = lossAndGradients(state.student, vit, shown, targets, config, state.step);
  const { gradients, terms } = computed;
  const nextCentres = [targets.cls.nextCentre, targets.patches?.nextCentre ?? []];

  // One read for all: on a GPU each waits for the work before it.
  const names = Object.keys(gradients);
  const measured = tf.tidy(() =>
    tf.concat([
      tf.stack([
        computed.loss,
        tf.mean(targets.cls.entropies),
        ...patchFigures(terms, prototypes(state.student), targets, question?.hidden ?? null, config),
        ...Object.values(gradients).map((g) => tf.sqrt(sumOfSquares(g))),
      ]) as tf.Tensor1D,
      tf.cast(tf.argMax(targets.cls.probabilities, 1), 'float32') as tf.Tensor1D,
    ]),
  );
  const values = [...((await measured.data()) as Float32Array)];
  tf.dispose([measured, globals, locals ?? [], computed.loss, Object.values(terms ?? {})]);
  tf.dispose([targets.choices ?? [], spent(targets.cls), spent(targets.patches)]);
  const [loss, teacherEntropy] = values.splice(0, 2) as [number, number];
  const patchReport = question ? patchReportOf(values.splice(0, 4), teacherEntropy) : {};
  const norms = Object.fromEntries(names.map((name, i) => [name, values[i] as number]));
  const winners = Int32Array.from(values.slice(names.length));
  const bad = !Number.isFinite(loss) ? 'loss' : names.find((name) => !Number.isFinite(norms[name]));
  if (bad !== undefined) {
    tf.dispose([gradients, nextCentres]);
    throw new NonFiniteError(state.step, await offendingTensor(state, bad, loss));
  }

  const next = optimizerStep(state, gradients, norms, {
    learningRate: now.learningRate,
    weightDecay: now.weightDecay,
    clip: config.clip,
    ...stillTensors(state.step, config),
    momentum: now.emaMomentum,
  });
  tf.dispose([gradients, state.centre, state.patchCentre ?? []]);
  state.student = next.student;
  state.teacher = next.teacher;
  state.moments = next.moments;
  state.centre = targets.cls.nextCentre;
  state.patchCentre = targets.patches?.nextCentre ?? null;
  state.step += 1;
  const { patchTemperature, ...settings } = now;
  return {
    loss,
    teacherEntropy,
    kl: loss - teacherEntropy,
    ...patchReport,
    gradientNorm: Math.hypot(...Object.values(norms)),
    winners,
    ...settings,
    ...(question ? { patchTemperature } : {}),
  };
}

/** Which tensors do not move at a step, and which are not decayed. */
function stillTensors(step: number, config: Config) {
  const { normalization, decayNorms } = config;
  const norms = [NORMS, PATCH_NORMS];
  return {
    frozen: new Set(lastLayerFrozen(step, config) ? [DIRECTIONS, PATCH_DIRECTIONS, ...norms] : []),
    // norm_last_layer: unit prototypes keep g = 1, the teacher's too.
    fixed: new Set(normalization === 'l2' ? norms : []),
    undecayed: new Set(decayNorms ? [] : norms),
  };
}

/** What a step does not keep of the targets. */
const spent = (targets: Targets | null) => (targets ? [targets.probabilities, targets.entropies] : []);
