/** What a pass over rows is told. */
export interface MixturePassOptions {
  /** Rows in proportion to the density of each component, or wholly to the largest. @default 'soft' */
  readonly kind?: 'soft' | 'hard' | undefined;
  /** Rows taken at once: [chunkRows, K] is the largest array made. @default 2^20/K, within 256 and 4096 */
  readonly chunkRows?: number | undefined;
  /** w_i, how often each row counts, rounded to float32 on the device. @default 1 for each */
  readonly sampleWeights?: ArrayLike<number> | undefined;
  /** The component each row is known to belong to; -1 where it is not known, K for noise. @default all unknown */
  readonly labels?: ArrayLike<number> | undefined;
}
