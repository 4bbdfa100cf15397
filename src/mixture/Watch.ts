import type { MixtureFitOptions, MixtureProgress } from './MixtureFitOptions.ts';

/** Who follows a fit and may end it. */
export class Watch {
  private readonly onProgress: MixtureFitOptions['onProgress'];
  private readonly signal: AbortSignal | undefined;

  constructor({ onProgress, signal }: MixtureFitOptions) {
    this.onProgress = onProgress;
    this.signal = signal;
  }

  get aborted(): boolean {
    return this.signal?.aborted ?? false;
  }

  report(progress: MixtureProgress): void {
    this.onProgress?.(progress);
  }
}
