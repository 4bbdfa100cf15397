import { CommandError } from '../CommandError.ts';

export interface NpyHeader {
  readonly type: '<f4' | '<f8';
  readonly rows: number;
  readonly columns: number;
  /** Where the values start. */
  readonly offset: number;
}

/** The longest header that is read: NumPy's own have some 100 bytes. */
export const MOST_HEADER_BYTES = 65536;

/**
 * The header of a .npy file, versions 1 to 3 (numpy.lib.format): the magic string, the version, the length of
 * a Python dictionary and that dictionary, padded.
 *
 * @param bytes the start of the file: MOST_HEADER_BYTES, or all of a shorter one
 */
export function parseNpyHeader(file: string, bytes: Uint8Array): NpyHeader {
  const fault = (text: string) => new CommandError(`${file}: ${text}`);
  if (bytes.length < 12 || String.fromCharCode(...bytes.subarray(0, 6)) !== '\x93NUMPY') {
    throw fault('is not a .npy file');
  }
  const version = bytes[6];
  if (version < 1 || version > 3) throw fault(`is a .npy file of version ${version}, known are 1 to 3`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start + length > bytes.length) throw fault('has a .npy header that is cut short or too long');
  const text = new TextDecoder().decode(bytes.subarray(start, start + length));

  const type = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (order === undefined || shape === undefined) {
    throw fault(`has a .npy header that cannot be read: ${text.trim()}`);
  }
  if (type !== '<f4' && type !== '<f8') {
    throw fault(
      `must hold float32 or float64, little-endian, got ${type ?? 'a structured type'}; in NumPy: np.save(file, x.astype("<f8"))`,
    );
  }
  const sizes = shape
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map(Number);
  if (sizes.length !== 2) {
    throw fault(`must hold a matrix of rows and columns, got shape (${sizes.join(', ')})`);
  }
  const [rows, columns] = sizes;
  if (order === 'True' && rows > 1 && columns > 1) {
    throw fault(
      'is stored column by column (fortran_order); in NumPy: np.save(file, np.ascontiguousarray(x))',
    );
  }
  return { type, rows, columns, offset: start + length };
}
