import type { Protocol } from './Protocol.ts';
import { fewShotProtocol } from './protocols/fewShotProtocol.ts';
import { fineTuneProtocol } from './protocols/fineTuneProtocol.ts';
import { knnProtocol } from './protocols/knnProtocol.ts';
import { linearProtocol } from './protocols/linearProtocol.ts';
import { retrievalProtocol } from './protocols/retrievalProtocol.ts';
import { transferProtocol } from './protocols/transferProtocol.ts';
import { videoProtocol } from './protocols/videoProtocol.ts';

/** The protocols by which a run can be measured. */
export const PROTOCOLS: readonly Protocol[] = [
  knnProtocol,
  linearProtocol,
  fewShotProtocol,
  transferProtocol,
  retrievalProtocol,
  videoProtocol,
  fineTuneProtocol,
];
