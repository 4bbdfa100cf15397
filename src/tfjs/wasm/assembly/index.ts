export { adamW, sumOfSquares } from './adamW';
export { gelu, geluGradient } from './gelu';
export { addToRows, layerNorm, layerNormGradient, sumOfRows } from './layerNorm';
export { meanResultantLength, relativeLogNormalizer } from './logNormalizer';
export { products } from './product';
export { logSoftmax, logSoftmaxGradient, logSumExp, softmax, softmaxGradient } from './softmax';
