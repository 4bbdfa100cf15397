// The module's exports: one line for each kernel, with its type in KernelExports of ../wasm.ts.

export { circleRows } from './circleRows';
export { hypersphereRows } from './hypersphereRows';
export { normals } from './normal';
export { orderZero } from './orderZero';
export { sphereRows } from './sphereRows';
