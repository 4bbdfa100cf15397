import type { Config } from '../../examples/dino-vmf/settings/config.ts';

export const PURPOSES = [
  'products',
  'attention',
  'prototypes and loss',
  'optimizer',
  'norms and GELU',
  'copies',
  'other kernels',
  'data',
] as const;

export type Purpose = (typeof PURPOSES)[number];

/** Kernels of this package that serve one purpose whatever their shapes are. */
const OF_PACK: Readonly<Record<string, Purpose>> = {
  attention: 'attention',
  prototypeCrossEntropy: 'prototypes and loss',
  relativeLogNormalizer: 'prototypes and loss',
  meanResultantLength: 'prototypes and loss',
  meanResultantLengthSlope: 'prototypes and loss',
  adamW: 'optimizer',
  sumOfSquares: 'optimizer',
  layerNorm: 'norms and GELU',
  gelu: 'norms and GELU',
};

/**
 * Tells what a kernel of a step is for, by its name and the shapes it gets: one that sees an axis of K prototypes
 * (or of a chunk of them) works for the loss, one that sees heads for attention, other products for linear layers.
 */
export function purposeOf(
  config: Config,
): (kernel: string, shapes: readonly (readonly number[])[]) => Purpose {
  const { prototypes, batchSize, localCrops, heads, width } = config;
  const chunk = Math.max(256, Math.floor(2 ** 22 / ((2 + localCrops) * batchSize)));
  const ofPrototypes = new Set([prototypes, chunk, prototypes % chunk].filter((size) => size > 0));
  const withHeads = new Set([2, localCrops].map((views) => views * batchSize * heads));
  const isOfHeads = (shape: readonly number[]): boolean =>
    (shape.length === 3 && withHeads.has(shape[0] as number)) ||
    (shape.length === 4 && shape.slice(1, 3).includes(heads) && shape[3] === width / heads);

  return (kernel, shapes) => {
    const known = OF_PACK[kernel];
    if (known !== undefined) return known;
    if (shapes.some((shape) => shape.some((size) => ofPrototypes.has(size)))) return 'prototypes and loss';
    if (shapes.some(isOfHeads)) return 'attention';
    if (/matmul|^linear$|^sumOfRows$/i.test(kernel)) return 'products';
    if (/Transpose|Concat|Slice|Pad|Tile|Pack|Identity|Cast|Fill|Reshape|ZerosLike/.test(kernel))
      return 'copies';
    return 'other kernels';
  };
}
