import * as tf from '@tensorflow/tfjs-core';

/**
 * Lets copies of a tensor on the wasm backend share its memory, as they do on every other backend: no kernel writes
 * into what it is given. TensorFlow.js copies there all that the tape keeps for gradients, each tensor once more.
 */
export function shareCopies(): void {
  const kernel = tf.getKernel('Identity', 'wasm');
  if (kernel === undefined) return;
  const copy = kernel.kernelFunc;
  const share: tf.KernelFunc = (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    // Strings lie outside the memory of the module.
    if (x.dtype === 'string') return copy(call);
    (call.backend as tf.KernelBackend).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  };
  tf.unregisterKernel('Identity', 'wasm');
  tf.registerKernel({ ...kernel, kernelFunc: share });
}
