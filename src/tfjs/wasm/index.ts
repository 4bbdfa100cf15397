/**
 * von-mises-fisher/tfjs/wasm: importing it gives the functions of von-mises-fisher/tfjs faster kernels on the
 * backend of @tensorflow/tfjs-backend-wasm 4.22.0, which the caller imports and starts.
 */
import { registerKernelPack } from '../KernelPack.ts';
import { wasmPack } from './wasmPack.ts';

registerKernelPack('wasm', wasmPack);

export { wasmPack };
