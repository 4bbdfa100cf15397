import sharp from 'sharp';
import { l2Normalize } from 'von-mises-fisher/tfjs';
import { tf } from '../../engine.ts';
import type { ChannelStatistics } from '../../images/ImageSet.ts';
import type { Parameters } from '../../model/parameters.ts';
import { lastNorm, type VitShape, vitTokens } from '../../model/vit.ts';
import { UserError } from '../../UserError.ts';
import type { Clip } from './davisFolder.ts';
import type { Mask } from './Mask.ts';
import { maskOf } from './maskOf.ts';
import { propagateLabels, type SourceFrame } from './propagateLabels.ts';

export interface Segmentation {
  readonly parameters: Parameters;
  readonly vit: VitShape;
  readonly statistics: ChannelStatistics;
  /** The shorter side that frames are brought to. */
  readonly size: number;
  /** Frames before the current one, besides the first, that labels come from. */
  readonly sources: number;
  readonly window: number;
  readonly top: number;
}

/**
 * The masks of all frames of a clip from the mask of the first: labels go from frame to frame along the similarity of
 * patch features (after the last norm), from the first frame and the last few.
 */
export async function segmentClip(
  clip: Clip,
  first: Mask,
  settings: Segmentation,
  frameDone: () => Promise<void>,
): Promise<Mask[]> {
  const { vit, window, top } = settings;
  const objects = 1 + first.objects.reduce((most, object) => Math.max(most, object), 0);
  const { width, height } = first;
  const [across, down] = workingSize(width, height, settings.size, vit.patchSize);
  const [rows, columns] = [down / vit.patchSize, across / vit.patchSize];
  const grid = { rows, columns, objects };
  const features = (frame: string) => patchFeatures(frame, across, down, settings);
  const sources: SourceFrame[] = [
    {
      features: await features(clip.frames[0] as string),
      labels: oneHot(first, rows, columns, objects),
    },
  ];
  const masks = [first];
  try {
    for (const frame of clip.frames.slice(1)) {
      await frameDone();
      const own = await features(frame);
      const labels = await propagateLabels(own, sources, { ...grid, window, top });
      masks.push(maskOf(labels, { ...grid, patch: vit.patchSize }, width, height));
      sources.push({ features: own, labels });
      // The first frame stays.
      if (sources.length > 1 + settings.sources) sources.splice(1, 1)[0]?.features.dispose();
    }
  } finally {
    for (const source of sources) source.features.dispose();
  }
  return masks;
}

/** The shorter side `size`, the longer one in proportion and cut to a multiple of 64, both to whole patches. */
function workingSize(width: number, height: number, size: number, patch: number): [number, number] {
  const step = 64 % patch === 0 ? 64 : patch;
  const short = Math.max(patch, Math.floor(size / patch) * patch);
  const long = (side: number, other: number) =>
    Math.max(short, Math.floor((short * side) / other / step) * step);
  return width > height ? [long(width, height), short] : [short, long(height, width)];
}

async function patchFeatures(
  file: string,
  across: number,
  down: number,
  { parameters, vit, statistics }: Segmentation,
): Promise<tf.Tensor2D> {
  const { data, info } = await sharp(file)
    .resize(across, down, { fit: 'fill', kernel: 'linear' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => {
      throw new UserError(`${file}: cannot be read as an image: ${error.message}`);
    });
  return tf.tidy(() => {
    const bytes = tf.tensor4d(Float32Array.from(data), [1, down, across, info.channels]);
    const image = tf.div(tf.sub(tf.div(bytes, 255), [...statistics.mean]), [
      ...statistics.std,
    ]) as tf.Tensor4D;
    const [last] = vitTokens(parameters, vit, image) as [tf.Tensor3D];
    const patches = (last.shape[1] as number) - 1;
    const normed = lastNorm(
      parameters,
      tf.reshape(tf.slice(last, [0, 1, 0], [1, patches, vit.width]), [patches, vit.width]),
    );
    return l2Normalize(normed);
  });
}

/** The labels of the patches of the first frame: the object at the middle of each. */
function oneHot(
  { width, height, objects }: Mask,
  rows: number,
  columns: number,
  count: number,
): Float32Array {
  const out = new Float32Array(rows * columns * count);
  for (let row = 0; row < rows; row++) {
    const y = Math.floor(((row + 0.5) * height) / rows);
    for (let column = 0; column < columns; column++) {
      const x = Math.floor(((column + 0.5) * width) / columns);
      out[(row * columns + column) * count + (objects[y * width + x] as number)] = 1;
    }
  }
  return out;
}
