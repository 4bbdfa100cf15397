import type { EmPosition } from './ExpectationMaximization.ts';
import type { MixtureSettings } from './MixtureSettings.ts';

/** A state is of the model that the settings describe. */
export function requireModel(
  caller: string,
  { parameters: { weights, noise } }: EmPosition,
  { k, tied, hasNoise }: MixtureSettings,
): void {
  const count = weights.length;
  if (count > k || (tied && count < k)) {
    throw new RangeError(
      `${caller}: resume must hold ${k} components${tied ? '' : ' or fewer'}, got ${count}`,
    );
  }
  if (hasNoise && noise === undefined) {
    throw new RangeError(`${caller}: resume must hold noise as options say, got none`);
  }
  if (!hasNoise && noise !== undefined) {
    throw new RangeError(`${caller}: resume must hold no noise as options say, got a weight of ${noise}`);
  }
}
