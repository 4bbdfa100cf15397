import type { ConcentrationMethod } from 'von-mises-fisher';

/** Every way from R to κ but the exact one. */
export const publishedMethods: readonly Exclude<ConcentrationMethod, 'exact'>[] = [
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
