import { describe, expect, it } from 'vitest';
import {
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
  seededRandom,
} from 'von-mises-fisher';
import { nextAfter } from '../support/ulp.ts';
import { onBothSides, withKernels } from './onBothSides.ts';

type Face = (p: number, kappa: Float64Array) => Float64Array;
const faces: Record<string, Face> = {
  'log C': (p, kappa) => logNormalizer(p, kappa),
  'log C, fast': (p, kappa) => logNormalizer(p, kappa, { accuracy: 'fast' }),
  A: (p, kappa) => meanResultantLength(p, kappa),
  'A, fast': (p, kappa) => meanResultantLength(p, kappa, { accuracy: 'fast' }),
  '1 - A': (p, kappa) => meanResultantLengthComplement(p, kappa),
};
const scalars: Record<string, (p: number, kappa: number) => number> = {
  'log C': logNormalizer,
  A: meanResultantLength,
  '1 - A': meanResultantLengthComplement,
};
const dimensions = [1, 1.5, 2, 3, 31, 32, 32.7, 64, 256, 4096, 1e6 + 0.1, 1e10, 1e15];

/** Random κ over the whole range of the plan and beyond, and values of every other kind among them. */
function concentrations(p: number): Float64Array {
  const random = seededRandom(Math.floor(p));
  const offset = p / 2 + 1;
  const kappa = Float64Array.from({ length: 3001 }, () => offset * 2 ** (75 * random() - 12));
  kappa.set([
    0,
    -0,
    5e-324,
    1e-310,
    1e-280,
    -1e-9,
    -1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e30,
    1e200,
  ]);
  return kappa;
}

describe.each(Object.entries(faces))('%s', (_, face) => {
  it.each(dimensions)('has the same bits from WebAssembly and from JavaScript, p = %d', (p) => {
    onBothSides(() => face(p, concentrations(p)));
  });

  it('has the same bits in any company, in place, and after its rows were dropped', () => {
    const kappa = concentrations(256);
    const values = face(256, kappa);
    for (const p of [5, 6, 7, 8, 9]) face(p, kappa.subarray(0, 20));
    for (const i of [0, 11, 500, 1024, 3000]) {
      expect(face(256, kappa.subarray(i, i + 1))).toEqual(values.subarray(i, i + 1));
      expect(face(256, kappa.slice(i))).toEqual(values.subarray(i));
    }
  });
});

/** κ at both ends of intervals and one double to each side of them, over all octaves and just beyond. */
function atEdges(p: number): number[] {
  const offset = p / 2 + 1;
  const edges: number[] = [];
  const lowest = Math.floor(Math.log2(offset));
  for (let octave = lowest; octave <= lowest + 60; octave++) {
    for (const part of [0, 1, 17, 40, 63]) edges.push(2 ** octave * (1 + part / 64) - offset);
  }
  return edges
    .filter((kappa) => kappa > 0)
    .flatMap((kappa) => [-1, 0, 1].map((step) => nextAfter(kappa, step)));
}

describe('where rows meet and end', () => {
  it.each(Object.entries(scalars))('%s stays within 1 ulp of the scalar form', (name, scalar) => {
    for (const p of dimensions) {
      const kappa = Float64Array.from(atEdges(p));
      const expected = kappa.map((k) => scalar(p, k));
      const values = faces[name](p, kappa);
      // Below 0.1 in size the promise of log C is an absolute one.
      const kept = kappa.map((_, i) =>
        name === 'log C' && Math.abs(expected[i]) < 0.1 ? expected[i] : values[i],
      );
      expect(kept).toBeWithinUlp(expected, 1);
      expect(
        values.every(
          (value, i) => Math.abs(value - expected[i]) <= 2.3e-16 * Math.max(1, Math.abs(expected[i])),
        ),
      ).toBe(true);
    }
  });

  it('chunks of odd and even length, and lengths around the sizes where kernels change', () => {
    const kappa = concentrations(64);
    for (const kind of ['wasm', 'javascript'] as const) {
      const whole = withKernels(kind, () => logNormalizer(64, kappa));
      for (const length of [0, 1, 2, 31, 32, 33, 1023, 1024, 1025, 2049]) {
        expect(withKernels(kind, () => logNormalizer(64, kappa.subarray(0, length)))).toEqual(
          whole.subarray(0, length),
        );
      }
    }
    expect(logNormalizer(64, kappa)).toEqual(withKernels('wasm', () => logNormalizer(64, kappa)));
  });
});

it('single precision goes in and out, rounded once', () => {
  const kappa = Float32Array.from(concentrations(256));
  const values = onBothSides(() => logNormalizer(256, kappa));
  expect(values).toBeInstanceOf(Float32Array);
  expect(values).toEqual(Float32Array.from(logNormalizer(256, Float64Array.from(kappa))));
});
