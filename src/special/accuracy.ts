/**
 * What an array form is asked for: every bit, or speed.
 */
export type Accuracy = 'full' | 'fast';

export function requireAccuracy(caller: string, accuracy: unknown): asserts accuracy is Accuracy | undefined {
  if (accuracy === undefined || accuracy === 'full' || accuracy === 'fast') return;
  throw new RangeError(`${caller}: accuracy must be one of full, fast, got ${String(accuracy)}`);
}
