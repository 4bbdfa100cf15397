import type { EngineChoice } from '../engine.ts';
import type { Subject } from './Protocol.ts';

/** What the command line of `npm run evaluate` says. A null takes what the protocol's recipe says. */
export interface EvaluateSettings {
  readonly run: string;
  readonly data: string | null;
  readonly limit: number | null;
  readonly skipCorrupt: boolean;
  readonly protocols: readonly string[];
  readonly networks: readonly Subject['name'][];
  readonly engine: EngineChoice | null;
  readonly seed: number;
  /** kNN. */
  readonly neighbours: readonly number[];
  /** Linear probe and fine-tuning. */
  readonly epochs: number | null;
  readonly batchSize: number | null;
  readonly learningRates: readonly number[] | null;
  /** Few-shot: λ. */
  readonly penalty: number;
  /** Transfer. */
  readonly metric: 'top1' | 'meanPerClass';
  readonly folds: number;
  /** Retrieval with a ground truth, and video. */
  readonly groundTruth: string | null;
  readonly size: number | null;
  readonly multiScale: boolean;
  readonly sources: number;
  readonly window: number;
  readonly top: number;
  /** Fine-tuning. */
  readonly from: readonly ('run' | 'scratch')[];
  readonly weightDecay: number;
  readonly warmupEpochs: number | null;
  readonly layerDecay: number;
  readonly smoothing: number;
  readonly mixup: number;
  readonly cutmix: number;
}
