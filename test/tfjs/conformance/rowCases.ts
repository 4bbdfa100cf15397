import type * as tf from '@tensorflow/tfjs-core';
import { gelu, layerNorm, logSoftmax, softmax, sumOfSquares } from 'von-mises-fisher/tfjs';
import { Bounded } from './Bounded.ts';
import { type ConformanceCase, type Numbers, numbers, valueAndGradients } from './ConformanceCase.ts';

const SHAPES: readonly number[][] = [
  [1, 1],
  [1, 1000],
  [7, 33],
  [2, 3, 64],
  [130, 192],
  [8, 4097],
  [0, 5],
];

const rowsOf = ({ shape, values }: Numbers): Bounded => {
  const width = shape.at(-1) as number;
  return new Bounded(values.length / width, width, values);
};

const softmaxCases = SHAPES.map(
  (shape): ConformanceCase => ({
    name: `softmax [${shape}]`,
    inputs: [numbers(shape, 20, 6), numbers(shape, 21)],
    run: valueAndGradients((x) => softmax(x)),
    expected(inputs) {
      const [x, dy] = inputs.map(rowsOf) as [Bounded, Bounded];
      const y = x.softmax();
      return [y, y.mul(dy).sub(y.mul(y.mul(dy).sum()))];
    },
  }),
);

const logSoftmaxCases = SHAPES.map(
  (shape): ConformanceCase => ({
    name: `logSoftmax [${shape}]`,
    inputs: [numbers(shape, 22, 6), numbers(shape, 23)],
    run: valueAndGradients((x) => logSoftmax(x)),
    expected(inputs) {
      const [x, dy] = inputs.map(rowsOf) as [Bounded, Bounded];
      const shifted = x.sub(x.max());
      const y = shifted.sub(shifted.exp().sum().log());
      return [y, dy.sub(y.exp().mul(dy.sum()))];
    },
  }),
);

const sumOfSquaresCases = [[1], [5, 67], [20001], [0, 5]].map(
  (shape): ConformanceCase => ({
    name: `sumOfSquares [${shape}]`,
    inputs: [numbers(shape, 26), numbers([], 27)],
    run: valueAndGradients((x) => sumOfSquares(x)),
    expected([x, dy]) {
      const { values } = x as Numbers;
      const given = new Bounded(1, values.length, values);
      const slope = new Bounded(1, 1, (dy as Numbers).values);
      return [given.mul(given).sum(), given.mul(slope.times(2))];
    },
  }),
);

/** erf in double precision: its power series, whose cancellation up to |x| = 3 costs 1e-12. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  if (Math.abs(x) > 3) return Math.sign(x) * (1 - complement(Math.abs(x)));
  let [term, sum] = [x, x];
  for (let n = 1; n < 100; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** 1 - erf(x) for x >= 3 by its continued fraction (DLMF 7.9.1). */
function complement(x: number): number {
  let fraction = x;
  for (let n = 60; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

/** What tfjs' erf may be off by: Abramowitz and Stegun 7.1.26, 1.5e-7, and its own roundings. */
const ERF_ERROR = 1.5e-7 + 8 * 2 ** -24;

const geluCases = [...SHAPES, [3]].map((shape): ConformanceCase => {
  const x = numbers(shape, 24, 5);
  x.values.set([-20, 0, 20].slice(0, x.values.length));
  return {
    name: `gelu [${shape}]`,
    inputs: [x, numbers(shape, 25)],
    run: valueAndGradients((x) => gelu(x)),
    expected(inputs) {
      const [x, dy] = inputs.map(rowsOf) as [Bounded, Bounded];
      const slope = 2 / Math.sqrt(Math.PI);
      const cdf = x
        .times(Math.SQRT1_2)
        .map(erf, (z, e) => slope * Math.exp(-z * z) * e + ERF_ERROR)
        .times(0.5)
        .plus(0.5);
      const density = x
        .mul(x)
        .times(-0.5)
        .exp()
        .times(1 / Math.sqrt(2 * Math.PI));
      return [x.mul(cdf), dy.mul(cdf.add(x.mul(density)))];
    },
  };
});

const layerNormCases = [...SHAPES, [65]].map((shape): ConformanceCase => {
  const width = shape.at(-1) as number;
  const x = numbers(shape, 26, 2, 0.5);
  // The first row is constant: only epsilon keeps it finite.
  if (x.values.length > width) x.values.fill(0.75, 0, width);
  return {
    name: `layerNorm [${shape}]`,
    inputs: [x, numbers([width], 27, 1, 1), numbers([width], 28), numbers(shape, 29)],
    run: valueAndGradients((x, gain, bias) => layerNorm(x as tf.Tensor, gain, bias)),
    expected(inputs) {
      const [x, gain, bias, dy] = inputs.map(rowsOf) as [Bounded, Bounded, Bounded, Bounded];
      const mean = (rows: Bounded): Bounded => rows.sum().times(1 / width);
      const centered = x.sub(mean(x));
      const inverseDeviation = mean(centered.mul(centered)).plus(1e-6).inverseRoot();
      const normalized = centered.mul(inverseDeviation);
      const towards = dy.mul(gain);
      return [
        normalized.mul(gain).add(bias),
        towards
          .sub(mean(towards))
          .sub(normalized.mul(mean(towards.mul(normalized))))
          .mul(inverseDeviation),
        dy.mul(normalized).sumOfRows(),
        dy.sumOfRows(),
      ];
    },
  };
});

/** What works row by row or number by number: one entry, odd sizes, no rows, constant rows. */
export const rowCases: readonly ConformanceCase[] = [
  ...softmaxCases,
  ...logSoftmaxCases,
  ...geluCases,
  ...layerNormCases,
  ...sumOfSquaresCases,
];
