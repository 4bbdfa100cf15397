import * as tf from '@tensorflow/tfjs-core';
import { matMul } from 'von-mises-fisher/tfjs';
import type { Config } from '../../examples/dino-vmf/settings/config.ts';
import type { Bench } from './Bench.ts';
import type { Peer, ProductShape, ProductsMeasured } from './Measured.ts';
import { productShapes } from './productShapes.ts';

/** A round repeats a product for about so long. */
const MILLISECONDS = 40;

type Timed = ProductsMeasured['products'][number];

/** `matMul` of ./tfjs on the products of a step, beside torch.matmul in turn. */
export async function measureProducts(bench: Bench, config: Config, rounds: number): Promise<Timed[]> {
  const peer = bench.startPeer();
  const results: Timed[] = [];
  for (const shape of productShapes(config)) {
    const [a, b] = operands(shape);
    const repeated = (times: number) => () => {
      for (let i = 0; i < times; i++) matMul(a, b, shape.transposeA, shape.transposeB).dispose();
    };
    await bench.time(repeated(1));
    const once = (await bench.time(repeated(2))) / 2;
    const repetitions = Math.max(1, Math.min(1000, Math.round(MILLISECONDS / Math.max(once, 1e-3))));
    await peer?.ask({ do: 'product', ...shape, repetitions });
    for (const precision of bench.precisions) await peer?.time(precision);
    const milliseconds: number[] = [];
    const peers = bench.precisions.map((precision) => ({ precision, milliseconds: [] as number[] }));
    for (let round = 0; round < rounds; round++) {
      milliseconds.push((await bench.time(repeated(repetitions))) / repetitions);
      for (const { precision, milliseconds: theirs } of peers) {
        theirs.push((await (peer as NonNullable<typeof peer>).time(precision)).milliseconds);
      }
    }
    tf.dispose([a, b]);
    results.push({ ...shape, milliseconds, peers: peers satisfies Omit<Peer, 'memory'>[] });
  }
  peer?.stop();
  return results;
}

function operands({ count, m, k, n, transposeA, transposeB }: ProductShape): [tf.Tensor, tf.Tensor] {
  const leading = count === 1 ? [] : [count];
  const drawn = (rows: number, columns: number): tf.Tensor => {
    const shape = [...leading, rows, columns];
    return tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => Math.random() - 0.5),
      shape,
    );
  };
  return [transposeA ? drawn(k, m) : drawn(m, k), transposeB ? drawn(n, k) : drawn(k, n)];
}
