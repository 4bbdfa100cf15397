import type { ChannelStatistics } from '../images/ImageSet.ts';
import { UserError } from '../UserError.ts';

/** Refuses a run on images of other than three channels where colour images are read. */
export function requireColour(protocol: string, { mean }: ChannelStatistics): void {
  if (mean.length === 3) return;
  throw new UserError(
    `--protocol ${protocol} reads colour images; the run was trained on images of ${mean.length} channel${mean.length === 1 ? '' : 's'}`,
  );
}
