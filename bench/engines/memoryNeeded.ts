import type { Config } from '../../examples/dino-vmf/settings/config.ts';

/**
 * About the bytes that a step holds at the most: the tape keeps some 24 numbers per token and feature of width in each
 * block, the shares of attention, and the logits; beside them there are parameters, moments and gradients. A rule of
 * thumb, for whether to try at all.
 */
export function memoryNeeded(config: Config): number {
  const { imageSize, localSize, localCrops, batchSize, patchSize, width, heads, depth } = config;
  const { prototypes, bottleneck, accumulate } = config;
  const tokens = (side: number): number => (side / patchSize) ** 2 + 1;
  const kept = (views: number, t: number): number =>
    depth * views * batchSize * t * (24 * width + 2 * heads * t);
  const isByView = accumulate === 'views';
  const globals = kept(isByView ? 1 : 2, tokens(imageSize));
  const locals = kept(isByView ? 1 : localCrops, tokens(localSize));
  const blocks = isByView ? Math.max(globals, locals) : globals + locals;
  const parameters = 6 * (depth * 12 * width ** 2 + prototypes * bottleneck);
  return 4 * (blocks + parameters + 3 * (2 + localCrops) * batchSize * prototypes);
}
