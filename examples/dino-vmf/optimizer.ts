import { tf } from './engine.ts';
import type { Parameters } from './model/parameters.ts';

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
  /** Tensors that must not move: no step, no decay, no moments. */
  readonly frozen: ReadonlySet<string>;
  /** Tensors that are not decayed although the rule would. */
  readonly undecayed: ReadonlySet<string>;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

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
 * One step of AdamW with decoupled decay (Loshchilov and Hutter, 2019), each gradient first clipped to a
 * norm of its own. Returns the new parameters and moments; disposes the old ones that it replaces.
 *
 *   g ← g min(1, clip/(‖g‖ + 1e-6));   m ← 0.9 m + 0.1 g;   v ← 0.999 v + 0.001 g²
 *   x ← x (1 - lr · decay) - lr (m/(1 - 0.9ᵗ)) / (√(v/(1 - 0.999ᵗ)) + 1e-8)
 */
export function adamWStep(
  parameters: Parameters,
  gradients: Parameters,
  norms: Readonly<Record<string, number>>,
  moments: Moments,
  { learningRate, weightDecay, clip, frozen, undecayed }: StepSize,
): { parameters: Parameters; moments: Moments } {
  const next: Record<string, tf.Tensor> = {};
  const first: Record<string, tf.Tensor> = {};
  const second: Record<string, tf.Tensor> = {};
  const counts = { ...moments.counts };
  for (const [name, x] of Object.entries(parameters)) {
    const m = moments.first[name] as tf.Tensor;
    const v = moments.second[name] as tf.Tensor;
    if (frozen.has(name)) {
      [next[name], first[name], second[name]] = [x, m, v];
      continue;
    }
    const t = (counts[name] as number) + 1;
    counts[name] = t;
    const scale = clip > 0 ? Math.min(1, clip / ((norms[name] as number) + 1e-6)) : 1;
    const decay = isDecayed(name, x) && !undecayed.has(name) ? weightDecay : 0;
    const g = gradients[name] as tf.Tensor;
    const [x1, m1, v1] = tf.tidy(() => {
      const newM = tf.add(tf.mul(m, BETA1), tf.mul(g, (1 - BETA1) * scale));
      const newV = tf.add(tf.mul(v, BETA2), tf.mul(tf.square(g), (1 - BETA2) * scale * scale));
      const size = tf.add(tf.sqrt(tf.mul(newV, 1 / (1 - BETA2 ** t))), EPSILON);
      const step = tf.mul(tf.div(newM, size), learningRate / (1 - BETA1 ** t));
      return [tf.sub(tf.mul(x, 1 - learningRate * decay), step), newM, newV];
    }) as [tf.Tensor, tf.Tensor, tf.Tensor];
    [next[name], first[name], second[name]] = [x1, m1, v1];
    tf.dispose([x, m, v]);
  }
  return { parameters: next, moments: { first, second, counts } };
}

/** teacher ← momentum · teacher + (1 - momentum) · student, tensor by tensor; v and g each on its own. */
export function movedTeacher(teacher: Parameters, student: Parameters, momentum: number): Parameters {
  return Object.fromEntries(
    Object.entries(teacher).map(([name, t]) => {
      const moved = tf.tidy(() =>
        tf.add(tf.mul(t, momentum), tf.mul(student[name] as tf.Tensor, 1 - momentum)),
      );
      t.dispose();
      return [name, moved];
    }),
  );
}
