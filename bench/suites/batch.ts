/** log C_p, A_p and 1 - A_p over an array of κ at one p. */
import { logNormalizer, meanResultantLength, meanResultantLengthComplement } from 'von-mises-fisher';
import type { Rival } from '../comparison.ts';
import { inJavaScript } from '../inJavaScript.ts';
import { concentrations } from '../points.ts';
import { suite } from '../suite.ts';

const kappa = concentrations();
const values = kappa.length;

const inputFor = (p: number) => ({ p: Float64Array.of(p), kappa });
const peers = (targets: { scipy?: number; gsl?: number; boost?: number } = {}): Rival[] => [
  { name: 'SciPy ive, vectorised', peer: 'python', kernel: 'log-normalizer', target: targets.scipy },
  { name: 'GSL', peer: 'gsl', kernel: 'log-normalizer', target: targets.gsl },
  { name: 'Boost.Math', peer: 'boost', kernel: 'log-normalizer', target: targets.boost },
];
const twin = (run: (out: Float64Array) => void): Rival => ({
  name: 'the same in JavaScript',
  run: inJavaScript(run),
});

const logC = (p: number) => (out: Float64Array) => {
  logNormalizer(p, kappa, { out });
};
const fastLogC = (out: Float64Array): void => {
  logNormalizer(256, kappa, { accuracy: 'fast', out });
};
const length = (out: Float64Array): void => {
  meanResultantLength(256, kappa, { out });
};
const fastLength = (out: Float64Array): void => {
  meanResultantLength(256, kappa, { accuracy: 'fast', out });
};
const complement = (out: Float64Array): void => {
  meanResultantLengthComplement(256, kappa, { out });
};

/** More dimensions in turn than keep their plans, so that every call makes its rows anew. */
let turn = 0;
const unseen = (out: Float64Array): void => {
  logNormalizer(256 + (turn++ % 5), kappa, { out });
};

const ratio: Rival = { name: 'SciPy ive, vectorised', peer: 'python', kernel: 'ratio' };

await suite([
  {
    what: 'log C, array, p = 256',
    input: inputFor(256),
    values,
    run: logC(256),
    rivals: [
      ...peers({ scipy: 15, gsl: 10, boost: 20 }),
      // At most 3.5 times the time of C.
      { name: 'our algorithm in C++', peer: 'plan', kernel: 'log-normalizer', target: 0.286 },
      twin(logC(256)),
    ],
  },
  ...[64, 1024, 4096].map((p) => ({
    what: `log C, array, p = ${p}`,
    input: inputFor(p),
    values,
    run: logC(p),
    rivals: peers(),
  })),
  {
    what: 'log C, array, p = 256, fast',
    input: inputFor(256),
    values,
    run: fastLogC,
    rivals: [...peers(), { name: 'full accuracy', run: logC(256) }, twin(fastLogC)],
  },
  { what: 'log C, array, p not seen before', input: inputFor(256), values, run: unseen, rivals: [] },
  { what: 'A, array, p = 256', input: inputFor(256), values, run: length, rivals: [ratio, twin(length)] },
  {
    what: 'A, array, p = 256, fast',
    input: inputFor(256),
    values,
    run: fastLength,
    rivals: [ratio, twin(fastLength)],
  },
  {
    what: '1 - A, array, p = 256',
    input: inputFor(256),
    values,
    run: complement,
    rivals: [twin(complement)],
  },
]);
