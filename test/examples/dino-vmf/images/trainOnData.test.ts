import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { tiny, train } from '../trainCommand.ts';
import { writeMnist, writePhotos } from './writeDataSets.ts';

const folder = mkdtempSync(join(tmpdir(), 'trained-'));
afterAll(() => rmSync(folder, { recursive: true }));

const quick = [...tiny, '--steps', '3', '--evaluate-every', '0'];

const configOf = (run: string) => JSON.parse(readFileSync(join(run, 'config.json'), 'utf8')).config;
const losses = (run: string) => readFileSync(join(run, 'metrics.jsonl'), 'utf8').match(/"loss":[^,]*/g);

it('trains on grey IDX images and says what their views are spared', () => {
  const data = join(folder, 'mnist');
  writeMnist(data, 24, 8, '.gz');
  const out = join(folder, 'grey');
  const { status, output } = train(...quick, '--data', data, '--flip', '0', '--out', out);
  expect(status, output).toBe(0);
  expect(output).toContain(
    '2 classes, 24 to train, 8 to test, 1 channel: saturation, hue and greyscale of the views are left out',
  );
  expect(configOf(out)).toMatchObject({ channels: 1, flipProbability: 0 });
  expect(losses(out)).toHaveLength(3);
});

it('trains on photos that stay in their files as on photos in memory, with other threads', async () => {
  const data = join(folder, 'photos');
  await writePhotos(data, ['a', 'b'], 12);
  const [memory, files] = ['memory', 'files'].map((name) => join(folder, name));
  const run = (out: string, ...more: string[]) =>
    train(...quick, '--data', data, '--normalise', 'imagenet', '--out', out, ...more);
  expect(run(memory, '--workers', '2').status).toBe(0);
  const left = run(files, '--workers', '0', '--image-memory', '0');
  expect(left.status, left.output).toBe(0);
  expect(left.output).toContain('they are read from their files when used');
  expect(losses(files)).toEqual(losses(memory));
});

it('names the file that turns out to be broken when it is used, and goes on without it when told to', async () => {
  const data = join(folder, 'broken');
  await writePhotos(data, ['a', 'b'], 12);
  for (const name of ['3', '7']) writeFileSync(join(data, 'b', `${name}.png`), 'no image');
  const run = (out: string, ...more: string[]) =>
    train(...quick, '--data', data, '--image-memory', '0', '--out', join(folder, out), ...more);
  const { status, output } = run('stops');
  expect(status).toBe(1);
  expect(output).toMatch(/error: .*broken\/b\/[37]\.png cannot be decoded/);
  expect(output).not.toMatch(/ {4}at /);
  const skipped = run('skips', '--skip-corrupt');
  expect(skipped.status, skipped.output).toBe(0);
  expect(skipped.output).toContain('warning: skipped corrupt files');
});
