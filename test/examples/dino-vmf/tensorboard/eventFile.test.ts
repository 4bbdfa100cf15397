import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inspection } from '../../../../examples/dino-vmf/inspection/inspect.ts';
import type { Metrics } from '../../../../examples/dino-vmf/run/runFolder.ts';
import { EventFile } from '../../../../examples/dino-vmf/tensorboard/EventFile.ts';
import { maskedCrc32c } from '../../../../examples/dino-vmf/tensorboard/maskedCrc32c.ts';
import { root, tiny, train } from '../trainCommand.ts';
import { readEvents } from './readEvents.ts';

const folder = mkdtempSync(join(tmpdir(), 'events-'));
afterAll(() => rmSync(folder, { recursive: true }));

const eventFiles = (path: string) =>
  readdirSync(path)
    .filter((name) => name.startsWith('events.out.tfevents.'))
    .sort()
    .map((name) => join(path, name));

describe('maskedCrc32c', () => {
  // The checksums of RFC 3720, B.4, masked by the rule of TFRecord.
  const mask = (crc: bigint) => Number(BigInt.asUintN(32, ((crc >> 15n) | (crc << 17n)) + 0xa282ead8n));
  it.each([
    ['32 zeros', new Uint8Array(32), 0x8a9136aan],
    ['32 of 255', new Uint8Array(32).fill(255), 0x62a8ab43n],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794en],
    ['31 to 0', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5cn],
    ['"123456789"', Buffer.from('123456789'), 0xe3069283n],
  ])('of %s', (_, bytes, crc) => {
    expect(maskedCrc32c(bytes)).toBe(mask(crc & 0xffffffffn));
  });
});

it("writes the bytes of TensorBoard's own writer", () => {
  const table = JSON.parse(
    readFileSync(join(root, 'validation', 'tables', 'tensorboardEvents.json'), 'utf8'),
  ) as {
    time: number;
    steps: number[];
    scalars: number[];
    histograms: { min: number; max: number; counts: number[] }[];
    png: string;
    bytes: string;
  };
  const out = mkdtempSync(join(folder, 'table-'));
  const file = EventFile.create(out, table.time);
  const scalars = table.scalars.map((scalar, i) => ({ tag: `group/ümlaut${i}`, scalar }));
  for (const step of table.steps) file.add(step, table.time, scalars);
  for (const histogram of table.histograms) file.add(7, table.time, [{ tag: 'spread', histogram }]);
  file.add(8, table.time, [{ tag: 'picture', png: Buffer.from(table.png, 'base64') }]);
  file.resumeAfter(7, table.time);
  const [path] = eventFiles(out) as [string];
  expect(path).toMatch(/\/events\.out\.tfevents\.1700000000\./);
  expect(readFileSync(path).toString('base64')).toBe(table.bytes);
});

describe('a run with --tensorboard', () => {
  const run = join(folder, 'run');
  const lines = <T>(name: string): T[] =>
    readFileSync(join(run, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);

  beforeAll(() => {
    const options = '--tensorboard --inspect-every 3 --evaluate-every 4 --out'.split(' ');
    const { status, output } = train(...tiny, ...options, run);
    expect(status, output).toBe(0);
  });

  it('has every number of every line in its events', () => {
    const [path, ...others] = eventFiles(run) as [string];
    expect(others).toEqual([]);
    const [head, ...events] = readEvents(path);
    expect(head?.version).toBe('brain.Event:2');
    const value = (step: number, tag: string) =>
      events.find((event) => event.step === step && tag in event.scalars)?.scalars[tag];
    for (const line of lines<Metrics>('metrics.jsonl')) {
      expect(value(line.step, 'train/loss')).toBe(Math.fround(line.loss));
      expect(value(line.step, 'train/learningRate')).toBe(Math.fround(line.learningRate));
      expect(value(line.step, 'kappaTeacher/median')).toBe(Math.fround(line.kappaTeacher.median));
      expect(events.find(({ step, scalars }) => step === line.step && 'train/loss' in scalars)?.time).toBe(
        line.time / 1000,
      );
    }
    for (const line of lines<Inspection>('inspections.jsonl')) {
      expect(value(line.step, 'inspection/rankMe')).toBe(Math.fround(line.rankMe));
      const seen = events.find(
        ({ step, histograms }) => step === line.step && 'inspection/kappaTeacher' in histograms,
      );
      const histogram = seen?.histograms['inspection/kappaTeacher'];
      expect(histogram?.counts).toEqual(line.kappaTeacher.counts);
      expect(histogram?.limits.at(-1)).toBe(line.kappaTeacher.max);
      expect(histogram?.count).toBe(32);
    }
    expect(events.filter(({ scalars }) => 'evaluation/knn' in scalars).map(({ step }) => step)).toEqual([
      4, 8,
    ]);
  });

  it('has views and attention as pictures', async () => {
    const [path] = eventFiles(run) as [string];
    const images = readEvents(path).flatMap(({ step, images }) =>
      Object.entries(images).map(([tag, image]) => ({ step, tag, ...image })),
    );
    expect(images.map(({ step, tag }) => [step, tag])).toEqual([
      [0, 'views'],
      [3, 'attention'],
      [6, 'attention'],
      [8, 'attention'],
    ]);
    for (const { png, width, height } of images) {
      expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width, height });
    }
    expect(images.at(-1)?.png).toEqual(readFileSync(join(run, 'attention.png')));
  });

  it('says in a new file where it goes on', () => {
    // As when it was stopped after step 4 of 8: the checkpoint is of then.
    const resumed = join(folder, 'resumed');
    const options = '--tensorboard --checkpoint-every 4 --evaluate-every 0 --out'.split(' ');
    const stopped = train(...tiny, '--steps', '4', ...options, resumed);
    expect(stopped.status, stopped.output).toBe(0);
    const before = eventFiles(resumed);
    expect(train('--resume', resumed).status).toBe(0);
    const [path] = eventFiles(resumed).filter((name) => !before.includes(name)) as [string];
    const [head, start] = readEvents(path);
    expect(head?.version).toBe('brain.Event:2');
    expect([start?.isStart, start?.step]).toEqual([true, 5]);
  });

  it('is not trusted where a byte is changed', () => {
    const [path] = eventFiles(run) as [string];
    const bytes = readFileSync(path);
    const broken = join(folder, 'broken');
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 4;
    writeFileSync(broken, bytes);
    expect(() => readEvents(broken)).toThrow(/checksum|cut/);
  });
});
