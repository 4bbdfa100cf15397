import { appendFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Histogram } from '../inspection/histogram.ts';
import { writeFailure } from '../UserError.ts';
import { Message } from './Message.ts';
import { maskedCrc32c } from './maskedCrc32c.ts';

/** What an event can hold of one tag. */
export type Summary =
  | { readonly tag: string; readonly scalar: number }
  | { readonly tag: string; readonly histogram: Histogram }
  | { readonly tag: string; readonly png: Buffer };

/** How many colours an image has. */
const RGB = 3;

/**
 * A file of events for TensorBoard (event.proto and summary.proto of TensorFlow, framed as TFRecord: length,
 * its checksum, the event, its checksum).
 */
export class EventFile {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** A new file in the folder; times are milliseconds since 1970. */
  static create(folder: string, time: number): EventFile {
    const name = `events.out.tfevents.${Math.floor(time / 1000)}.${hostname()}.${process.pid}`;
    const file = new EventFile(join(folder, name));
    file.#write(time, new Message().text(3, 'brain.Event:2'));
    return file;
  }

  /** Says that a run goes on after `step`: TensorBoard drops what older files have of later steps. */
  resumeAfter(step: number, time: number): void {
    const started = new Message().integer(1, 1);
    this.#write(time, new Message().integer(2, step + 1).message(7, started));
  }

  add(step: number, time: number, summaries: readonly Summary[]): void {
    const all = new Message();
    for (const summary of summaries) all.message(1, encodedValue(summary));
    const event = new Message();
    // As protobuf has it, a 0 is left out.
    if (step !== 0) event.integer(2, step);
    this.#write(time, event.message(5, all));
  }

  #write(time: number, rest: Message): void {
    const event = Buffer.concat([new Message().double(1, time / 1000).encoded, rest.encoded]);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(event.length));
    const record = Buffer.concat([length, checksum(length), event, checksum(event)]);
    try {
      appendFileSync(this.#path, record);
    } catch (error) {
      throw writeFailure(this.#path, error, 'Checkpoints written before are intact.');
    }
  }
}

function checksum(bytes: Buffer): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(maskedCrc32c(bytes));
  return out;
}

function encodedValue(summary: Summary): Message {
  const value = new Message().text(1, summary.tag);
  if ('scalar' in summary) return value.float(2, summary.scalar);
  if ('histogram' in summary) return value.message(5, histogramProto(summary.histogram));
  const { png } = summary;
  // A PNG has its width and height at these places.
  const size = new Message().integer(1, png.readUInt32BE(20)).integer(2, png.readUInt32BE(16));
  return value.message(4, size.integer(3, RGB).bytes(4, png));
}

/** Sums are those of the middles of the bins. */
function histogramProto({ min, max, counts }: Histogram): Message {
  const edge = (i: number) => min + ((max - min) * i) / counts.length;
  const middle = (i: number) => (edge(i) + edge(i + 1)) / 2;
  const sumOf = (of: (i: number) => number) => counts.reduce((sum, count, i) => sum + count * of(i), 0);
  const fields = [min, max, sumOf(() => 1), sumOf(middle), sumOf((i) => middle(i) ** 2)];
  const message = new Message();
  fields.forEach((value, i) => {
    if (value !== 0) message.double(i + 1, value);
  });
  message.doubles(
    6,
    counts.map((_, i) => edge(i + 1)),
  );
  return message.doubles(7, counts);
}
