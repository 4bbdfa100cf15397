import { tf } from '../engine.ts';
import type { Random } from '../random.ts';

/** The tensors of one network by name, in the order in which they were made. */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

/** 'dino': deviation 0.02 in every linear layer; 'fan-in': 1/√inputs. */
export type Initialization = 'dino' | 'fan-in';

/**
 * The deviation of a linear layer's weights at the start. DINO's 0.02 is made for widths of 384 and more;
 * at width 64 it shrinks the signal sixfold in every layer, and the blocks hardly act for many steps.
 */
export function deviation(initialization: Initialization, inputs: number): number {
  return initialization === 'dino' ? 0.02 : 1 / Math.sqrt(inputs);
}

/** Normal with mean 0. */
export function normal(random: Random, shape: number[], deviation: number): tf.Tensor {
  return filled(shape, () => deviation * random.normal());
}

/** Uniform on [-bound, bound]. */
export function uniform(random: Random, shape: number[], bound: number): tf.Tensor {
  return filled(shape, () => random.between(-bound, bound));
}

function filled(shape: number[], draw: () => number): tf.Tensor {
  return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, draw), shape);
}

/** The same values in tensors of their own, which live on when the first are disposed of. */
export function copied(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, tf.clone(tensor)]));
}

export function parameter(parameters: Parameters, name: string): tf.Tensor {
  const tensor = parameters[name];
  if (!tensor) throw new Error(`model: no parameter named ${name}`);
  return tensor;
}

export function countOf(parameters: Parameters): number {
  return Object.values(parameters).reduce((sum, tensor) => sum + tensor.size, 0);
}
