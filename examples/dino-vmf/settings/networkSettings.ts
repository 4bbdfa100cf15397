import { choice, integer, real, type Setting, toggle } from './Setting.ts';

/** The vision transformer and its head. */
export interface NetworkSettings {
  patchSize: number;
  width: number;
  depth: number;
  heads: number;
  headHidden: number;
  bottleneck: number;
  prototypes: number;
  initialization: 'dino' | 'fan-in';
  dropPath: number;
  positionOffset: number;
  sharedHead: boolean;
  patchPrototypes: number;
}

export const networkSettings: readonly Setting[] = [
  integer(
    'patchSize',
    '--patch-size',
    8,
    1,
    64,
    'side of a patch. Half of it costs about five times the time and sees finer texture.',
  ),
  integer(
    'width',
    '--width',
    64,
    8,
    2048,
    'features per token, a multiple of --heads. ViT-Ti 192, S 384, B 768.',
  ),
  integer('depth', '--depth', 3, 1, 48, 'transformer blocks. ViT-Ti, S and B: 12.'),
  integer('heads', '--heads', 2, 1, 64, 'attention heads. ViT-Ti 3, S 6, B 12.'),
  integer('headHidden', '--head-hidden', 128, 8, 8192, 'hidden width of the projection head. DINO: 2048.'),
  integer(
    'bottleneck',
    '--bottleneck',
    64,
    2,
    4096,
    'p, the dimension of the sphere of the prototypes. DINO: 256.',
  ),
  integer(
    'prototypes',
    '--prototypes',
    128,
    2,
    262144,
    'K. DINO: 65536 for ImageNet; 256-8192 for small sets, where more only slow the step.',
  ),
  choice(
    'initialization',
    '--initialization',
    'fan-in',
    ['dino', 'fan-in'],
    'deviation of the linear layers at the start: dino 0.02, made for widths of 384 and more; fan-in 1/√inputs, for small networks.',
  ),
  real(
    'dropPath',
    '--drop-path',
    0,
    0,
    0.9,
    "chance that an image skips a residual branch of the student's last block, falling linearly to 0 at the first. DINO: 0.1.",
  ),
  real(
    'positionOffset',
    '--position-offset',
    0,
    0,
    0.5,
    'added to the side of the grid that positions are resampled to: DINO 0.1, which shifts them a little; 0 is exact.',
  ),
  toggle(
    'sharedHead',
    '--no-shared-head',
    true,
    'give the patches of --method ibot prototypes of their own. The layers before them are shared in any case.',
  ),
  integer(
    'patchPrototypes',
    '--patch-prototypes',
    128,
    2,
    262144,
    'prototypes of the patches with --no-shared-head. iBOT: 8192.',
  ),
];
