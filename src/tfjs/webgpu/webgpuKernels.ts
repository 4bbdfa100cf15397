import type { KernelPack } from '../KernelPack.ts';
import { adamWInOneLaunch } from './adamWInOneLaunch.ts';
import { attentionKernels } from './attentionKernels.ts';
import { geluKernels } from './geluKernels.ts';
import { layerNormKernels } from './layerNormKernels.ts';
import { matrixProduct } from './matrixProduct.ts';
import { prototypeHead } from './prototypeHead.ts';
import { radialKernel } from './radialKernel.ts';
import { logSoftmaxKernels, softmaxKernels } from './softmaxKernels.ts';
import { sumOfSquares } from './sumOfSquares.ts';

/** The kernels in WGSL, for the backend that `startWebGPU` makes. */
export const webgpuKernels: KernelPack = {
  matMul: matrixProduct,
  attention: attentionKernels,
  layerNorm: layerNormKernels,
  gelu: geluKernels,
  softmax: softmaxKernels,
  logSoftmax: logSoftmaxKernels,
  relativeLogNormalizer: /* @__PURE__ */ radialKernel('relativeLogNormalizer'),
  meanResultantLength: /* @__PURE__ */ radialKernel('meanResultantLength'),
  meanResultantLengthSlope: /* @__PURE__ */ radialKernel('meanResultantLengthSlope'),
  prototypeCrossEntropy: /* @__PURE__ */ prototypeHead(),
  adamW: adamWInOneLaunch,
  sumOfSquares,
};
