import { openUniform } from '../openUniform.ts';
import { tableExponential } from '../tableExponential.ts';
import { tableLogarithm } from '../tableLogarithm.ts';
import type { Bits } from '../Xoshiro256.ts';
import { LAYERS, TAIL_START, type ZigguratLayers } from '../zigguratLayers.ts';

/**
 * A standard normal variate by the ziggurat. Of 64 bits the upper 52 are the abscissa with its sign and the
 * next 10 choose the layer, so that the two are independent, as J. A. Doornik (2005) asks for.
 */
export function normal(bits: Bits, layers: ZigguratLayers): number {
  const { edges } = layers;
  const { drawn } = bits;
  for (;;) {
    bits.next();
    const low = drawn[0];
    const layer = (low >>> 2) & (LAYERS - 1);
    const x = (drawn[1] * 2 ** -31 + (low >>> 12) * 2 ** -51) * edges[layer];
    if (Math.abs(x) < edges[layer + 1]) return x;
    if (layer === 0) return x < 0 ? -tail(bits) : tail(bits);
    if (isUnderCurve(bits, layers.heights, layer, x)) return x;
  }
}

/** Whether a point of layer `layer` at abscissa x, its height uniform, lies under e^(-x²/2). */
function isUnderCurve(bits: Bits, heights: Float64Array, layer: number, x: number): boolean {
  const foot = heights[layer];
  const y = foot + openUniform(bits) * (heights[layer + 1] - foot);
  return y < tableExponential(-0.5 * x * x);
}

/** A normal variate beyond TAIL_START, by G. Marsaglia's method of 1964. */
function tail(bits: Bits): number {
  for (;;) {
    const beyond = -tableLogarithm(openUniform(bits)) / TAIL_START;
    if (-2 * tableLogarithm(openUniform(bits)) > beyond * beyond) return TAIL_START + beyond;
  }
}
