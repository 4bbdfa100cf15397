import {
  meanResultantLength as lengthOf,
  meanResultantLengthDerivative,
  relativeLogNormalizer as normalizerOf,
} from 'von-mises-fisher';
import { meanResultantLength, relativeLogNormalizer } from 'von-mises-fisher/tfjs';
import { Bounded } from './Bounded.ts';
import { type ConformanceCase, type Numbers, numbers, valueAndGradients } from './ConformanceCase.ts';

/** The accuracy that the functions promise, relative. */
const PROMISE = 2e-6;

/** Concentrations from 0 to 3e38, evenly spaced in the logarithm. */
function concentrations(count: number): Numbers {
  const values = Float32Array.from({ length: count }, (_, i) =>
    i === 0 ? 0 : 1e-6 * 3e44 ** ((i - 1) / Math.max(1, count - 2)),
  );
  return { shape: [count], values };
}

function radialCase(
  name: string,
  p: number,
  count: number,
  run: ConformanceCase['run'],
  value: (kappa: number) => number,
  slope: (kappa: number) => number,
): ConformanceCase {
  return {
    name: `${name} p = ${p} [${count}]`,
    inputs: [concentrations(count), numbers([count], 30)],
    run,
    expected([kappa, dy]) {
      const { values } = kappa as Numbers;
      const promised = (f: (kappa: number) => number): Bounded => {
        const wanted = Float64Array.from(values, f);
        const errors = wanted.map((y) => PROMISE * Math.abs(y) + 2 ** -126);
        return new Bounded(1, count, wanted, errors);
      };
      return [promised(value), promised(slope).mul(new Bounded(1, count, (dy as Numbers).values))];
    },
  };
}

/** log C_p and A_p over all of float32's range, with their gradients. */
export const radialCases: readonly ConformanceCase[] = [
  [2, 100],
  [3, 1],
  [3, 0],
  [64, 1031],
  [256, 4096],
].flatMap(([p, count]) => [
  radialCase(
    'relativeLogNormalizer',
    p as number,
    count as number,
    valueAndGradients((kappa) => relativeLogNormalizer(p as number, kappa)),
    (kappa) => normalizerOf(p as number, kappa),
    (kappa) => -lengthOf(p as number, kappa),
  ),
  radialCase(
    'meanResultantLength',
    p as number,
    count as number,
    valueAndGradients((kappa) => meanResultantLength(p as number, kappa)),
    (kappa) => lengthOf(p as number, kappa),
    (kappa) => meanResultantLengthDerivative(p as number, kappa, 1),
  ),
]);
