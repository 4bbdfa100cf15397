/**
 * Importing it gives the functions of von-mises-fisher/tfjs faster kernels on the backend of
 * @tensorflow/tfjs-node and @tensorflow/tfjs-node-gpu 4.22.0; selectEngine does so.
 */
import { registerKernelPack } from '../KernelPack.ts';
import { tensorflowKernels } from './tensorflowKernels.ts';

registerKernelPack('tensorflow', tensorflowKernels);

export { tensorflowKernels };
