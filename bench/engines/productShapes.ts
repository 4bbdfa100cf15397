import type { Config } from '../../examples/dino-vmf/settings/config.ts';
import type { ProductShape } from './Measured.ts';

/** The products that a step is made of, over the tokens of the global views. */
export function productShapes(config: Config): ProductShape[] {
  const { imageSize, patchSize, batchSize, width, heads, headHidden, bottleneck, prototypes } = config;
  const tokens = (imageSize / patchSize) ** 2 + 1;
  const views = 2 * batchSize;
  const rows = views * tokens;
  const size = width / heads;
  const plain = (name: string, m: number, k: number, n: number): ProductShape => ({
    ...{ name, count: 1, m, k, n, transposeA: false, transposeB: false },
  });
  const batched = (name: string, m: number, k: number, n: number): ProductShape => ({
    ...plain(name, m, k, n),
    count: views * heads,
  });
  const all = (2 + config.localCrops) * batchSize;
  return [
    plain('queries, keys or values', rows, width, width),
    plain('MLP, expand', rows, width, 4 * width),
    plain('MLP, contract', rows, 4 * width, width),
    { ...plain('expand, gradient of x', rows, 4 * width, width), transposeB: true },
    { ...plain('expand, gradient of the weights', width, rows, 4 * width), transposeA: true },
    { ...batched('attention, q kᵀ', tokens, size, tokens), transposeB: true },
    batched('attention, P v', tokens, tokens, size),
    { ...batched('attention, gradient of v', tokens, tokens, size), transposeA: true },
    plain('head, hidden', all, headHidden, headHidden),
    { ...plain('prototypes, y wᵀ', all, bottleneck, prototypes), transposeB: true },
    plain('prototypes, gradient of y', all, prototypes, bottleneck),
    { ...plain('prototypes, gradient of w', prototypes, all, bottleneck), transposeA: true },
  ];
}
