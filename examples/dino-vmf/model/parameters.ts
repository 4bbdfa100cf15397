import { tf } from '../engine.ts';
import type { Random } from '../random.ts';

/** The tensors of one network by name, in the order in which they were made. */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

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

/** A copy of every tensor, in memory of its own. */
export function copied(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => [name, tf.tensor(tensor.dataSync(), tensor.shape)]),
  );
}

export function parameter(parameters: Parameters, name: string): tf.Tensor {
  const tensor = parameters[name];
  if (!tensor) throw new Error(`model: no parameter named ${name}`);
  return tensor;
}

export function countOf(parameters: Parameters): number {
  return Object.values(parameters).reduce((sum, tensor) => sum + tensor.size, 0);
}
