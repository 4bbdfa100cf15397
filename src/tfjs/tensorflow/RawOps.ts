import type * as tf from '@tensorflow/tfjs-core';

/** One attribute of an op of TensorFlow, as the binding of tfjs-node takes it. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | readonly number[];
}

/** What the binding tells of a tensor that an op made. */
export interface OpOutput {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The part of tfjs-node's backend that runs any op of TensorFlow, registered with TensorFlow.js or not. */
export interface RawOps extends tf.KernelBackend {
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  /** The binding's numbers of tensors, whose values it uploads where that has been put off. */
  getInputTensorIds(tensors: tf.Tensor[]): number[];
  createOutputTensor(output: OpOutput): tf.Tensor;
  /** Native calls, on tensors that TensorFlow.js need not know of. */
  readonly binding: {
    executeOp(
      name: string,
      attributes: readonly OpAttribute[],
      inputs: number[],
      outputs: number,
    ): OpOutput[];
    createTensor(shape: number[], dtype: number, values: Float32Array): number;
    deleteTensor(id: number): void;
    readonly TF_FLOAT: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_STRING: number;
    readonly TF_ATTR_SHAPE: number;
  };
}

/** Whether a backend of the name 'tensorflow' is tfjs-node's of the version that we know. */
export function hasRawOps(backend: tf.KernelBackend): backend is RawOps {
  const { executeSingleOutput, getInputTensorIds, createOutputTensor, binding } = backend as Partial<RawOps>;
  const methods = [executeSingleOutput, getInputTensorIds, createOutputTensor, binding?.executeOp];
  return methods.every((method) => typeof method === 'function');
}
