import * as tf from '@tensorflow/tfjs-core';

const PRODUCTS = ['BatchMatMul', '_FusedMatMul'];
/** MatMulPackedProgram, among the values of WEBGPU_MATMUL_PROGRAM_TYPE. */
const PACKED = 3;
/** From here on the backend may choose MatMulSplitKProgram. */
const LONG_INNER_SIZE = 2000;

const replaced = /* @__PURE__ */ new WeakSet<tf.KernelFunc>();

/**
 * Has matrix products of a long inner size take the packed program.
 *
 * Of its own the backend takes MatMulSplitKProgram for few rows and columns and an inner size of 2000 or more.
 * It gives wrong values when the second operand is transposed, and adds by atomics, so that its bits differ
 * from run to run.
 */
export function avoidSplitProducts(): void {
  for (const kernelName of PRODUCTS) {
    const stock = tf.getKernel(kernelName, 'webgpu');
    if (replaced.has(stock.kernelFunc)) continue;
    const kernelFunc: tf.KernelFunc = (call) => {
      const { a } = call.inputs as { a: tf.TensorInfo };
      const transposed = call.attrs?.transposeA === true;
      const inner = a.shape[a.shape.length - (transposed ? 2 : 1)] as number;
      const flag = tf.env().get('WEBGPU_MATMUL_PROGRAM_TYPE');
      if (inner < LONG_INNER_SIZE || (flag as number) >= 0) return stock.kernelFunc(call);
      tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', PACKED);
      try {
        return stock.kernelFunc(call);
      } finally {
        tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', flag as number);
      }
    };
    replaced.add(kernelFunc);
    tf.unregisterKernel(kernelName, 'webgpu');
    tf.registerKernel({ ...stock, kernelFunc });
  }
}
