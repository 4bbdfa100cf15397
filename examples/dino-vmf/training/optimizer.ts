import { adamW } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import type { Parameters } from '../model/parameters.ts';

/** AdamW's memory: first and second moments and the number of steps, per tensor. */
export interface Moments {
  readonly first: Record<string, tf.Tensor>;
  readonly second: Record<string, tf.Tensor>;
  /** Counted per tensor, since a frozen tensor starts counting when it is released. */
  readonly counts: Record<string, number>;
}

export interface StepSize {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Largest gradient norm of each tensor; 0 for no clipping. */
  readonly clip: number;
  /** Tensors that must not move: no step, no decay, no moments. The teacher's still follow. */
  readonly frozen: ReadonlySet<string>;
  /** Tensors that never move, the teacher's neither. */
  readonly fixed: ReadonlySet<string>;
  /** Tensors that are not decayed although the rule would. */
  readonly undecayed: ReadonlySet<string>;
  /** Of the teacher's moving average. */
  readonly momentum: number;
}

/** What a step changes. */
export interface Networks {
  readonly student: Parameters;
  readonly teacher: Parameters;
  readonly moments: Moments;
}

export function noMoments(parameters: Parameters): Moments {
  const zeros = () =>
    Object.fromEntries(Object.entries(parameters).map(([name, x]) => [name, tf.zeros(x.shape)]));
  return {
    first: zeros(),
    second: zeros(),
    counts: Object.fromEntries(Object.keys(parameters).map((name) => [name, 0])),
  };
}

/** DINO's rule: biases and 1-D tensors (the gains of norms) are not decayed; all else is. */
export function isDecayed(name: string, tensor: tf.Tensor): boolean {
  return !name.endsWith('.bias') && tensor.rank !== 1;
}

/**
 * One step of AdamW on every tensor that is not frozen, each gradient first clipped to a norm of its own, and
 * of the teacher after it: teacher ← momentum · teacher + (1 - momentum) · student, v and g each on its own. What
 * the student alone has (the mask token) has no average.
 * Returns the new tensors; disposes of the old ones that they replace.
 */
export function optimizerStep(
  { student, teacher, moments }: Networks,
  gradients: Parameters,
  norms: Readonly<Record<string, number>>,
  { learningRate, weightDecay, clip, frozen, fixed, undecayed, momentum }: StepSize,
): Networks {
  const next: Record<string, tf.Tensor> = {};
  const nextTeacher: Record<string, tf.Tensor> = {};
  const first: Record<string, tf.Tensor> = {};
  const second: Record<string, tf.Tensor> = {};
  const counts = { ...moments.counts };
  for (const [name, x] of Object.entries(student)) {
    const average = teacher[name];
    const [m, v] = [moments.first[name] as tf.Tensor, moments.second[name] as tf.Tensor];
    if (fixed.has(name) || frozen.has(name)) {
      [next[name], first[name], second[name]] = [x, m, v];
      if (average && fixed.has(name)) nextTeacher[name] = average;
      if (!average || fixed.has(name)) continue;
      nextTeacher[name] = tf.tidy(() => tf.add(tf.mul(average, momentum), tf.mul(x, 1 - momentum)));
      average.dispose();
      continue;
    }
    const step = (counts[name] as number) + 1;
    counts[name] = step;
    const state = { parameter: x, first: m, second: v, ...(average ? { average } : {}) };
    const moved = adamW(state, gradients[name] as tf.Tensor, {
      step,
      learningRate,
      weightDecay: isDecayed(name, x) && !undecayed.has(name) ? weightDecay : 0,
      clip,
      gradientNorm: norms[name] as number,
      momentum,
    });
    [next[name], first[name], second[name]] = [moved.parameter, moved.first, moved.second];
    if (moved.average) nextTeacher[name] = moved.average;
    tf.dispose([x, m, v, average ?? []]);
  }
  return { student: next, teacher: nextTeacher, moments: { first, second, counts } };
}
