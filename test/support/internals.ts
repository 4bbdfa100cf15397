/** Functions that the package does not export and whose accuracy it states all the same. */
export { incompleteBeta } from '../../src/special/incompleteBeta.ts';
export { incompleteGamma } from '../../src/special/incompleteGamma.ts';
