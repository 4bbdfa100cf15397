import type { KernelExports } from './KernelExports.ts';
import { SCRATCH } from './memoryLayout.ts';

const PAGE = 65536;

/**
 * Addresses of regions of the given byte lengths, one behind the other from the base of the scratch
 * memory, each a multiple of 64; the memory grows if it has to. Every call starts at the base again: what
 * an earlier one laid out is lost, so a kernel lays out all it needs at once. Make views of
 * `memory.buffer` after this, since growth replaces the buffer.
 */
export function layOut({ memory }: KernelExports, ...byteLengths: number[]): number[] {
  let end = SCRATCH;
  const addresses = byteLengths.map((length) => {
    const address = end;
    end += Math.ceil(length / 64) * 64;
    return address;
  });
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return addresses;
}
