/** The version of TensorFlow.js that everything here is tested with. */
export const TFJS_VERSION = '4.22.0';
