import sharp from 'sharp';
import { tf } from '../../engine.ts';
import type { ChannelStatistics } from '../../images/ImageSet.ts';
import type { Parameters } from '../../model/parameters.ts';
import type { VitShape } from '../../model/vit.ts';
import { UserError } from '../../UserError.ts';
import { tokenFeatures } from '../tokenFeatures.ts';

/**
 * The unit descriptor of an image file: [CLS] after the last norm, of the image with its longer side brought down to
 * `size` (never up), or the mean of those at each of `scales` of it. What a side has over whole patches is cut off
 * at the right and below, as a convolution with the stride of a patch does.
 */
export async function imageDescriptor(
  file: string,
  {
    parameters,
    vit,
    statistics,
    size,
    scales,
  }: {
    readonly parameters: Parameters;
    readonly vit: VitShape;
    readonly statistics: ChannelStatistics;
    readonly size: number;
    readonly scales: readonly number[];
  },
): Promise<Float32Array> {
  const { data, info } = await sharp(file)
    .rotate()
    .resize(size, size, { fit: 'inside', withoutEnlargement: true, kernel: 'lanczos3' })
    .flatten({ background: '#808080' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => {
      throw new UserError(`${file}: cannot be read as an image: ${error.message}`);
    });
  const patch = vit.patchSize;
  const whole = (side: number) => Math.max(patch, Math.floor(side / patch) * patch);
  const mean = tf.tidy(() => {
    const bytes = tf.tensor4d(Float32Array.from(data), [1, info.height, info.width, info.channels]);
    const image = tf.div(tf.sub(tf.div(bytes, 255), [...statistics.mean]), [
      ...statistics.std,
    ]) as tf.Tensor4D;
    const sum = scales.map((scale) => {
      const [height, breadth] = [info.height, info.width].map((side) => Math.floor(side * scale)) as [
        number,
        number,
      ];
      const scaled = scale === 1 ? image : tf.image.resizeBilinear(image, [height, breadth], false, true);
      // A side below one patch is stretched to it.
      const [rows, columns] = [whole(height), whole(breadth)];
      const large = height < rows || breadth < columns;
      const fitting = large
        ? tf.image.resizeBilinear(scaled, [Math.max(height, rows), Math.max(breadth, columns)], false, true)
        : scaled;
      const cut = tf.slice(fitting, [0, 0, 0, 0], [1, rows, columns, info.channels]);
      return tokenFeatures(parameters, vit, cut, ['cls']).cls;
    });
    return tf.div(tf.addN(sum), scales.length);
  });
  const values = Float32Array.from(await mean.data());
  mean.dispose();
  const norm = Math.hypot(...values);
  return values.map((x) => (norm > 0 ? x / norm : 0));
}
