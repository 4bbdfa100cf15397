import * as tf from '@tensorflow/tfjs-core';
import { attention, matMul } from 'von-mises-fisher/tfjs';
import { Bounded } from './Bounded.ts';
import { type ConformanceCase, type Numbers, numbers, valueAndGradients } from './ConformanceCase.ts';

/** The matrices of [..., rows, columns]. */
function matrices({ shape, values }: Numbers): Bounded[] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const count = shape.slice(0, -2).reduce((product, n) => product * n, 1);
  return Array.from(
    { length: count },
    (_, i) => new Bounded(rows, columns, values.subarray(i * rows * columns, (i + 1) * rows * columns)),
  );
}

const stacked = (blocks: Bounded[]): Bounded => Bounded.stack(blocks, blocks[0]?.columns ?? 0);

function productCase(
  batch: number[],
  [m, k, n]: [number, number, number],
  transposeA = false,
  transposeB = false,
): ConformanceCase {
  const a = numbers([...batch, ...(transposeA ? [k, m] : [m, k])], 1);
  const b = numbers([...batch, ...(transposeB ? [n, k] : [k, n])], 2);
  const turned = (x: Bounded, isTurned: boolean): Bounded => (isTurned ? x.transposed() : x);
  return {
    name: `matMul [${a.shape}]${transposeA ? 'ᵀ' : ''} [${b.shape}]${transposeB ? 'ᵀ' : ''}`,
    inputs: [a, b, numbers([...batch, m, n], 3)],
    run: valueAndGradients((x, y) => matMul(x, y, transposeA, transposeB)),
    expected(inputs) {
      const [as, bs, dys] = inputs.map(matrices) as [Bounded[], Bounded[], Bounded[]];
      const parts = as.map((x, i) => {
        const [left, right] = [turned(x, transposeA), turned(bs[i] as Bounded, transposeB)];
        const dy = dys[i] as Bounded;
        return [
          left.product(right),
          turned(dy.product(right.transposed()), transposeA),
          turned(left.transposed().product(dy), transposeB),
        ];
      });
      return [0, 1, 2].map((which) => stacked(parts.map((part) => part[which] as Bounded)));
    },
  };
}

/** x W + b, one W for all leading axes: where fused kernels lose the bias. */
function linearCase(leading: number[], k: number, n: number): ConformanceCase {
  const x = numbers([...leading, k], 4);
  return {
    name: `matMul [${x.shape}] [${k},${n}] + bias`,
    inputs: [x, numbers([k, n], 5), numbers([n], 6), numbers([...leading, n], 7)],
    run: valueAndGradients((rows, weight, bias) => tf.add(matMul(rows, weight), bias)),
    expected([x, w, b, dy]) {
      const rows = (from: Numbers, columns: number) =>
        new Bounded(from.values.length / columns, columns, from.values);
      const [left, right] = [rows(x as Numbers, k), rows(w as Numbers, n)];
      const towards = rows(dy as Numbers, n);
      return [
        left.product(right).add(rows(b as Numbers, n)),
        towards.product(right.transposed()),
        left.transposed().product(towards),
        towards.sumOfRows(),
      ];
    },
  };
}

function attentionCase(batch: number, n: number, m: number, d: number, e: number): ConformanceCase {
  const inputs = [
    numbers([batch, n, d], 8, 2),
    numbers([batch, m, d], 9, 2),
    numbers([batch, m, e], 10),
    numbers([batch, n, e], 11),
  ];
  return {
    name: `attention [${[batch, n, d]}] [${[batch, m, d]}] [${[batch, m, e]}]`,
    inputs,
    run: valueAndGradients((q, k, v) => attention(q, k, v)),
    expected(given) {
      const [qs, ks, vs, dys] = given.map(matrices) as [Bounded[], Bounded[], Bounded[], Bounded[]];
      const scale = 1 / Math.sqrt(d);
      const parts = qs.map((q, i) => {
        const [k, v, dy] = [ks[i], vs[i], dys[i]] as [Bounded, Bounded, Bounded];
        const weights = q.product(k.transposed()).times(scale).softmax();
        const towards = dy.product(v.transposed());
        const scores = weights.mul(towards.sub(towards.mul(weights).sum())).times(scale);
        return [
          weights.product(v),
          scores.product(k),
          scores.transposed().product(q),
          weights.transposed().product(dy),
        ];
      });
      return [0, 1, 2, 3].map((which) => stacked(parts.map((part) => part[which] as Bounded)));
    },
  };
}

/** Products, among them the sizes at which stock kernels are wrong: long inner sizes with few rows. */
export const productCases: readonly ConformanceCase[] = [
  productCase([], [1, 1, 1]),
  productCase([], [8, 4096, 128]),
  productCase([], [8, 4096, 128], false, true),
  productCase([], [32, 2048, 36], false, true),
  productCase([], [36, 2048, 8], true, false),
  productCase([], [5, 2001, 7], true, true),
  productCase([], [7, 49, 65]),
  productCase([], [65, 64, 33], true, false),
  productCase([], [1, 256, 1030], false, true),
  productCase([3], [17, 50, 13]),
  productCase([12], [17, 64, 17], false, true),
  productCase([12], [17, 64, 17], true, false),
  productCase([2, 3], [5, 9, 4]),
  productCase([], [0, 5, 4]),
  productCase([3], [0, 5, 4], false, true),
  linearCase([3, 5], 49, 64),
  linearCase([2, 17], 192, 65),
  linearCase([1], 2048, 130),
  attentionCase(1, 1, 1, 1, 1),
  attentionCase(12, 17, 17, 16, 16),
  attentionCase(6, 65, 65, 64, 64),
  attentionCase(2, 5, 9, 7, 3),
  attentionCase(0, 5, 5, 4, 4),
];
