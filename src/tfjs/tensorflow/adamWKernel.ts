import type { KernelPack } from '../KernelPack.ts';
import type { OpAttribute, RawOps } from './RawOps.ts';

/**
 * AdamW by ResourceApplyAdam, which goes over the memory once, between variables that are empty between calls.
 *
 *   TensorFlow:  m ← m + (1 - β₁)(g - m),   ṽ ← ṽ + (1 - b)(g² - ṽ),   x ← x - s m/(√ṽ + ε̃)
 *
 * Its b is a float32, and 1 - b misses 1 - 0.999 by 1.3e-5: so ṽ is v in another unit, v = u ṽ with
 * u = (1 - β₂)/(1 - b), which makes the new v right to float32 rounding; then s = lr/√(u c) and ε̃ = ε/√(u c),
 * where c = 1/(1 - β₂ᵗ) and lr the step size that the caller gives.
 *
 * All but its results is unknown to TensorFlow.js: a model has many small parameters, for which making a tensor
 * known costs more than an op.
 */
export function adamWKernel(backend: RawOps): NonNullable<KernelPack['adamW']> {
  const { binding } = backend;
  const { TF_FLOAT, TF_ATTR_TYPE, TF_ATTR_BOOL, TF_ATTR_STRING, TF_ATTR_SHAPE } = binding;
  const float32: OpAttribute = { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
  const ofFloat32: OpAttribute = { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT };
  const off = (name: string): OpAttribute => ({ name, type: TF_ATTR_BOOL, value: false });
  const text = (name: string, value: string): OpAttribute => ({ name, type: TF_ATTR_STRING, value });

  const single = (name: string, attributes: OpAttribute[], inputs: number[]) => {
    const [output] = binding.executeOp(name, attributes, inputs, 1);
    if (output === undefined) throw new Error(`tensorflow: ${name} gave nothing`);
    return output;
  };
  /** A variable; its shape is not held to, values of any shape may be assigned. */
  const variable = (name: string): number => {
    const shared = text('shared_name', `von-mises-fisher/adamW/${name}`);
    const shape: OpAttribute = { name: 'shape', type: TF_ATTR_SHAPE, value: [] };
    return single('VarHandleOp', [text('container', ''), shared, ofFloat32, shape], []).id;
  };
  const [x, m, v] = [variable('parameter'), variable('first'), variable('second')];
  const assign = (to: number, value: number) =>
    binding.executeOp('AssignVariableOp', [ofFloat32], [to, value], 0);
  const read = (from: number) => single('ReadVariableOp', [ofFloat32], [from]);

  return ({ parameter, first, second, average }, gradient, factors) => {
    const { gradientScale, beta1, beta2, decay, stepSize, secondScale, epsilon, momentum } = factors;
    const rounded = Math.fround(beta2);
    const unit = (1 - beta2) / Math.fround(1 - rounded);
    const root = Math.sqrt(unit * secondScale);
    /** Tensors to be let go of when all is done. */
    const passing: number[] = [];
    const scalar = (value: number): number => {
      const id = binding.createTensor([], TF_FLOAT, Float32Array.of(value));
      passing.push(id);
      return id;
    };
    const times = (a: number, factor: number) => single('Mul', [float32], [a, scalar(factor)]);
    const pass = ({ id }: { id: number }): number => {
      passing.push(id);
      return id;
    };
    try {
      const inputs = backend.getInputTensorIds([
        parameter,
        first,
        second,
        gradient,
        ...(average ? [average] : []),
      ]);
      const [oldX, oldM, oldV, g, mean] = inputs as [number, number, number, number, number | undefined];
      assign(x, pass(times(oldX, decay)));
      assign(m, oldM);
      assign(v, pass(times(oldV, beta2 / (unit * rounded))));
      const zero = scalar(0);
      const settings = [zero, zero, ...[stepSize / root, beta1, rounded, epsilon / root].map(scalar)];
      const slope = gradientScale === 1 ? g : pass(times(g, gradientScale));
      binding.executeOp(
        'ResourceApplyAdam',
        [float32, off('use_locking'), off('use_nesterov')],
        [x, m, v, ...settings, slope],
        0,
      );
      const newX = read(x);
      const results = [newX, read(m), times(pass(read(v)), unit)];
      if (mean !== undefined) {
        const [kept, moved] = [times(mean, momentum), times(newX.id, 1 - momentum)].map(pass) as [
          number,
          number,
        ];
        results.push(single('AddV2', [float32], [kept, moved]));
      }
      return results.map((output) => backend.createOutputTensor(output));
    } finally {
      for (const variable of [x, m, v]) {
        binding.executeOp(
          'DestroyResourceOp',
          [{ ...off('ignore_lookup_error'), value: true }],
          [variable],
          0,
        );
      }
      for (const id of passing) binding.deleteTensor(id);
    }
  };
}
