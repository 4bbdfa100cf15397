import { prototypeLogits } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import { eachBlock } from './eachBlock.ts';
import type { Prototypes } from './Prototypes.ts';

/**
 * The mean log density of directions [n, p] under the mixture whose components are the prototypes, in nats and relative
 * to the uniform distribution: mean_i log Σ_k π_k C_p(κ_k)/C_p(0) exp(κ_k cos θ_ik).
 *
 * @param weights π, one for each prototype, adding up to 1
 */
export async function prototypeLogDensity(
  directions: Float32Array,
  { w, p, tau }: Prototypes,
  weights: ArrayLike<number>,
  onProgress?: (share: number) => void,
): Promise<number> {
  const count = w.length / p;
  const prototypes = tf.tensor2d(w, [count, p]);
  // A weight of 0 stands for a component that is not there; float32 has no room below e^-103, nor need of it.
  const logWeights = tf.tensor1d(Float32Array.from(weights, (weight) => Math.log(Math.max(weight, 1e-45))));
  let total = 0;
  const forBlock = async (block: tf.Tensor2D) => {
    const sum = tf.tidy(() => {
      const logs = tf.add(prototypeLogits(block, prototypes, tau), logWeights);
      return tf.sum(tf.logSumExp(logs, 1));
    });
    total += (await sum.data())[0] as number;
    sum.dispose();
  };
  await eachBlock(directions, p, count, forBlock, onProgress);
  tf.dispose([prototypes, logWeights]);
  return total / (directions.length / p);
}
