import type { ConcentrationMethod } from 'von-mises-fisher';
import { METHODS } from '../../src/cli/methods.ts';

/** Every way from R to κ but the exact one. */
export const publishedMethods = METHODS.filter(
  (method): method is Exclude<ConcentrationMethod, 'exact'> => method !== 'exact',
);
