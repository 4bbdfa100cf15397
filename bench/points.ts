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

/** `count` numbers, uniform in [-1, 1). */
export function numbers(count: number): Float64Array {
  const next = uniform(20140901);
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = 2 * next() - 1;
  return out;
}

/** Rows of `p` numbers around a common direction, each of length 1 as far as floats go. */
export function directions(count: number, p: number): Float32Array {
  const next = uniform(19530601);
  const out = new Float32Array(count * p);
  const row = new Float64Array(p);
  for (let i = 0; i < count; i++) {
    let square = 0;
    for (let j = 0; j < p; j++) {
      row[j] = 2 * next() - 1 + (j === 0 ? 4 : 0);
      square += row[j] * row[j];
    }
    const inverse = 1 / Math.sqrt(square);
    for (let j = 0; j < p; j++) out[i * p + j] = row[j] * inverse;
  }
  return out;
}

/**
 * Sparse rows of length 1 about topics, as of documents: of every p/`fill` columns in turn a row has one, and every
 * other of them, by chance, is a column of its own topic, whose numbers leave the remainder i mod `topics`.
 */
export function topicRows(count: number, p: number, fill: number, topics: number) {
  const next = uniform(20050901);
  const data = new Float64Array(count * fill);
  const indices = new Int32Array(count * fill);
  const band = p / fill;
  for (let i = 0; i < count; i++) {
    let square = 0;
    for (let j = 0; j < fill; j++) {
      const at = i * fill + j;
      const inTopic = Math.floor((next() * band) / topics) * topics + (i % topics);
      indices[at] = j * band + (next() < 0.5 ? inTopic : Math.floor(next() * band));
      data[at] = 0.5 + next();
      square += data[at] * data[at];
    }
    const inverse = 1 / Math.sqrt(square);
    for (let j = 0; j < fill; j++) data[i * fill + j] *= inverse;
  }
  const indptr = Int32Array.from({ length: count + 1 }, (_, i) => i * fill);
  return { data, indices, indptr, shape: [count, p] as const };
}
