import type * as tf from '@tensorflow/tfjs-core';

/** One attribute of an op of TensorFlow, as the binding of tfjs-node takes it. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string;
}

/** The part of tfjs-node's backend that runs any op of TensorFlow, registered with TensorFlow.js or not. */
export interface RawOps extends tf.KernelBackend {
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  readonly binding: {
    readonly TF_FLOAT: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_STRING: number;
  };
}

/** Whether a backend of the name 'tensorflow' is tfjs-node's of the version that we know. */
export function hasRawOps(backend: tf.KernelBackend): backend is RawOps {
  const { executeSingleOutput, binding } = backend as Partial<RawOps>;
  return typeof executeSingleOutput === 'function' && typeof binding?.TF_FLOAT === 'number';
}
