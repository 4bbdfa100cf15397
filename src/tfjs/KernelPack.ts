import * as tf from '@tensorflow/tfjs-core';
import type { FloatExpansion } from './floatExpansion.ts';

/** The scores of rows against prototypes, l_rk = ⟨y_r, w_k⟩/τ + n_k, before they are computed. */
export interface PrototypeScores {
  /** [rows, p] */
  readonly y: tf.Tensor2D;
  /** [K, p] */
  readonly w: tf.Tensor2D;
  /** n [K]: the vMF normalizers, minus the center for a teacher; null for none. */
  readonly offsets: tf.Tensor1D | null;
  readonly tau: number;
}

/** Rows are grouped by view: G·B of the teacher, V·B of the student, the G global views first. */
export interface ViewCounts {
  readonly globalViews: number;
  readonly views: number;
  readonly batch: number;
}

/** What AdamW changes of one parameter; `average` is the teacher's, null where it has none. */
export interface AdamWTensors {
  readonly parameter: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
  readonly average: tf.Tensor | null;
}

/** One step of AdamW on one tensor, its numbers worked out on the host in double precision. */
export interface AdamWFactors {
  /** min(1, clip/‖g‖) */
  readonly gradientScale: number;
  readonly beta1: number;
  readonly beta2: number;
  /** 1 - lr · decay */
  readonly decay: number;
  /** lr/(1 - β₁ᵗ) */
  readonly stepSize: number;
  /** 1/(1 - β₂ᵗ) */
  readonly secondScale: number;
  readonly epsilon: number;
  /** m of average ← m average + (1 - m) parameter; not used without an average. */
  readonly momentum: number;
}

/**
 * Raw kernels of one backend, each of them optional: values and gradients, no autodiff.
 *
 * A primitive of './tfjs' takes the kernel of the current backend's pack if there is one, and else plain
 * operations, which are the oracle that the conformance suite compares every kernel with. The primitive
 * checks its arguments first: kernels get float32 tensors whose shapes fit, of any size, 0 included.
 *
 * Memory: a kernel returns new tensors that the engine tracks (made by `tf.engine().runKernel`, plain
 * operations, or `makeTensorFromTensorInfo`); it never writes into a tensor it was given, never returns one
 * (tf.clone it), and disposes of nothing it was given. It runs inside a scope of the caller that disposes of
 * what it makes beside its results. Tensors that `forward` returns after its value are kept by the primitive
 * and handed to `backward` in the same order.
 */
export interface KernelPack {
  /** a·b over equal leading sizes, rank 2 or more; with the last two axes of an operand swapped. */
  readonly matMul?: (a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean) => tf.Tensor;
  /** x·w + b of rows [rows, k], w [k, n] and b [n]: the value of `linear`. */
  readonly linear?: (x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D) => tf.Tensor2D;
  /** Σ over the rows of [rows, d], [d]. */
  readonly sumOfRows?: (x: tf.Tensor2D) => tf.Tensor1D;
  /** softmax(scale q kᵀ) v, see `attention`; [batch, rows, size] each. `saved` as the pack likes. */
  readonly attention?: {
    forward(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, scale: number): [tf.Tensor3D, ...tf.Tensor[]];
    /** [∂q, ∂k, ∂v]; `saved` is what forward returned, its value first. */
    backward(
      dy: tf.Tensor3D,
      q: tf.Tensor3D,
      k: tf.Tensor3D,
      v: tf.Tensor3D,
      scale: number,
      saved: tf.Tensor[],
    ): tf.Tensor3D[];
  };
  /** Over the last axis, as rows [rows, d]. */
  readonly layerNorm?: {
    /** [y, mean [rows], 1/√(var + ε) [rows]] */
    forward(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D, epsilon: number): tf.Tensor[];
    /** [∂x, ∂gain, ∂bias] */
    backward(
      dy: tf.Tensor2D,
      x: tf.Tensor2D,
      gain: tf.Tensor1D,
      mean: tf.Tensor1D,
      inverseDeviation: tf.Tensor1D,
    ): tf.Tensor[];
  };
  readonly gelu?: {
    forward(x: tf.Tensor): tf.Tensor;
    backward(dy: tf.Tensor, x: tf.Tensor): tf.Tensor;
  };
  /** Over the last axis, as rows [rows, d]. */
  readonly softmax?: {
    forward(x: tf.Tensor2D): tf.Tensor2D;
    backward(dy: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D;
  };
  readonly logSoftmax?: {
    forward(x: tf.Tensor2D): tf.Tensor2D;
    backward(dy: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D;
  };
  /** log C_p(κ) - log C_p(0); the polynomials as numbers, see `floatExpansion`. */
  readonly relativeLogNormalizer?: (kappa: tf.Tensor, expansion: FloatExpansion) => tf.Tensor;
  /** A_p(κ) and its first derivative: minus the first two derivatives of the above. */
  readonly meanResultantLength?: (kappa: tf.Tensor, expansion: FloatExpansion) => tf.Tensor;
  readonly meanResultantLengthSlope?: (kappa: tf.Tensor, expansion: FloatExpansion) => tf.Tensor;
  /** See `prototypeCrossEntropy`; the teacher as scores or as its probabilities [G·B, K]. */
  readonly prototypeCrossEntropy?: {
    /**
     * [loss [V·B], log Σₖ exp lₖ [V·B], ...whatever else backward wants]. The loss of a row is the sum over
     * the teacher's views other than its own of -Σₖ P_t log P_s, without any mean.
     */
    forward(student: PrototypeScores, teacher: PrototypeScores | tf.Tensor2D, views: ViewCounts): tf.Tensor[];
    /** [∂y, ∂w, ∂n] of the student, the last one left out where it has no offsets; dLoss [V·B]. */
    backward(
      dLoss: tf.Tensor1D,
      student: PrototypeScores,
      teacher: PrototypeScores | tf.Tensor2D,
      views: ViewCounts,
      saved: tf.Tensor[],
    ): tf.Tensor[];
  };
  /** [parameter, first, second, average?] after the step, see `adamW`. */
  readonly adamW?: (tensors: AdamWTensors, gradient: tf.Tensor, factors: AdamWFactors) => tf.Tensor[];
  /** Σ x², a scalar, of one number or more. */
  readonly sumOfSquares?: (x: tf.Tensor) => tf.Scalar;
}

const makers = /* @__PURE__ */ new Map<string, (backend: tf.KernelBackend) => KernelPack>();
const packs = /* @__PURE__ */ new WeakMap<tf.KernelBackend, KernelPack>();
const PLAIN: KernelPack = {};

/**
 * Gives the backends of a name their kernels. `make` is called once for each backend of that name, when it
 * is first computed with; it returns `{}` where its kernels cannot work.
 */
export function registerKernelPack(
  backendName: string,
  make: (backend: tf.KernelBackend) => KernelPack,
): void {
  makers.set(backendName, make);
}

/** The kernels of the current backend; none, `{}`, where no pack is registered. */
export function kernelPack(): KernelPack {
  const make = makers.get(tf.getBackend());
  if (make === undefined) return PLAIN;
  const backend = tf.backend();
  const pack = packs.get(backend) ?? make(backend);
  packs.set(backend, pack);
  return pack;
}
