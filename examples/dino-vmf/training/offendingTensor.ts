import { tf } from '../engine.ts';
import type { TrainState } from './trainStep.ts';

/**
 * Names what is not finite, for a sentence: a tensor of the state before the loss, the loss before a gradient. Where
 * all tensors are finite it also names the one with the largest number, for that is where the overflow comes from.
 *
 * @param bad 'loss', or the name of the tensor whose gradient is not finite
 */
export async function offendingTensor(state: TrainState, bad: string, loss: number): Promise<string> {
  let largest = { name: '', size: 0 };
  for (const [name, tensor] of namedTensors(state)) {
    let size = 0;
    for (const value of await tensor.data()) {
      if (!Number.isFinite(value)) return name;
      size = Math.max(size, Math.abs(value));
    }
    if (size > largest.size) largest = { name, size };
  }
  const what = bad === 'loss' ? `the loss (${loss})` : `the gradient of ${bad}`;
  // A network that learns has no weight beyond some tens.
  return largest.size < 1000
    ? what
    : `${what}, with numbers up to ${largest.size.toExponential(1)} in ${largest.name},`;
}

/** The student's and the teacher's tensors, and what else the state holds for the teacher. */
function namedTensors(state: TrainState): [string, tf.Tensor][] {
  const networks = (['student', 'teacher'] as const).flatMap((network) =>
    Object.entries(state[network]).map(([name, x]): [string, tf.Tensor] => [`the ${network}'s ${name}`, x]),
  );
  const others = Object.entries(state).flatMap(([name, x]): [string, tf.Tensor][] =>
    x instanceof tf.Tensor ? [[`the teacher's ${name}`, x]] : [],
  );
  return [...networks, ...others];
}
