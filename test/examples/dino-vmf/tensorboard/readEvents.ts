import { readFileSync } from 'node:fs';

/** One field of a protobuf message as it lies on the wire. */
interface Field {
  readonly number: number;
  readonly value: bigint | Buffer;
}

/** An event of a TensorBoard file, read with nothing of the writer's: what the tests look at. */
export interface ReadEvent {
  readonly time: number;
  readonly step: number;
  readonly version: string | null;
  readonly isStart: boolean;
  readonly scalars: Readonly<Record<string, number>>;
  readonly histograms: Readonly<Record<string, { limits: number[]; counts: number[]; count: number }>>;
  readonly images: Readonly<Record<string, { width: number; height: number; png: Buffer }>>;
}

/** The events of a file; throws where a length or checksum is wrong or a record is cut. */
export function readEvents(path: string): ReadEvent[] {
  const bytes = readFileSync(path);
  const events: ReadEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const event = bytes.subarray(at + 12, at + 12 + length);
    if (event.length !== length) throw new Error(`the record at ${at} is cut`);
    for (const [from, to] of [
      [at, at + 8],
      [at + 12, at + 12 + length],
    ] as const) {
      if (bytes.readUInt32LE(to) !== masked(bytes.subarray(from, to))) {
        throw new Error(`the checksum at ${to} is wrong`);
      }
    }
    events.push(eventOf(fields(event)));
    at += 16 + length;
  }
  return events;
}

/** CRC-32C bit by bit, from the polynomial x³² + x²⁸ + x²⁷ + x²⁶ + x²⁵ + ..., then the mask of TFRecord. */
function masked(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = ((crc ^ (byte >>> bit)) & 1) === 1;
      crc = (crc >>> 1) ^ (isOdd ? 0x82f63b78 : 0);
    }
  }
  const value = BigInt.asUintN(32, BigInt(~crc));
  return Number(BigInt.asUintN(32, ((value >> 15n) | (value << 17n)) + 0xa282ead8n));
}

function fields(bytes: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let [value, shift] = [0n, 0n];
    for (; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const value = { 0: varint, 1: () => take(8), 2: () => take(Number(varint())), 5: () => take(4) }[key & 7];
    if (value === undefined) throw new Error(`wire type ${key & 7}`);
    found.push({ number: key >>> 3, value: value() });
  }
  return found;
}

const bytesAt = (all: Field[], number: number) =>
  all.find((f) => f.number === number)?.value as Buffer | undefined;
const integerAt = (all: Field[], number: number) =>
  Number((all.find((f) => f.number === number)?.value as bigint | undefined) ?? 0n);
const doubles = (bytes: Buffer) =>
  Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));

function eventOf(event: Field[]): ReadEvent {
  const scalars: Record<string, number> = {};
  const histograms: Record<string, { limits: number[]; counts: number[]; count: number }> = {};
  const images: Record<string, { width: number; height: number; png: Buffer }> = {};
  for (const { number, value } of fields(bytesAt(event, 5) ?? Buffer.alloc(0))) {
    if (number !== 1) throw new Error(`field ${number} of a summary`);
    const one = fields(value as Buffer);
    const tag = (bytesAt(one, 1) as Buffer).toString();
    const scalar = bytesAt(one, 2);
    if (scalar) scalars[tag] = scalar.readFloatLE();
    const image = bytesAt(one, 4);
    if (image) {
      const parts = fields(image);
      images[tag] = {
        height: integerAt(parts, 1),
        width: integerAt(parts, 2),
        png: bytesAt(parts, 4) as Buffer,
      };
    }
    const histogram = bytesAt(one, 5);
    if (histogram) {
      const parts = fields(histogram);
      histograms[tag] = {
        limits: doubles(bytesAt(parts, 6) as Buffer),
        counts: doubles(bytesAt(parts, 7) as Buffer),
        count: (bytesAt(parts, 3) as Buffer).readDoubleLE(),
      };
    }
  }
  const log = bytesAt(event, 7);
  return {
    time: (bytesAt(event, 1) as Buffer).readDoubleLE(),
    step: integerAt(event, 2),
    version: bytesAt(event, 3)?.toString() ?? null,
    isStart: log !== undefined && integerAt(fields(log), 1) === 1,
    scalars,
    histograms,
    images,
  };
}
