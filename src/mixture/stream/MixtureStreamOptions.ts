import type { MixtureFitOptions } from '../MixtureFitOptions.ts';

export interface MixtureStreamOptions
  extends Omit<MixtureFitOptions, 'sampleWeights' | 'labels' | 'responsibilities' | 'splitMerge'> {
  /**
   * 'full': exact EM, each step a pass over all rows. 'mini-batch': parameters move with every chunk, and one pass
   * at the end evaluates them.
   * @default 'full'
   */
  readonly method?: 'full' | 'mini-batch' | undefined;
  /** Passes with moving parameters of 'mini-batch'. @default 1 */
  readonly passes?: number | undefined;
  /** a of its steps (t + 2)^-a, in (0.5, 1]. @default 0.7 */
  readonly stepExponent?: number | undefined;
}
