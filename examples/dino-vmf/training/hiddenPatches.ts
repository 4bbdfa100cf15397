/** The hidden patches among all patches of some views, and how much each counts. */
export interface HiddenPatches {
  /** Their rows among the patches [images · patches], in order. */
  readonly rows: Int32Array;
  /** 1/max(1, hidden patches of the same image), so that every image with any counts the same. */
  readonly weights: Float32Array;
}

/** Of the masks `hidden` [images · patches], 1 where hidden. */
export function hiddenPatches(hidden: Uint8Array, patches: number): HiddenPatches {
  const rows: number[] = [];
  const weights: number[] = [];
  for (let from = 0; from < hidden.length; from += patches) {
    const mask = hidden.subarray(from, from + patches);
    const count = mask.reduce((sum, bit) => sum + bit, 0);
    mask.forEach((bit, patch) => {
      if (bit === 0) return;
      rows.push(from + patch);
      weights.push(1 / count);
    });
  }
  return { rows: Int32Array.from(rows), weights: Float32Array.from(weights) };
}
