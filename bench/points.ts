/** Sample points: the same on every machine, in random order so that no branch is learnt by heart. */

/** How many values a timed call works through. */
export const SIZE = 65_536;

/** Uniform numbers in [0, 1) by a 32-bit xorshift; quality is of no concern here, repeatability is. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Concentrations of the paper's range, uniform in [20, 500]. */
export function concentrations(): Float64Array {
  const next = uniform(20230501);
  return Float64Array.from({ length: SIZE }, () => 20 + 480 * next());
}

/** Integer dimensions, log-uniform in [4, 1600]. */
export function dimensions(): Float64Array {
  const next = uniform(19970313);
  return Float64Array.from({ length: SIZE }, () => Math.round(4 * 400 ** next()));
}
