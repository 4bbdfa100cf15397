import { changeable, integer, real, type Setting, setting, toggle } from './Setting.ts';

/** What the images are and how their views are cut. */
export interface ImageSettings {
  data: string | null;
  limit: number | null;
  skipCorrupt: boolean;
  imageSize: number;
  localCrops: number;
  localSize: number;
  globalScaleMin: number;
  localScaleMin: number;
  localScaleMax: number;
}

export const imageSettings: readonly Setting[] = [
  changeable(
    setting({
      key: 'data',
      flag: '--data <dir>',
      value: null,
      kind: 'text',
      help: 'folder per class of JPEG/PNG images, or with train/ and test/ of such folders; without them a fifth of each class is held out. Built-in drawn images when not given.',
    }),
  ),
  integer(
    'limit',
    '--limit',
    null,
    2,
    1e7,
    'at most this many images per split, the same number of each class, chosen by the seed; also sizes the built-in images (default there 1024, and half as many for the test).',
  ),
  toggle(
    'skipCorrupt',
    '--skip-corrupt',
    false,
    'leave out images that cannot be decoded, with a warning, instead of failing.',
  ),
  integer(
    'imageSize',
    '--image-size',
    32,
    8,
    512,
    'images are resized to squares of this side, which is also the size of the global views; a multiple of the patch size. The views are cut from the resized image.',
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
    'smallest share of the image that a global view covers (the largest is 1). DINO: 0.4, or 0.25 in long runs.',
  ),
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
];
