/**
 * von-mises-fisher/tfjs/webgpu: the WebGPU engine of TensorFlow.js on a device of its own, in Node and in
 * browsers, with kernels in WGSL (@tensorflow/tfjs-backend-webgpu 4.22.0, a peer; in Node also webgpu).
 */
export { startWebGPU, type WebGPUEngine, type WebGPUMemory, type WebGPUOptions } from './startWebGPU.ts';
