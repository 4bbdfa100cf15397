import { choice, integer, real, type Setting } from './Setting.ts';

/** How views are cut out of the images and coloured. */
export interface ViewSettings {
  imageSize: number;
  localCrops: number;
  localSize: number;
  globalScaleMin: number;
  globalScaleMax: number;
  localScaleMin: number;
  localScaleMax: number;
  flipProbability: number;
  jitterProbability: number;
  jitterStrength: number;
  greyProbability: number;
  blurFirst: number;
  blurSecond: number;
  blurLocal: number;
  blurSigma: number;
  blurUnit: 'relative' | 'pixels';
  solarizeProbability: number;
}

export const viewSettings: readonly Setting[] = [
  integer(
    'imageSize',
    '--image-size',
    32,
    8,
    512,
    'side of the global views, which are cut from the image in its own size; a multiple of the patch size. Whole images are looked at in this size too. The built-in images are drawn in it.',
  ),
  integer(
    'localCrops',
    '--local-crops',
    4,
    0,
    32,
    'local views per image. DINO uses 6-10; each costs about a fifth of a global one. 0 learns clearly less per step.',
  ),
  integer('localSize', '--local-size', 16, 4, 512, 'side of the local views, a multiple of the patch size.'),
  real(
    'globalScaleMin',
    '--global-scale',
    0.5,
    0.05,
    1,
    'smallest share of the image that a global view covers. DINO: 0.4, or 0.25 in long runs; iBOT without local views: 0.14.',
  ),
  real('globalScaleMax', '--global-scale-max', 1, 0.05, 1, 'largest share for a global view.'),
  real(
    'localScaleMin',
    '--local-scale',
    0.2,
    0.01,
    1,
    'smallest share for a local view. DINO: 0.05 of 224-pixel images; on 32 pixels 0.05 leaves 7 pixels, too few to tell anything.',
  ),
  real(
    'localScaleMax',
    '--local-scale-max',
    0.5,
    0.01,
    1,
    'largest share for a local view; usually the smallest of the global ones.',
  ),
  real(
    'flipProbability',
    '--flip',
    0.5,
    0,
    1,
    'probability that a view is mirrored left to right. 0 for digits and letters.',
  ),
  real(
    'jitterProbability',
    '--jitter',
    0.8,
    0,
    1,
    'probability that brightness, contrast, saturation and hue of a view are changed, in random order.',
  ),
  real(
    'jitterStrength',
    '--jitter-strength',
    1,
    0,
    5,
    'how much: times ± 0.4, 0.4, 0.2 and 0.1. Too little, and views are matched by their colour alone.',
  ),
  real('greyProbability', '--greyscale', 0.2, 0, 1, 'probability that a view loses its colour.'),
  real('blurFirst', '--blur-first', 1, 0, 1, 'probability that the first global view is blurred.'),
  real('blurSecond', '--blur-second', 0.1, 0, 1, 'probability that the second global view is blurred.'),
  real('blurLocal', '--blur-local', 0.5, 0, 1, 'probability that a local view is blurred.'),
  real('blurSigma', '--blur-sigma', 2, 0.1, 20, 'largest deviation of the blur; the smallest is 0.1.'),
  choice(
    'blurUnit',
    '--blur-unit',
    'relative',
    ['relative', 'pixels'],
    'pixels: of the view, as published for 224; on 32 pixels it wipes out most of a view. relative: 224ths of its side.',
  ),
  real(
    'solarizeProbability',
    '--solarize',
    0.2,
    0,
    1,
    'probability that the bright half of the second global view is inverted.',
  ),
];
