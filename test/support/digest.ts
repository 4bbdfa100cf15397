import { createHash } from 'node:crypto';

/** The first 16 hexadecimal digits of the SHA-256 of the values as little-endian doubles. */
export function digest(values: ArrayLike<number>): string {
  const bytes = new DataView(new ArrayBuffer(8 * values.length));
  for (let i = 0; i < values.length; i++) bytes.setFloat64(8 * i, values[i], true);
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
