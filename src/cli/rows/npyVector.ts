import { CommandError } from '../CommandError.ts';
import { parseNpyHeader } from './parseNpyHeader.ts';

const KINDS = {
  '<f4': Float32Array,
  '<f8': Float64Array,
  '|b1': Uint8Array,
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<u2': Uint16Array,
  '<i2': Int16Array,
  '<u4': Uint32Array,
  '<i4': Int32Array,
  '<u8': BigUint64Array,
  '<i8': BigInt64Array,
} as const;

/** The numbers of a .npy array of one dimension, float32 as they are and all others as doubles. */
export function npyVector(file: string, bytes: Uint8Array): Float32Array | Float64Array {
  const { type, shape, offset } = parseNpyHeader(file, bytes);
  const kind = KINDS[type as keyof typeof KINDS];
  if (kind === undefined) {
    throw new CommandError(
      `${file}: must hold real numbers, little-endian, got ${type ?? 'a structured type'}`,
    );
  }
  if (shape.length !== 1)
    throw new CommandError(`${file}: must be a vector, got shape (${shape.join(', ')})`);
  const [length] = shape;
  if (bytes.length !== offset + length * kind.BYTES_PER_ELEMENT) {
    throw new CommandError(
      `${file}: must hold ${length} numbers by its header, has ${bytes.length - offset} bytes`,
    );
  }
  const values = new kind(bytes.slice(offset).buffer);
  if (values instanceof Float32Array || values instanceof Float64Array) return values;
  return Float64Array.from(values as ArrayLike<number | bigint>, Number);
}
