/** The header of a .npy file of float64 or float32 rows, version 1.0, padded so that the values start at a multiple of 64. */
export function npyHeader(type: '<f4' | '<f8', rows: number, columns: number): Uint8Array {
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const padding = 63 - ((10 + text.length) % 64);
  const dictionary = `${text}${' '.repeat(padding)}\n`;
  const bytes = new Uint8Array(10 + dictionary.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, dictionary.length, true);
  bytes.set(new TextEncoder().encode(dictionary), 10);
  return bytes;
}
