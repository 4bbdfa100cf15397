import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { prototypeCrossEntropy } from 'von-mises-fisher/tfjs';
import { Random } from '../../examples/dino-vmf/random.ts';
import type { Bench } from './Bench.ts';
import type { HeadMeasured } from './Measured.ts';
import { peakMemory } from './peakMemory.ts';

const [views, bottleneck] = [10, 256];

type Head = Pick<
  HeadMeasured,
  'batch' | 'views' | 'prototypes' | 'bottleneck' | 'milliseconds' | 'memory' | 'loss' | 'peers'
>;

/** prototypeCrossEntropy and its gradients, teacher by directions and prototypes, beside the same written plainly. */
export async function measureHead(
  bench: Bench,
  batch: number,
  prototypes: number,
  rounds: number,
): Promise<Head> {
  const measure = peakMemory();
  const values = {
    y: unitRows(views * batch, bottleneck, 1),
    w: unitRows(prototypes, bottleneck, 2),
    teacher: unitRows(2 * batch, bottleneck, 3),
  };
  const y = tf.tensor2d(values.y, [views * batch, bottleneck]);
  const w = tf.tensor2d(values.w, [prototypes, bottleneck]);
  const seen = tf.tensor2d(values.teacher, [2 * batch, bottleneck]);
  let loss = Number.NaN;
  const once = async (): Promise<void> => {
    const { value, grads } = tf.valueAndGrads((rows, directions) =>
      prototypeCrossEntropy(
        rows as tf.Tensor2D,
        directions as tf.Tensor2D,
        0.1,
        { y: seen, w, tau: 0.04 },
        { normalization: 'vmf', terms: 0 },
      ),
    )([y, w]);
    [loss] = (await value.data()) as unknown as [number];
    tf.dispose([value, grads]);
  };
  const memory = await measure(once);

  const folder = mkdtempSync(join(tmpdir(), 'vmf-bench-'));
  const files = Object.fromEntries(
    Object.entries(values).map(([name, numbers]) => {
      const file = join(folder, name);
      writeFileSync(file, numbers);
      return [name, file];
    }),
  );
  const peer = bench.startPeer();
  await peer?.ask({ do: 'head', views, prototypes, bottleneck, batch, files });
  rmSync(folder, { recursive: true });
  const peers = [];
  for (const precision of bench.precisions) {
    if (peer === null) break;
    const bytes = await peer.memory(precision);
    peers.push({ precision, milliseconds: [] as number[], memory: bytes, loss: Number.NaN });
  }
  const milliseconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    milliseconds.push(await bench.time(once));
    for (const row of peers) {
      const theirs = await (peer as NonNullable<typeof peer>).time(row.precision);
      row.milliseconds.push(theirs.milliseconds);
      row.loss = theirs.loss;
    }
  }
  peer?.stop();
  tf.dispose([y, w, seen]);
  return { batch, views, prototypes, bottleneck, milliseconds, memory, loss, peers };
}

function unitRows(rows: number, columns: number, seed: number): Float32Array {
  const random = Random.keyed(seed, 7);
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  for (let row = 0; row < rows; row++) {
    const of = values.subarray(row * columns, (row + 1) * columns);
    const length = Math.hypot(...of);
    for (let i = 0; i < columns; i++) of[i] = (of[i] as number) / length;
  }
  return values;
}
