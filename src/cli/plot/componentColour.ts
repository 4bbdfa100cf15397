/** Colours that stay apart in print and for colour-blind readers (Okabe and Ito, 2008). */
const FEW = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#7A5195'];
const NOISE = '#9a9a9a';

/** The colour of component k of `count`; grey for noise. Beyond a few, hues a golden angle apart. */
export function componentColour(k: number, count: number): string {
  if (k >= count) return NOISE;
  if (count <= FEW.length) return FEW[k];
  return `hsl(${((k * 137.508) % 360).toFixed(1)}, ${k % 2 === 0 ? 70 : 55}%, ${[40, 52, 32][k % 3]}%)`;
}
