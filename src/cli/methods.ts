import type { ConcentrationMethod } from '../index.ts';

/** How kappa follows from R: exactly, or by a published estimator. */
export const METHODS: readonly ConcentrationMethod[] = [
  'exact',
  'banerjee',
  'tanabe',
  'sra',
  'song',
  'uniroot',
  'newton',
  'halley',
  'hybrid',
  'newton-fourier',
  'hornik-gruen',
];
