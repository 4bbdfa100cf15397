import { CommandError } from '../CommandError.ts';

export interface NpyHeader {
  /** Undefined for a structured type. */
  readonly type: string | undefined;
  readonly shape: readonly number[];
  readonly isColumnMajor: boolean;
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

  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (order === undefined || shape === undefined) {
    throw fault(`has a .npy header that cannot be read: ${text.trim()}`);
  }
  const sizes = shape.split(',').map((size) => size.trim());
  return {
    type: /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1],
    shape: sizes.filter((size) => size !== '').map(Number),
    isColumnMajor: order === 'True',
    offset: start + length,
  };
}
