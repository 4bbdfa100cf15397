import type { ConcentrationMethod } from '../index.ts';

/** As a record, so that the compiler misses a name that is left out. */
const names: Readonly<Record<ConcentrationMethod, true>> = {
  exact: true,
  banerjee: true,
  tanabe: true,
  sra: true,
  song: true,
  uniroot: true,
  newton: true,
  halley: true,
  hybrid: true,
  'newton-fourier': true,
  'hornik-gruen': true,
};

/** How kappa follows from R: exactly, or by a published estimator. */
export const METHODS: readonly ConcentrationMethod[] = Object.keys(names) as ConcentrationMethod[];
