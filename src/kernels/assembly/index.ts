// The module's exports: one line for each kernel, with its type in ../KernelExports.ts.

export { addShares32, addShares64, countShares } from './addShares';
export { circleRows } from './circleRows';
export { exponentialSums } from './exponentialSums';
export { fastPlan } from './fastPlan';
export {
  addFloats,
  floatColumns32,
  floatColumns64,
  floatRows32,
  floatRows64,
  floatWeights,
  multiplyFloats,
  scaleFloats,
} from './floatProducts';
export { hypersphereRows } from './hypersphereRows';
export { logNormalizerPlan } from './logNormalizerPlan';
export { meanResultantLengthPlan } from './meanResultantLengthPlan';
export { normals } from './normal';
export { orderZero } from './orderZero';
export { polynomialPlan } from './polynomialPlan';
export { scaleAndShift, tallyShares } from './posteriorShares';
export { multiplyPacked, packRows32, packRows64 } from './productTransposed';
export { foldSums, rowSums32, rowSums64 } from './rowSums';
export { countColumns, listShares, sortByColumns, sparseProducts, sparseSums } from './sparseRows';
export { sphereRows } from './sphereRows';
export { squaredDistances32, squaredDistances64 } from './squaredDistances';
export { addProducts, packColumns32, packColumns64, packWeights } from './weightedRowSums';
