/** Readers of the values of options. */
import { InvalidArgumentError } from 'commander';

/** Reads an option that is an integer in a range. */
export const integerOption =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be an integer from ${least} to ${most}.`);
  };

/** Reads an option that is a number in a range. */
export const numberOption =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  };

/** Reads the seed of a random source. */
export function seedOption(text: string): bigint {
  if (/^\d+$/.test(text) && BigInt(text) < 2n ** 64n) return BigInt(text);
  throw new InvalidArgumentError('It must be an integer from 0 to 2^64 - 1.');
}
