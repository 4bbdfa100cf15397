import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { endianness } from 'node:os';
import type { EngineName } from 'von-mises-fisher/engines';
import { tf } from '../engine.ts';
import type { ChannelStatistics } from '../images/ImageSet.ts';
import type { Parameters } from '../model/parameters.ts';
import type { Config } from '../settings/config.ts';
import { NonFiniteError } from '../training/NonFiniteError.ts';
import type { TrainState } from '../training/trainStep.ts';
import { UserError, writeFailure } from '../UserError.ts';

/**
 * A checkpoint: the 8 bytes `DINOVMF2`, the length of the header (32 bits, little endian), the header
 * (JSON), the tensors (float32, little endian, in the order of the header), SHA-256 of all before it.
 *
 * The state of all generators is the seed and the step: order, views and masks come from streams keyed by
 * (seed, purpose, step, ...), so that a run goes on in the middle of a pass bit for bit.
 */
const FORMAT = 'DINOVMF2';
const ANY_FORMAT = /^DINOVMF./;

export interface CheckpointHeader {
  readonly config: Config;
  readonly step: number;
  /** Passes over the images done and batches of the current one; follows from the step, for the reader. */
  readonly position: { readonly epoch: number; readonly batch: number };
  readonly counts: Readonly<Record<string, number>>;
  readonly engine: EngineName;
  /** SHA-256 of the images that the run was started with. */
  readonly images: string;
  /** Mean and standard deviation per channel that views and images are normalised with. */
  readonly statistics: ChannelStatistics;
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** What a checkpoint says beside its state. */
export type CheckpointAbout = Pick<
  CheckpointHeader,
  'config' | 'engine' | 'images' | 'statistics' | 'position'
>;

function tensorsOf(state: TrainState): [string, tf.Tensor][] {
  const group = (prefix: string, tensors: Parameters): [string, tf.Tensor][] =>
    Object.entries(tensors).map(([name, tensor]) => [`${prefix}/${name}`, tensor]);
  return [
    ...group('student', state.student),
    ...group('teacher', state.teacher),
    ...group('first', state.moments.first),
    ...group('second', state.moments.second),
    ['centre', state.centre],
    ...(state.patchCentre ? [['patchCentre', state.patchCentre] as [string, tf.Tensor]] : []),
  ];
}

/**
 * Writes beside `path`, then renames: whatever happens, `path` is the old checkpoint or the new one. A
 * NonFiniteError, and nothing written, where a number is not finite. `beforeRename` runs once the new one is on disk.
 */
export async function writeCheckpoint(
  path: string,
  state: TrainState,
  about: CheckpointAbout,
  beforeRename: () => void = () => {},
): Promise<void> {
  const tensors = tensorsOf(state);
  const header: CheckpointHeader = {
    ...about,
    step: state.step,
    counts: state.moments.counts,
    tensors: tensors.map(([name, { shape }]) => ({ name, shape })),
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const values = await Promise.all(tensors.map(([, tensor]) => tensor.data() as Promise<Float32Array>));
  const broken = values.findIndex((own) => !own.every(Number.isFinite));
  if (broken >= 0) throw new NonFiniteError(state.step, describeTensor(tensors[broken]?.[0] as string));
  const parts = [Buffer.from(FORMAT), length, text, ...values.map(littleEndian)];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  parts.push(hash.digest());

  const aside = `${path}.partial`;
  try {
    const file = openSync(aside, 'w');
    try {
      for (const part of parts) {
        for (let done = 0; done < part.length; ) done += writeSync(file, part, done);
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    beforeRename();
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw writeFailure(path, error, 'The checkpoint before it, if there was one, is intact.');
  }
}

/**
 * What a checkpoint says of its run, and the bytes of its tensors; a UserError says when there is none or when its bytes
 * are not those written.
 */
export function readCheckpoint(path: string): { header: CheckpointHeader; tensors: Buffer } {
  const refuse = (why: string) => new UserError(`${path}: ${why}`);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw refuse(missing ? 'no such checkpoint; nothing to resume' : (error as Error).message);
  }
  const format = bytes.subarray(0, 8).toString('latin1');
  if (format !== FORMAT && ANY_FORMAT.test(format)) {
    throw refuse(`a checkpoint of another version of the trainer (${format}); this one reads ${FORMAT}`);
  }
  if (format !== FORMAT) throw refuse(`not a checkpoint, it must begin with ${FORMAT}`);
  const payload = bytes.subarray(0, -32);
  if (!createHash('sha256').update(payload).digest().equals(bytes.subarray(-32))) {
    throw refuse('damaged or cut short: its SHA-256 does not match');
  }
  const end = 12 + bytes.readUInt32LE(8);
  const header = JSON.parse(bytes.toString('utf8', 12, end)) as CheckpointHeader;
  return { header, tensors: payload.subarray(end) };
}

/** The step that the header of a file tells; null where it has none. Nothing but the header is read or checked. */
export function stepOfCheckpoint(path: string): number | null {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(12);
    readSync(file, start, 0, 12, 0);
    if (start.toString('latin1', 0, 8) !== FORMAT) return null;
    const text = Buffer.alloc(start.readUInt32LE(8));
    readSync(file, text, 0, text.length, 12);
    return (JSON.parse(text.toString('utf8')) as CheckpointHeader).step;
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

/** The state of a run on the current engine, from what readCheckpoint gave. */
export function stateOf(header: CheckpointHeader, bytes: Buffer): TrainState {
  let offset = 0;
  const groups: Record<string, Record<string, tf.Tensor>> = {
    student: {},
    teacher: {},
    first: {},
    second: {},
  };
  const centres: Record<string, tf.Tensor> = {};
  for (const { name, shape } of header.tensors) {
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
    for (let i = 0; i < values.length; i++, offset += 4) values[i] = bytes.readFloatLE(offset);
    const tensor = tf.tensor(values, [...shape]);
    const slash = name.indexOf('/');
    if (slash < 0) centres[name] = tensor;
    else (groups[name.slice(0, slash)] as Record<string, tf.Tensor>)[name.slice(slash + 1)] = tensor;
  }
  const { student, teacher, first, second } = groups as Record<string, Record<string, tf.Tensor>>;
  return {
    step: header.step,
    student: student as Parameters,
    teacher: teacher as Parameters,
    moments: {
      first: first as Record<string, tf.Tensor>,
      second: second as Record<string, tf.Tensor>,
      counts: { ...header.counts },
    },
    centre: centres.centre as tf.Tensor1D,
    patchCentre: (centres.patchCentre as tf.Tensor1D | undefined) ?? null,
  };
}

/** A tensor of the state in words: `student/a.weight` is "the student's a.weight". */
function describeTensor(name: string): string {
  const slash = name.indexOf('/');
  if (slash < 0) return `the teacher's ${name}`;
  const [group, own] = [name.slice(0, slash), name.slice(slash + 1)];
  const isNetwork = group === 'student' || group === 'teacher';
  return isNetwork ? `the ${group}'s ${own}` : `AdamW's ${group} moment of ${own}`;
}

function littleEndian(values: Float32Array): Buffer {
  if (endianness() === 'LE') return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const out = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => {
    out.writeFloatLE(value, i * 4);
  });
  return out;
}
