/** J, the overlap of two masks: |a ∩ b| / |a ∪ b|, and 1 where both are empty. */
export function regionSimilarity(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    both += (a[i] as number) & (b[i] as number);
    either += (a[i] as number) | (b[i] as number);
  }
  return either === 0 ? 1 : both / either;
}
