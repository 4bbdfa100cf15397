/** What every reader of a data set is told. */
export interface ReadOptions {
  readonly seed: number;
  /** At most this many images per split, the same number of each class; null for all. */
  readonly limit: number | null;
  /** Leave out files that cannot be decoded, with a warning, instead of failing. */
  readonly skipCorrupt: boolean;
  /** As which files are read: 1 grey, 3 RGB, 4 RGB and transparency. */
  readonly channels: number;
  /** MiB of decoded files kept in memory for each split. */
  readonly imageMemory: number;
}
