import { UserError } from './UserError.ts';

/** All settings of a run, as written to config.json and into the checkpoint. */
export interface Config {
  data: string | null;
  limit: number | null;
  skipCorrupt: boolean;
  imageSize: number;
  seed: number;
  engine: 'auto' | 'wasm' | 'cpu';
  steps: number;
  epochs: number | null;
  batchSize: number;
  localCrops: number;
  localSize: number;
  globalScaleMin: number;
  localScaleMin: number;
  localScaleMax: number;
  patchSize: number;
  width: number;
  depth: number;
  heads: number;
  headHidden: number;
  bottleneck: number;
  prototypes: number;
  initialization: 'dino' | 'fan-in';
  normalization: 'none' | 'l2' | 'vmf';
  centring: 'probability' | 'logit';
  terms: number | 'exact';
  studentTemperature: number;
  teacherTemperatureStart: number;
  teacherTemperature: number;
  teacherTemperatureWarmup: number;
  centreMomentum: number;
  emaMomentum: number;
  learningRate: number;
  minLearningRate: number;
  warmup: number;
  weightDecay: number;
  weightDecayEnd: number;
  decayNorms: boolean;
  clip: number;
  freezeSteps: number;
  checkpointEvery: number;
  evaluateEvery: number;
  neighbours: number;
}

interface Setting<K extends keyof Config = keyof Config> {
  readonly key: K;
  readonly value: Config[K];
  readonly flag: string;
  readonly kind: 'integer' | 'number' | 'text' | 'choice' | 'switch' | 'terms';
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  readonly group: string;
  readonly help: string;
}

const setting = <K extends keyof Config>(s: Setting<K>): Setting => s as Setting;
const integer = <K extends keyof Config>(
  group: string,
  key: K,
  flag: string,
  value: Config[K],
  min: number,
  max: number,
  help: string,
) => setting({ group, key, flag: `${flag} <n>`, value, kind: 'integer', min, max, help });
const real = <K extends keyof Config>(
  group: string,
  key: K,
  flag: string,
  value: Config[K],
  min: number,
  max: number,
  help: string,
) => setting({ group, key, flag: `${flag} <x>`, value, kind: 'number', min, max, help });
const choice = <K extends keyof Config>(
  group: string,
  key: K,
  flag: string,
  value: Config[K],
  choices: readonly string[],
  help: string,
) => setting({ group, key, flag: `${flag} <name>`, value, kind: 'choice', choices, help });
const toggle = <K extends keyof Config>(
  group: string,
  key: K,
  flag: string,
  value: Config[K],
  help: string,
) => setting({ group, key, flag, value, kind: 'switch', help });

const DATA = 'Images and views';
const RUN = 'Run';
const MODEL = 'Network';
const LOSS = 'Objective';
const OPTIMISER = 'Optimisation';

/** Every setting with its flag, default, range and the range in which it works. */
export const SETTINGS: readonly Setting[] = [
  setting({
    group: DATA,
    key: 'data',
    flag: '--data <dir>',
    value: null,
    kind: 'text',
    help: 'folder per class of JPEG/PNG images, or with train/ and test/ of such folders; without them a fifth of each class is held out. Built-in drawn images when not given.',
  }),
  integer(
    DATA,
    'limit',
    '--limit',
    null,
    2,
    1e7,
    'at most this many images per split, the same number of each class, chosen by the seed; also sizes the built-in images (default there 1024, and half as many for the test).',
  ),
  toggle(
    DATA,
    'skipCorrupt',
    '--skip-corrupt',
    false,
    'leave out images that cannot be decoded, with a warning, instead of failing.',
  ),
  integer(
    DATA,
    'imageSize',
    '--image-size',
    32,
    8,
    512,
    'images are resized to squares of this side, which is also the size of the global views; a multiple of the patch size. The views are cut from the resized image.',
  ),
  integer(
    DATA,
    'localCrops',
    '--local-crops',
    4,
    0,
    32,
    'local views per image. DINO uses 6-10; each costs about a fifth of a global one. 0 learns clearly less per step.',
  ),
  integer(
    DATA,
    'localSize',
    '--local-size',
    16,
    4,
    512,
    'side of the local views, a multiple of the patch size.',
  ),
  real(
    DATA,
    'globalScaleMin',
    '--global-scale',
    0.5,
    0.05,
    1,
    'smallest share of the image that a global view covers (the largest is 1). DINO: 0.4, or 0.25 in long runs.',
  ),
  real(
    DATA,
    'localScaleMin',
    '--local-scale',
    0.2,
    0.01,
    1,
    'smallest share for a local view. DINO: 0.05 of 224-pixel images; on 32 pixels 0.05 leaves 7 pixels, too few to tell anything.',
  ),
  real(
    DATA,
    'localScaleMax',
    '--local-scale-max',
    0.5,
    0.01,
    1,
    'largest share for a local view; usually the smallest of the global ones.',
  ),

  integer(
    RUN,
    'seed',
    '--seed',
    0,
    0,
    2 ** 32 - 1,
    'images, weights, order and views follow from it: the same seed on the same engine gives the same run, bit for bit.',
  ),
  choice(
    RUN,
    'engine',
    '--engine',
    'auto',
    ['auto', 'wasm', 'cpu'],
    'auto takes wasm, or cpu (about 20 times slower) where wasm cannot be started.',
  ),
  integer(
    RUN,
    'steps',
    '--steps',
    900,
    1,
    1e7,
    'optimiser steps; all schedules stretch with it. Under 200 little is learnt.',
  ),
  real(
    RUN,
    'epochs',
    '--epochs',
    null,
    0.001,
    1e5,
    'length in passes over the training images, instead of --steps.',
  ),
  integer(
    RUN,
    'batchSize',
    '--batch-size',
    32,
    2,
    4096,
    'images per step. Centring needs a batch: under 16 its estimate is too noisy. Above 256 take a higher --ema-momentum.',
  ),
  integer(
    RUN,
    'checkpointEvery',
    '--checkpoint-every',
    200,
    1,
    1e7,
    'steps between checkpoints; one is always written at the end and on Ctrl-C.',
  ),
  integer(
    RUN,
    'evaluateEvery',
    '--evaluate-every',
    150,
    0,
    1e7,
    'steps between kNN evaluations on the way; 0 for the end only.',
  ),
  integer(
    RUN,
    'neighbours',
    '--neighbours',
    20,
    1,
    1000,
    'k of the weighted kNN. DINO reports 10 and 20; more blurs classes with few images.',
  ),

  integer(
    MODEL,
    'patchSize',
    '--patch-size',
    8,
    1,
    64,
    'side of a patch. Half of it costs about five times the time and sees finer texture.',
  ),
  integer(
    MODEL,
    'width',
    '--width',
    64,
    8,
    2048,
    'features per token, a multiple of --heads. ViT-Ti 192, S 384, B 768.',
  ),
  integer(MODEL, 'depth', '--depth', 3, 1, 48, 'transformer blocks. ViT-Ti, S and B: 12.'),
  integer(MODEL, 'heads', '--heads', 2, 1, 64, 'attention heads. ViT-Ti 3, S 6, B 12.'),
  integer(
    MODEL,
    'headHidden',
    '--head-hidden',
    128,
    8,
    8192,
    'hidden width of the projection head. DINO: 2048.',
  ),
  integer(
    MODEL,
    'bottleneck',
    '--bottleneck',
    64,
    2,
    4096,
    'p, the dimension of the sphere of the prototypes. DINO: 256.',
  ),
  integer(
    MODEL,
    'prototypes',
    '--prototypes',
    128,
    2,
    262144,
    'K. DINO: 65536 for ImageNet; 256-8192 for small sets, where more only slow the step.',
  ),

  choice(
    MODEL,
    'initialization',
    '--initialization',
    'fan-in',
    ['dino', 'fan-in'],
    'deviation of the linear layers at the start: dino 0.02, made for widths of 384 and more; fan-in 1/√inputs, for small networks.',
  ),
  choice(
    LOSS,
    'normalization',
    '--normalization',
    'vmf',
    ['none', 'l2', 'vmf'],
    'of the prototype logits: none is DINO with free norms, l2 DINO with unit prototypes, vmf adds log C_p(κ) with κ = ‖w‖/τ (Eq. 6). none is unstable for large networks.',
  ),
  choice(
    LOSS,
    'centring',
    '--centring',
    'probability',
    ['probability', 'logit'],
    "probability averages the teacher's probabilities (Eq. 9), logit its logits (Eq. 8).",
  ),
  setting({
    group: LOSS,
    key: 'terms',
    flag: '--terms <n|exact>',
    value: 'exact',
    kind: 'terms',
    min: 0,
    max: 20,
    help: 'order of the expansion of log C_p, 0 as in the paper (enough for p >= 256), or exact.',
  }),
  real(
    LOSS,
    'studentTemperature',
    '--student-temperature',
    0.1,
    0.01,
    10,
    "τ_s. 0.1; must be above the teacher's, or the targets are not sharper than the student and it collapses to uniform.",
  ),
  real(
    LOSS,
    'teacherTemperatureStart',
    '--teacher-temperature-start',
    0.03,
    0.005,
    10,
    'τ_t at the first step. 0.02-0.04 for small sets; lower it when the loss stays at ln K.',
  ),
  real(
    LOSS,
    'teacherTemperature',
    '--teacher-temperature',
    0.03,
    0.005,
    10,
    'τ_t after its warm-up. 0.04-0.07; above 0.07 training collapses to uniform (loss stuck at ln K).',
  ),
  real(
    LOSS,
    'teacherTemperatureWarmup',
    '--teacher-temperature-warmup',
    0.3,
    0,
    1,
    'share of the steps over which τ_t rises linearly.',
  ),
  real(
    LOSS,
    'centreMomentum',
    '--centre-momentum',
    0.9,
    0,
    1,
    'of the running centre. 0.9; near 1 the centre lags and one prototype may win all (entropy 0).',
  ),

  real(
    OPTIMISER,
    'emaMomentum',
    '--ema-momentum',
    0.98,
    0,
    1,
    'of the teacher at the first step, rising to 1 by a cosine. 0.99 for short runs, 0.996 for batch 1024, 0.9995 for long runs with small batches; too low lets both networks collapse.',
  ),
  real(
    OPTIMISER,
    'learningRate',
    '--learning-rate',
    0.003,
    0,
    1,
    'peak. DINO takes 0.0005 · batch/256; short runs of small networks bear 0.0005-0.002. NaN or a loss stuck at ln K: lower it.',
  ),
  real(OPTIMISER, 'minLearningRate', '--min-learning-rate', 1e-6, 0, 1, 'limit of the cosine.'),
  real(
    OPTIMISER,
    'warmup',
    '--warmup',
    0.1,
    0,
    1,
    'share of the steps over which the learning rate rises from 0. 0.1; none at all often ends in collapse.',
  ),
  real(
    OPTIMISER,
    'weightDecay',
    '--weight-decay',
    0.04,
    0,
    10,
    'at the first step, decoupled; biases and 1-D tensors are left out.',
  ),
  real(
    OPTIMISER,
    'weightDecayEnd',
    '--weight-decay-end',
    0.4,
    0,
    10,
    'at the last step, reached by a cosine.',
  ),
  toggle(
    OPTIMISER,
    'decayNorms',
    '--no-decay-norms',
    true,
    'leave the prototype norms g out of the weight decay. DINO decays them, which draws κ = g/τ down a little.',
  ),
  real(
    OPTIMISER,
    'clip',
    '--clip',
    3,
    0,
    1e6,
    'largest norm of the gradient of each tensor, 0 for no clipping. 0.3-3; lower for large networks.',
  ),
  integer(
    OPTIMISER,
    'freezeSteps',
    '--freeze-last-layer',
    0,
    0,
    1e7,
    'steps during which the prototypes stay put. DINO: one epoch; raise it when the loss does not fall.',
  ),
];

export const DEFAULTS: Readonly<Config> = Object.fromEntries(
  SETTINGS.map((s) => [s.key, s.value]),
) as unknown as Config;

/** "in [a, b]" of a setting, for help and messages. */
export function range({ kind, min, max, choices }: Setting): string {
  if (kind === 'choice') return (choices as readonly string[]).join(' | ');
  if (kind === 'terms') return `exact or an integer in [${min}, ${max}]`;
  if (kind === 'integer') return `an integer in [${min}, ${max}]`;
  return kind === 'number' ? `in [${min}, ${max}]` : '';
}

/** The value of a command-line text, or a UserError (status 2) naming option, rule and what it got. */
export function parsed(setting: Setting, text: string): Config[keyof Config] {
  const name = setting.flag.split(' ')[0];
  const refuse = () =>
    new UserError(
      `${name} must be ${setting.kind === 'choice' ? 'one of ' : ''}${range(setting)}, got '${text}'`,
      2,
    );
  if (setting.kind === 'text') return text;
  if (setting.kind === 'choice') {
    if (!setting.choices?.includes(text)) throw refuse();
    return text as Config['engine'];
  }
  if (setting.kind === 'terms' && text === 'exact') return text;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const whole = setting.kind === 'number' || Number.isInteger(value);
  if (!whole || !(value >= (setting.min as number) && value <= (setting.max as number))) throw refuse();
  return value;
}

/** Rules between settings; throws a UserError (status 2) for the first that is broken. */
export function checkTogether(config: Config): void {
  const rules: [boolean, string][] = [
    [
      config.imageSize % config.patchSize === 0,
      `--image-size must be a multiple of --patch-size, got ${config.imageSize} and ${config.patchSize}`,
    ],
    [
      config.localCrops === 0 || config.localSize % config.patchSize === 0,
      `--local-size must be a multiple of --patch-size, got ${config.localSize} and ${config.patchSize}`,
    ],
    [
      config.width % config.heads === 0,
      `--width must be a multiple of --heads, got ${config.width} and ${config.heads}`,
    ],
    [
      config.localScaleMin <= config.localScaleMax,
      `--local-scale must not exceed --local-scale-max, got ${config.localScaleMin} and ${config.localScaleMax}`,
    ],
    [
      config.normalization !== 'vmf' || config.terms === 'exact' || config.bottleneck >= 3,
      `--terms needs --bottleneck of 3 or more, got ${config.bottleneck}`,
    ],
    [config.warmup < 1, `--warmup must be below 1, got ${config.warmup}`],
  ];
  for (const [holds, message] of rules) if (!holds) throw new UserError(message, 2);
}
