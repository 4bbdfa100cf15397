import { choice, numbers, real, type Setting, setting, span } from './Setting.ts';
import type { Span } from './Span.ts';

/** The loss. */
export interface ObjectiveSettings {
  method: 'dino' | 'ibot';
  normalization: 'none' | 'l2' | 'vmf';
  centring: 'probability' | 'logit';
  terms: number | 'exact';
  studentTemperature: number;
  teacherTemperatureStart: number;
  teacherTemperature: number;
  teacherTemperatureWarmup: Span;
  teacherTemperatureBy: 'step' | 'epoch';
  centreMomentum: number;
  clsWeight: number;
  patchWeight: number;
  patchTemperatureStart: number;
  patchTemperature: number;
  patchCentreMomentum: number;
  maskRatio: readonly number[];
  maskRatioVariation: readonly number[];
  maskShape: 'block' | 'random';
}

export const objectiveSettings: readonly Setting[] = [
  choice(
    'method',
    '--method',
    'dino',
    ['dino', 'ibot'],
    'dino compares the [CLS] tokens of the views; ibot also hides patches of the global views from the student, which has to tell what the teacher says of them.',
  ),
  choice(
    'normalization',
    '--normalization',
    'vmf',
    ['none', 'l2', 'vmf'],
    'of the prototype logits: none is DINO with free norms (norm_last_layer false), l2 DINO with unit prototypes (norm_last_layer true: g stays 1), vmf has free norms and adds log C_p(κ) with κ = ‖w‖/τ (Eq. 6). none is unstable for large networks.',
  ),
  choice(
    'centring',
    '--centring',
    'probability',
    ['probability', 'logit'],
    "probability averages the teacher's probabilities (Eq. 9), logit its logits (Eq. 8).",
  ),
  setting({
    key: 'terms',
    flag: '--terms <n|exact>',
    value: 'exact',
    kind: 'terms',
    min: 0,
    max: 20,
    help: 'order of the expansion of log C_p, 0 as in the paper (enough for p >= 256), or exact.',
  }),
  real(
    'studentTemperature',
    '--student-temperature',
    0.1,
    0.01,
    10,
    "τ_s. 0.1; must be above the teacher's, or the targets are not sharper than the student and it collapses to uniform.",
  ),
  real(
    'teacherTemperatureStart',
    '--teacher-temperature-start',
    0.03,
    0.005,
    10,
    'τ_t at the first step. 0.02-0.04 for small sets; lower it when the loss stays at ln K.',
  ),
  real(
    'teacherTemperature',
    '--teacher-temperature',
    0.03,
    0.005,
    10,
    'τ_t after its warm-up. 0.04-0.07; above 0.07 training collapses to uniform (loss stuck at ln K).',
  ),
  span(
    'teacherTemperatureWarmup',
    '--teacher-temperature-warmup',
    0.3,
    'time over which τ_t rises linearly. DINO: 30ep, the paper 50ep for ViT-S and 30ep for ViT-B.',
  ),
  choice(
    'teacherTemperatureBy',
    '--teacher-temperature-by',
    'step',
    ['step', 'epoch'],
    'whether τ_t rises with every step or, as in DINO, with every epoch. Short runs have too few epochs for that.',
  ),
  real(
    'centreMomentum',
    '--centre-momentum',
    0.9,
    0,
    1,
    'of the running centre. 0.9; near 1 the centre lags and one prototype may win all (entropy 0).',
  ),
  real('clsWeight', '--cls-weight', 1, 0, 1000, 'λ1: of the [CLS] loss, with --method ibot.'),
  real(
    'patchWeight',
    '--patch-weight',
    1,
    0,
    1000,
    'λ2: of the loss of the hidden patches, with --method ibot.',
  ),
  real(
    'patchTemperatureStart',
    '--patch-temperature-start',
    0.03,
    0.005,
    10,
    'τ_t of the patches at the first step; it rises with that of [CLS]. iBOT: 0.04.',
  ),
  real(
    'patchTemperature',
    '--patch-temperature',
    0.03,
    0.005,
    10,
    'τ_t of the patches after its warm-up. iBOT: 0.07.',
  ),
  real(
    'patchCentreMomentum',
    '--patch-centre-momentum',
    0.9,
    0,
    1,
    "of the running centre of the patches, which averages over all of the teacher's, hidden or not.",
  ),
  numbers(
    'maskRatio',
    '--mask-ratio',
    [0, 0.3],
    0,
    1,
    'share of the patches to hide: each global view takes one entry at random. 0,0.3 leaves half of the views whole.',
  ),
  numbers(
    'maskRatioVariation',
    '--mask-ratio-variation',
    [0, 0.2],
    0,
    1,
    'the share is uniform within so much of its entry: 0.3 and 0.2 hide from a tenth to a half.',
  ),
  choice(
    'maskShape',
    '--mask-shape',
    'block',
    ['block', 'random'],
    'of what is hidden: rectangles, which may hide a little less than the share, or single patches.',
  ),
];
