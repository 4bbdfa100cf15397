import * as tf from '@tensorflow/tfjs-core';
import { type AdamWFactors, type AdamWTensors, kernelPack } from './KernelPack.ts';
import { requireShape, requireTensor } from './requireTensor.ts';

/** What AdamW keeps of one parameter. */
export type AdamWState = {
  parameter: tf.Tensor;
  /** Running means of the gradient and of its square, zeros at the start. */
  first: tf.Tensor;
  second: tf.Tensor;
  /** The exponential moving average of the parameter: the teacher's copy. */
  average?: tf.Tensor;
};

export type AdamWOptions = {
  /** t = 1 at the first step of this tensor; it starts late for one that was frozen. */
  step: number;
  learningRate: number;
  /** Decoupled: x is first scaled by 1 - lr · decay. Default 0. */
  weightDecay?: number;
  /** Largest norm of the gradient of this tensor; 0, the default, for no clipping. Needs `gradientNorm`. */
  clip?: number;
  /** ‖g‖, measured by the caller, who has to look at it anyway to know whether it is finite. */
  gradientNorm?: number;
  /** m of the moving average, in [0, 1]. Default 1: the average stays. */
  momentum?: number;
  /** Defaults 0.9, 0.999 and 1e-8. */
  beta1?: number;
  beta2?: number;
  epsilon?: number;
};

/**
 * One step of AdamW on one tensor, and of the teacher that follows it.
 *
 *   g ← g min(1, clip/(‖g‖ + 1e-6));   m ← β₁ m + (1 - β₁) g;   v ← β₂ v + (1 - β₂) g²
 *   x ← x (1 - lr · decay) - lr (m/(1 - β₁ᵗ)) / (√(v/(1 - β₂ᵗ)) + ε)
 *   x̄ ← momentum · x̄ + (1 - momentum) x
 *
 * In one pass over the memory where the backend's kernel pack can, else in plain operations. Returns new
 * tensors and leaves the old ones alone: dispose of them. Accuracy: some float32 ulp of each term.
 *
 * Source: Loshchilov and Hutter (2019), Algorithm 2, with the decay scaled by the learning rate alone.
 *
 * @param state tensors of one shape
 * @param gradient of that shape
 * @returns the state after the step, with an average where there was one
 * @throws TypeError for a non-tensor, a shape that does not fit, or clip without gradientNorm; RangeError for
 *   a number outside its domain
 * @example
 * const zero = tf.zeros([1]);
 * const state = { parameter: tf.ones([1]), first: zero, second: zero };
 * adamW(state, tf.tensor1d([3]), { step: 1, learningRate: 0.1 }).parameter; // [0.9]
 */
export function adamW(state: AdamWState, gradient: tf.Tensor, options: AdamWOptions): AdamWState {
  const { parameter, first, second, average } = state;
  const tensors = { parameter, gradient, first, second, ...(average ? { average } : {}) };
  for (const [name, tensor] of Object.entries(tensors)) {
    requireTensor('adamW', name, tensor);
    requireShape('adamW', name, tensor, parameter.shape, `[${parameter.shape.join(', ')}]`);
  }
  const factors = factorsOf(options);
  const moved = { parameter, first, second, average: average ?? null };
  const [x, m, v, mean] = (kernelPack().adamW ?? plain)(moved, gradient, factors);
  return { parameter: x, first: m, second: v, ...(mean ? { average: mean } : {}) };
}

function plain(
  { parameter, first, second, average }: AdamWTensors,
  gradient: tf.Tensor,
  { gradientScale, beta1, beta2, decay, stepSize, secondScale, epsilon, momentum }: AdamWFactors,
): tf.Tensor[] {
  return tf.tidy(() => {
    const g = gradientScale === 1 ? gradient : tf.mul(gradient, gradientScale);
    const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
    const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(g), 1 - beta2));
    const size = tf.add(tf.sqrt(tf.mul(v, secondScale)), epsilon);
    const x = tf.sub(tf.mul(parameter, decay), tf.mul(tf.div(m, size), stepSize));
    if (!average) return [x, m, v];
    return [x, m, v, tf.add(tf.mul(average, momentum), tf.mul(x, 1 - momentum))];
  });
}

/** The numbers of a step, in double precision. */
function factorsOf({
  step,
  learningRate,
  weightDecay = 0,
  clip = 0,
  gradientNorm,
  momentum = 1,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
}: AdamWOptions): AdamWFactors {
  requireNumber('step', step, 'an integer of 1 or more', (t) => Number.isSafeInteger(t) && t >= 1);
  requireNumber('learningRate', learningRate, 'finite and not negative', isSize);
  requireNumber('weightDecay', weightDecay, 'finite and not negative', isSize);
  requireNumber('clip', clip, 'finite and not negative', isSize);
  requireNumber('momentum', momentum, 'in [0, 1]', (m) => m >= 0 && m <= 1);
  requireNumber('beta1', beta1, 'in [0, 1)', (b) => b >= 0 && b < 1);
  requireNumber('beta2', beta2, 'in [0, 1)', (b) => b >= 0 && b < 1);
  requireNumber('epsilon', epsilon, 'finite and above 0', (e) => e > 0 && isSize(e));
  if (clip > 0) requireNumber('gradientNorm', gradientNorm, 'finite and not negative', isSize);
  return {
    gradientScale: clip > 0 ? Math.min(1, clip / ((gradientNorm as number) + 1e-6)) : 1,
    beta1,
    beta2,
    decay: 1 - learningRate * weightDecay,
    stepSize: learningRate / (1 - beta1 ** step),
    secondScale: 1 / (1 - beta2 ** step),
    epsilon,
    momentum,
  };
}

const isSize = (x: number): boolean => x >= 0 && x <= Number.MAX_VALUE;

function requireNumber(name: string, value: unknown, rule: string, fits: (x: number) => boolean): void {
  if (typeof value !== 'number') throw new TypeError(`adamW: ${name} must be a number, got ${typeof value}`);
  if (!fits(value)) throw new RangeError(`adamW: ${name} must be ${rule}, got ${value}`);
}
