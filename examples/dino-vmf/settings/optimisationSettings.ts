import { choice, real, type Setting, span, toggle } from './Setting.ts';
import type { Span } from './Span.ts';

/** The optimiser and its schedules. */
export interface OptimisationSettings {
  emaMomentum: number;
  learningRate: number;
  learningRateScaling: 'none' | 'linear' | 'sqrt';
  minLearningRate: number;
  warmup: Span;
  weightDecay: number;
  weightDecayEnd: number;
  decayNorms: boolean;
  clip: number;
  freezeLastLayer: Span;
  accumulate: 'none' | 'sizes' | 'views';
}

export const optimisationSettings: readonly Setting[] = [
  real(
    'emaMomentum',
    '--ema-momentum',
    0.98,
    0,
    1,
    'of the teacher at the first step, rising to 1 by a cosine. 0.99 for short runs, 0.996 for batch 1024, 0.9995 for long runs with small batches; too low lets both networks collapse.',
  ),
  real(
    'learningRate',
    '--learning-rate',
    0.003,
    0,
    1,
    'peak. DINO takes 0.0005 · batch/256; short runs of small networks bear 0.0005-0.002. NaN or a loss stuck at ln K: lower it.',
  ),
  choice(
    'learningRateScaling',
    '--learning-rate-scaling',
    'none',
    ['none', 'linear', 'sqrt'],
    'what --learning-rate is multiplied with: linear batch/256 (DINO, iBOT), sqrt √(batch/1024) (DINOv2). The minimum is not scaled.',
  ),
  real('minLearningRate', '--min-learning-rate', 1e-6, 0, 1, 'limit of the cosine.'),
  span(
    'warmup',
    '--warmup',
    0.1,
    'time over which the learning rate rises from 0. 0.1, or DINO 10ep; none at all often ends in collapse.',
  ),
  real(
    'weightDecay',
    '--weight-decay',
    0.04,
    0,
    10,
    'at the first step, decoupled; biases and 1-D tensors are left out.',
  ),
  real('weightDecayEnd', '--weight-decay-end', 0.4, 0, 10, 'at the last step, reached by a cosine.'),
  toggle(
    'decayNorms',
    '--no-decay-norms',
    true,
    'leave the prototype norms g out of the weight decay. DINO decays them, which draws κ = g/τ down a little.',
  ),
  real(
    'clip',
    '--clip',
    3,
    0,
    1e6,
    'largest norm of the gradient of each tensor, 0 for no clipping. 0.3-3; lower for large networks.',
  ),
  span(
    'freezeLastLayer',
    '--freeze-last-layer',
    0,
    'time from the start during which the prototypes stay put. DINO: 1ep; raise it when the loss does not fall.',
  ),
  choice(
    'accumulate',
    '--accumulate',
    'none',
    ['none', 'sizes', 'views'],
    'gradients of the views taken one after the other and added: none takes all views at once, sizes the global, then the local views, views each view alone. The same gradient but for rounding, with less memory and a little more time.',
  ),
];
