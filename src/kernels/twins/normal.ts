import { openUniform } from '../openUniform.ts';
import { tableExponential } from '../tableExponential.ts';
import { tableLogarithm } from '../tableLogarithm.ts';
import type { Words } from '../Xoshiro128.ts';
import { TAIL_START, type ZigguratLayers } from '../zigguratLayers.ts';

/**
 * A standard normal variate by the ziggurat. Of 64 bits, 8 choose the layer and 54 others the abscissa with
 * its sign, so that the two are independent, as in J. A. Doornik's version of 2005.
 */
export function normal(words: Words, layers: ZigguratLayers): number {
  const { edges } = layers;
  for (;;) {
    const low = words.next();
    const high = words.next();
    const layer = low & 255;
    const x = (high * 2 ** 22 + (low >>> 10)) * edges[2 * layer];
    if (Math.abs(x) < edges[2 * layer + 1]) return x;
    if (layer === 0) return x < 0 ? -tail(words) : tail(words);
    if (isUnderCurve(words, layers.heights, layer, x)) return x;
  }
}

/** Whether a point of layer `layer` at abscissa x, its height uniform, lies under e^(-x²/2). */
function isUnderCurve(words: Words, heights: Float64Array, layer: number, x: number): boolean {
  const foot = heights[layer];
  const y = foot + openUniform(words) * (heights[layer + 1] - foot);
  return y < tableExponential(-0.5 * x * x);
}

/** A normal variate beyond TAIL_START, by G. Marsaglia's method of 1964. */
function tail(words: Words): number {
  for (;;) {
    const beyond = -tableLogarithm(openUniform(words)) / TAIL_START;
    if (-2 * tableLogarithm(openUniform(words)) > beyond * beyond) return TAIL_START + beyond;
  }
}
