import { tableExponential } from './tableExponential.ts';
import { tableLogarithm } from './tableLogarithm.ts';

/** A power of two: ten bits of a draw are the layer. */
export const LAYERS = 1024;
/** Where the tail begins, for so many layers of equal area under e^(-x²/2), and that area, to the nearest double. */
export const TAIL_START = 4.038849846109504;
const AREA = 0.001226324646353088;

/**
 * The layers of the ziggurat. Layer i reaches to the abscissa `edges[i]`, and up to `edges[i + 1]` it lies wholly
 * under the curve. Layer i >= 1 lies between `heights[i]` = e^(-x²/2) at its right end and `heights[i + 1]`.
 *
 * Layer 0 holds the tail; its width is what a rectangle of its height and of equal area would have.
 * G. Marsaglia and W. W. Tsang, The ziggurat method for generating random variables, J. Stat. Softw. 5(8), 2000.
 */
export interface ZigguratLayers {
  readonly edges: Float64Array;
  readonly heights: Float64Array;
}

let layers: ZigguratLayers | undefined;

/** The layers, computed once, by + - * / and square roots and the logarithm and exponential of this folder. */
export function zigguratLayers(): ZigguratLayers {
  layers ??= build();
  return layers;
}

function build(): ZigguratLayers {
  const heights = new Float64Array(LAYERS + 1);
  const edges = new Float64Array(LAYERS + 1);
  heights[1] = tableExponential(-0.5 * TAIL_START * TAIL_START);
  edges[0] = AREA / heights[1];
  edges[1] = TAIL_START;
  for (let i = 1; i < LAYERS - 1; i++) {
    heights[i + 1] = heights[i] + AREA / edges[i];
    edges[i + 1] = Math.sqrt(-2 * tableLogarithm(heights[i + 1]));
  }
  heights[LAYERS] = 1;
  return { edges, heights };
}
