export type ExpansionOptions = {
  /** K, an integer in [0, 20]: the K-term form of the paper (DLMF 10.41.3) instead of the exact function. Needs p > 2. */
  terms?: number;
};
