import { attention, gelu, layerNorm, linear, matMul } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import type { Random } from '../random.ts';
import { deviation, type Initialization, normal, type Parameters, parameter, uniform } from './parameters.ts';
import { positionResampling } from './positionResampling.ts';

/** A vision transformer: pre-norm blocks, exact GELU, learnt positions, the [CLS] token after a last norm. */
export interface VitShape {
  readonly patchSize: number;
  /** Of the images. */
  readonly channels: number;
  /** Side of the images that the position embedding is made for; other sizes resample it bicubically. */
  readonly imageSize: number;
  readonly width: number;
  readonly depth: number;
  readonly heads: number;
  readonly mlpRatio: number;
  readonly initialization: Initialization;
  /** See `positionResampling`. */
  readonly positionOffset: number;
}

/** What makes a pass harder for the student; the teacher has none of it. */
export interface Corruption {
  /** 1 where the mask token stands for a patch, else 0, [batch · patches, 1]. */
  readonly hidden?: tf.Tensor2D | undefined;
  /** Drop path: what each image's residual branches are multiplied with, two a block, [2 · depth, batch]. */
  readonly kept?: tf.Tensor2D | undefined;
}

/** The student's learnt vector in the place of hidden patches, [1, width]. */
export const MASK_TOKEN = 'maskToken';

/**
 * Weights as in DINO: linear layers normal (see `deviation`), positions and [CLS] normal with deviation
 * 0.02, biases 0, norms 1 and 0; the patch embedding keeps the uniform ±1/√inputs of PyTorch's convolution.
 */
export function initialVit(shape: VitShape, random: Random): Parameters {
  const { patchSize, channels, imageSize, width, depth, mlpRatio, initialization } = shape;
  const patchLength = patchSize * patchSize * channels;
  const tokens = (imageSize / patchSize) ** 2 + 1;
  const parameters: Record<string, tf.Tensor> = {
    'patch.weight': uniform(random, [patchLength, width], 1 / Math.sqrt(patchLength)),
    'patch.bias': uniform(random, [width], 1 / Math.sqrt(patchLength)),
    cls: normal(random, [1, 1, width], 0.02),
    positions: normal(random, [1, tokens, width], 0.02),
  };
  const norm = (name: string) => {
    parameters[`${name}.gain`] = tf.ones([width]);
    parameters[`${name}.bias`] = tf.zeros([width]);
  };
  const linear = (name: string, inputs: number, outputs: number) => {
    parameters[`${name}.weight`] = normal(random, [inputs, outputs], deviation(initialization, inputs));
    parameters[`${name}.bias`] = tf.zeros([outputs]);
  };
  for (let block = 0; block < depth; block++) {
    norm(`block${block}.norm1`);
    linear(`block${block}.qkv`, width, 3 * width);
    linear(`block${block}.project`, width, width);
    norm(`block${block}.norm2`);
    linear(`block${block}.expand`, width, mlpRatio * width);
    linear(`block${block}.contract`, mlpRatio * width, width);
  }
  norm('norm');
  return parameters;
}

/** The normed [CLS] features, [batch, width], of square images [batch, size, size, channels]. */
export function vitFeatures(parameters: Parameters, shape: VitShape, images: tf.Tensor4D): tf.Tensor2D {
  const [last] = vitTokens(parameters, shape, images) as [tf.Tensor3D];
  return lastNorm(parameters, clsOf(last));
}

/** The [CLS] rows [batch, width] of tokens [batch, tokens, width], which begin with it. */
export function clsOf(tokens: tf.Tensor3D): tf.Tensor2D {
  const [batch, , width] = tokens.shape;
  return tf.reshape(tf.slice(tokens, [0, 0, 0], [batch, 1, width]), [batch, width]);
}

/** The layer norm after the last block, of rows [any, width]. */
export function lastNorm(parameters: Parameters, rows: tf.Tensor2D): tf.Tensor2D {
  return layerNorm(rows, parameter(parameters, 'norm.gain'), parameter(parameters, 'norm.bias'));
}

/**
 * The tokens [batch, 1 + patches, width], [CLS] first, that the last `blocks` blocks put out for images
 * [batch, height, breadth, channels] of any shape in whole patches: the first block's first, before the last norm.
 * `blocks` of depth + 1 begins with the tokens that go into the first block.
 */
export function vitTokens(
  parameters: Parameters,
  shape: VitShape,
  images: tf.Tensor4D,
  blocks = 1,
  { hidden, kept }: Corruption = {},
): tf.Tensor3D[] {
  const { width, depth, heads } = shape;
  const batch = images.shape[0];
  const rows = images.shape[1] / shape.patchSize;
  const columns = images.shape[2] / shape.patchSize;
  const tokens = rows * columns + 1;
  const get = (name: string) => parameter(parameters, name);
  const layer = (x: tf.Tensor2D, name: string) => linear(x, get(`${name}.weight`), get(`${name}.bias`));
  const norm = (x: tf.Tensor2D, name: string) => layerNorm(x, get(`${name}.gain`), get(`${name}.bias`));

  const embedded = layer(patchRows(images, shape.patchSize), 'patch');
  const seen = hidden ? masked(embedded, hidden, get(MASK_TOKEN) as tf.Tensor2D) : embedded;
  const patches = tf.reshape(seen, [batch, tokens - 1, width]);
  const cls = tf.mul(get('cls'), tf.ones([batch, 1, 1]));
  const positions = positionsFor(get('positions'), shape, rows, columns);
  let x = tf.reshape(tf.add(tf.concat([cls, patches], 1), positions), [batch * tokens, width]) as tf.Tensor2D;
  const outputs: tf.Tensor3D[] = blocks > depth ? [tf.reshape(x, [batch, tokens, width])] : [];
  for (let block = 0; block < depth; block++) {
    const normed = norm(x, `block${block}.norm1`);
    const qkv = `block${block}.qkv`;
    const mixed = selfAttention(normed, get(`${qkv}.weight`), get(`${qkv}.bias`), batch, heads);
    x = tf.add(x, branch(layer(mixed, `block${block}.project`), 2 * block, batch, kept));
    const inner = gelu(layer(norm(x, `block${block}.norm2`), `block${block}.expand`));
    x = tf.add(x, branch(layer(inner, `block${block}.contract`), 2 * block + 1, batch, kept));
    if (block >= depth - blocks) outputs.push(tf.reshape(x, [batch, tokens, width]));
  }
  return outputs;
}

/** Patch embeddings [rows, width] with the token where `hidden` [rows, 1] is 1; positions are added later. */
function masked(embedded: tf.Tensor2D, hidden: tf.Tensor2D, token: tf.Tensor2D): tf.Tensor2D {
  return tf.add(tf.mul(embedded, tf.sub(1, hidden)), matMul(hidden, token));
}

/** A residual branch [batch · tokens, width] as drop path leaves it: dropped, or scaled up, image by image. */
function branch(x: tf.Tensor2D, nth: number, batch: number, kept: tf.Tensor2D | undefined): tf.Tensor2D {
  if (!kept) return x;
  const factors = tf.reshape(tf.slice(kept, [nth, 0], [1, batch]), [batch, 1]);
  return tf.reshape(tf.mul(tf.reshape(x, [batch, -1]), factors), x.shape);
}

/**
 * Multi-head attention of rows [batch · tokens, width]. Weights are cut instead of activations, and no
 * transpose has more than four axes: WebAssembly copies five axes about twenty times slower.
 */
function selfAttention(
  x: tf.Tensor2D,
  weight: tf.Tensor,
  bias: tf.Tensor,
  batch: number,
  heads: number,
): tf.Tensor2D {
  const [rows, width] = x.shape;
  const tokens = rows / batch;
  const size = width / heads;
  const [q, k, v] = [0, 1, 2].map((part) => {
    const w = tf.slice(weight, [0, part * width], [width, width]);
    const b = tf.slice(bias, [part * width], [width]);
    const byToken = tf.reshape(linear(x, w, b), [batch, tokens, heads, size]);
    return tf.reshape(tf.transpose(byToken, [0, 2, 1, 3]), [batch * heads, tokens, size]);
  }) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const mixed = tf.reshape(attention(q, k, v), [batch, heads, tokens, size]);
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [rows, width]);
}

/** Images cut into patches, one a row: [batch · patches, patchSize² · channels]. */
function patchRows(images: tf.Tensor4D, patchSize: number): tf.Tensor2D {
  const [batch, height, breadth, channels] = images.shape;
  const [rows, columns] = [height / patchSize, breadth / patchSize];
  const cut = tf.reshape(images, [batch * rows, patchSize, columns, patchSize * channels]);
  return tf.reshape(tf.transpose(cut, [0, 2, 1, 3]), [batch * rows * columns, patchSize ** 2 * channels]);
}

/** The position embedding, made for a grid of from x from, for one of another shape; the entry of [CLS] stays. */
function positionsFor(
  positions: tf.Tensor,
  { imageSize, patchSize, positionOffset }: VitShape,
  rows: number,
  columns: number,
): tf.Tensor {
  const from = imageSize / patchSize;
  if (from === rows && from === columns) return positions;
  const width = positions.shape[2] as number;
  const cls = tf.slice(positions, [0, 0, 0], [1, 1, width]);
  const patches = tf.reshape(tf.slice(positions, [0, 1, 0], [1, from * from, width]), [from * from, width]);
  const resampling = positionResampling(from, rows, columns, positionOffset);
  const weights = tf.tensor2d(resampling, [rows * columns, from * from]);
  return tf.concat([cls, tf.reshape(matMul(weights, patches), [1, rows * columns, width])], 1);
}
