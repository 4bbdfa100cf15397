// The module's exports: one line for each kernel, with its type in KernelExports of ../wasm.ts.
export { orderZero } from './orderZero';
