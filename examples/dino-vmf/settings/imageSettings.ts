import type { PixelNormalisation } from '../images/normalisation.ts';
import { changeable, choice, integer, type Setting, setting, toggle } from './Setting.ts';

/** What the images are and how they are read. */
export interface ImageSettings {
  data: string | null;
  format: 'auto' | 'folder' | 'cifar' | 'idx';
  limit: number | null;
  skipCorrupt: boolean;
  channels: number;
  pixelNormalisation: PixelNormalisation;
  imageMemory: number;
  workers: number | null;
}

export const imageSettings: readonly Setting[] = [
  changeable(
    setting({
      key: 'data',
      flag: '--data <dir>',
      value: null,
      kind: 'text',
      help: 'folder per class of JPEG/PNG images, or with train/ and test/ of such folders (without them a fifth of each class is held out); CIFAR-10 or CIFAR-100 in the binary version; IDX files as of MNIST, .gz or not. Built-in drawn images when not given.',
    }),
  ),
  choice(
    'format',
    '--format',
    'auto',
    ['auto', 'folder', 'cifar', 'idx'],
    'what --data holds; auto goes by the names of its files.',
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
    'channels',
    '--channels',
    3,
    1,
    64,
    'of folders: 1 reads grey, 3 RGB, 4 RGB and transparency; of the built-in images any number. CIFAR and IDX bring their own. Saturation, hue and greyscale of views are for 3 alone.',
  ),
  choice(
    'pixelNormalisation',
    '--normalise',
    'own',
    ['own', 'imagenet', 'half', 'none'],
    'mean and deviation that the pixels of each channel are normalised with: of the training images, of ImageNet, 1/2 and 1/2, or 0 and 1.',
  ),
  changeable(
    integer(
      'imageMemory',
      '--image-memory',
      1024,
      0,
      4095,
      'MiB of decoded images kept in memory for each split; a folder with more is read from its files again and again.',
    ),
  ),
  changeable(
    integer(
      'workers',
      '--workers',
      null,
      0,
      64,
      'threads that cut views while the engine works; 0 cuts them in between. As many as pay when not given: fewer than there are cores, 16 at most. The views do not depend on it.',
    ),
  ),
];
