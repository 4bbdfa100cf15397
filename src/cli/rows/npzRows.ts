/** Sparse rows of a .npz file, as scipy.sparse.save_npz writes a CSR matrix: in memory as a whole. */
import { CommandError } from '../CommandError.ts';
import type { ByteSource } from './ByteSource.ts';
import { requireTwo } from './chooseColumns.ts';
import { csrChunks } from './csrChunks.ts';
import type { CsrRows } from './csrSlice.ts';
import { fromSeekable } from './fromSeekable.ts';
import { npyVector } from './npyVector.ts';
import { parseNpyHeader } from './parseNpyHeader.ts';
import type { RowChunk, RowSelection } from './RowChunk.ts';
import { requireAllColumns } from './requireAllColumns.ts';
import { zipMembers } from './zipMembers.ts';

const PARTS = ['format', 'shape', 'data', 'indices', 'indptr'] as const;

export async function* npzRows(source: ByteSource, selection: RowSelection): AsyncGenerator<RowChunk> {
  requireAllColumns(source.name, selection);
  yield* fromSeekable(source, async function* (fd, size) {
    const rows = await csrOf(source.name, fd);
    source.consumed = size;
    yield* csrChunks(source.name, rows, 0);
  });
}

async function csrOf(file: string, fd: number): Promise<CsrRows> {
  const fault = (text: string) => new CommandError(`${file}: ${text}`);
  const { names, members } = await zipMembers(
    fd,
    PARTS.map((name) => `${name}.npy`),
  ).catch((error: Error) => {
    throw fault(`cannot be read as .npz: ${error.message}`);
  });
  const format = members.get('format.npy');
  if (format === undefined) {
    const arrays = names.map((name) => name.replace(/\.npy$/, '')).join(', ');
    throw fault(`must hold a matrix that scipy.sparse.save_npz wrote, got the arrays ${arrays || 'of none'}`);
  }
  const { offset } = parseNpyHeader(`${file}: format.npy`, format);
  const kind = String.fromCharCode(...format.subarray(offset, offset + 64)).replaceAll('\0', '');
  if (kind !== 'csr') {
    throw fault(`must hold a csr matrix, got ${kind}; in SciPy: save_npz(file, x.tocsr())`);
  }
  const part = (name: (typeof PARTS)[number]) => {
    const bytes = members.get(`${name}.npy`);
    if (bytes === undefined) throw fault(`has no ${name}.npy`);
    return npyVector(`${file}: ${name}.npy`, bytes);
  };
  return checked(file, part('shape'), part('data'), part('indices'), part('indptr'));
}

type Numbers = Float32Array | Float64Array;

function checked(file: string, shape: Numbers, data: Numbers, indices: Numbers, indptr: Numbers): CsrRows {
  const fault = (text: string) => new CommandError(`${file}: ${text}`);
  if (shape.length !== 2) throw fault(`must hold a matrix, got shape (${shape.join(', ')})`);
  const [n, p] = shape;
  requireTwo(file, p);
  if (indptr.length !== n + 1 || indptr[0] !== 0 || indptr[n] !== data.length) {
    throw fault(`indptr.npy must hold ${n + 1} offsets from 0 to ${data.length}`);
  }
  if (!indptr.every((at, i) => i === 0 || at >= indptr[i - 1])) throw fault('indptr.npy must not decrease');
  if (indices.length !== data.length) {
    throw fault(
      `indices.npy must hold ${data.length} columns as data.npy holds values, got ${indices.length}`,
    );
  }
  const wrong = indices.find((column) => !(column >= 0 && column < p && Number.isInteger(column)));
  if (wrong !== undefined) throw fault(`indices.npy must hold columns from 0 to ${p - 1}, got ${wrong}`);
  return { data, indices: Int32Array.from(indices), indptr: Float64Array.from(indptr), shape: [n, p] };
}
