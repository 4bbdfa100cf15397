import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { readCheckpoint, stateOf, writeCheckpoint } from '../../../../examples/dino-vmf/run/checkpoint.ts';
import { openRun } from '../../../../examples/dino-vmf/run/openRun.ts';
import type { Config } from '../../../../examples/dino-vmf/settings/config.ts';
import { resumeRun } from '../../../../examples/dino-vmf/training/resumeRun.ts';
import { disposeState } from '../../../../examples/dino-vmf/training/trainStep.ts';
import { tiny, train } from '../trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'resume-'));
const whole = join(folder, 'whole');
const said: string[] = [];

beforeAll(() => {
  vi.spyOn(console, 'log').mockImplementation((line) => said.push(String(line)));
  const options = [
    ...tiny,
    ...'--engine wasm --evaluate-every 0 --checkpoint-every 2 --keep-checkpoints 3'.split(' '),
  ];
  const { status, output } = train(...options, '--out', whole);
  expect(status, output).toBe(0);
});
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const bytesOf = (run: string) => readFileSync(join(run, 'checkpoint.bin'));
const resume = (run: string, changes: Partial<Config> = {}) => {
  said.length = 0;
  return resumeRun(run, changes, { requested: false });
};

let copies = 0;
/** A copy of the run that lost its last checkpoint, so that two steps are left to do. */
function copied({ complete = false } = {}): string {
  const run = join(folder, `copy${copies++}`);
  cpSync(whole, run, { recursive: true });
  if (!complete) {
    rmSync(join(run, 'checkpoint.bin'));
    renameSync(join(run, 'checkpoint-6.bin'), join(run, 'checkpoint.bin'));
  }
  return run;
}

function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] as number) ^ 1;
  writeFileSync(path, bytes);
}

describe('the checkpoints of a run', () => {
  it('are the last three, each of its own step', () => {
    const steps = readdirSync(whole)
      .filter((name) => name.startsWith('checkpoint'))
      .map((name) => [name, readCheckpoint(join(whole, name)).header.step]);
    expect(Object.fromEntries(steps)).toEqual({
      'checkpoint.bin': 8,
      'checkpoint-6.bin': 6,
      'checkpoint-4.bin': 4,
    });
  });

  it('go on from any of them to the same bytes', async () => {
    for (const step of [6, 4]) {
      const run = copied({ complete: true });
      for (const name of ['checkpoint.bin', ...(step === 4 ? ['checkpoint-6.bin'] : [])])
        rmSync(join(run, name));
      expect(await resume(run)).toBe(true);
      expect(said).toContain(`resuming ${run} after step ${step} of 8`);
      expect(bytesOf(run).equals(bytesOf(whole))).toBe(true);
    }
  });

  it('the newest damaged, says so, keeps its bytes and goes on from the one before', async () => {
    const run = copied({ complete: true });
    damage(join(run, 'checkpoint.bin'));
    const damaged = bytesOf(run);
    const opened = await openRun(run, 'wasm');
    expect(opened.header.step).toBe(6);
    expect(said.join('\n')).toContain('damaged or cut short: its SHA-256 does not match; taking');
    tf.dispose([opened.student, opened.teacher, opened.centre]);
    await resume(run);
    expect(said.join('\n')).toContain(
      `warning: ${run}/checkpoint.bin: damaged or cut short: its SHA-256 does not match; kept as ${run}/checkpoint.bin.damaged, going on from ${run}/checkpoint-6.bin of step 6`,
    );
    expect(bytesOf(run).equals(bytesOf(whole))).toBe(true);
    expect(readFileSync(join(run, 'checkpoint.bin.damaged')).equals(damaged)).toBe(true);
  });

  it('all damaged, of another version, or none: each is said', async () => {
    const run = copied({ complete: true });
    const all = readdirSync(run).filter((name) => name.startsWith('checkpoint'));
    for (const name of all) damage(join(run, name));
    await expect(resume(run)).rejects.toThrow(`${run}/checkpoint.bin: damaged or cut short`);
    for (const name of all) writeFileSync(join(run, name), 'DINOVMF1 and more');
    await expect(resume(run)).rejects.toThrow(
      'checkpoint.bin: a checkpoint of another version of the trainer (DINOVMF1); this one reads DINOVMF2',
    );
    for (const name of all) rmSync(join(run, name));
    await expect(resume(run)).rejects.toThrow('checkpoint.bin: no such checkpoint; nothing to resume');
    await expect(resume(join(folder, 'nowhere'))).rejects.toThrow('nowhere: no such folder');
  });
});

describe('changed settings', () => {
  const written = (run: string) => JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));

  it('edited in config.json are refused, with both values', async () => {
    const run = copied();
    const json = written(run);
    writeFileSync(
      join(run, 'config.json'),
      JSON.stringify({ ...json, config: { ...json.config, learningRate: 0.1 } }),
    );
    const before = bytesOf(run);
    await expect(resume(run)).rejects.toThrow(
      `${run}/config.json: learningRate is 0.1, the checkpoint was trained with 0.003; put that back`,
    );
    expect(bytesOf(run).equals(before)).toBe(true);
    rmSync(join(run, 'config.json'));
    await expect(resume(run)).rejects.toThrow('config.json: missing or not JSON');
  });

  it.each<[Partial<Config>, string]>([
    [{ learningRate: 0.1 }, '--learning-rate is 0.003 there, got 0.1; begin a new run'],
    [{ steps: 20 }, '--steps is 8 there, got 20 (all schedules stretch with the length)'],
    [{ limit: 100 }, '--limit is 48 there, got 100'],
    [{ epochSteps: 3 }, '--epoch-steps is 6 there, got 3'],
  ])('given with --resume: %j is refused', async (changes, message) => {
    await expect(resume(copied(), changes)).rejects.toThrow(message);
  });

  it('that train the same are taken: equal ones, the pace of checkpoints and evaluations', async () => {
    const run = copied();
    await resume(run, { learningRate: 0.003, checkpointEvery: 1, evaluateEvery: 7 });
    expect(written(run).config.evaluateEvery).toBe(7);
    const tensors = (path: string) => readCheckpoint(join(path, 'checkpoint.bin')).tensors;
    expect(tensors(run).equals(tensors(whole))).toBe(true);
    const { teacher } = JSON.parse(readFileSync(join(run, 'evaluations.json'), 'utf8'));
    expect(teacher.map(({ step }: { step: number }) => step)).toEqual([0, 7, 8]);
    await resume(run);
  });

  it('on the command line too', () => {
    const refused = train('--resume', whole, '--learning-rate', '0.1');
    expect(refused.status).toBe(2);
    expect(refused.output).toContain(
      'error: --resume keeps the settings of the run: --learning-rate is 0.003',
    );
    const out = train('--resume', whole, '--preset', 'cifar10');
    expect(out.status).toBe(2);
    expect(out.output).toContain('leave out --preset');
  });

  it('of another version of the trainer are named', async () => {
    const run = copied();
    await startEngine('wasm');
    const { header, tensors } = readCheckpoint(join(run, 'checkpoint.bin'));
    const { clip, ...others } = header.config;
    const config = { ...others, gone: clip } as unknown as Config;
    const state = stateOf(header, tensors);
    await writeCheckpoint(join(run, 'checkpoint.bin'), state, { ...header, config });
    disposeState(state);
    await expect(resume(run)).rejects.toThrow(
      'begun with a version of the trainer that had other settings (it has gone; it lacks clip)',
    );
  });
});

describe('the images', () => {
  const data = join(folder, 'photos');
  const run = join(folder, 'own');

  beforeAll(async () => {
    for (const [label, name] of ['bright', 'dark'].entries()) {
      mkdirSync(join(data, name), { recursive: true });
      for (let i = 0; i < 12; i++) {
        const pixels = Buffer.alloc(12 * 12 * 3, (label === 0 ? 200 : 40) + i);
        const raw = { width: 12, height: 12, channels: 3 as const };
        await sharp(pixels, { raw }).toFile(join(data, name, `${i}.png`));
      }
    }
    const options = [...tiny, ...'--engine wasm --evaluate-every 0 --steps 2'.split(' ')];
    const { status, output } = train(...options, '--data', data, '--out', run);
    expect(status, output).toBe(0);
  });

  it('gone are missed; moved, they are found with --data', async () => {
    const moved = join(folder, 'moved');
    renameSync(data, moved);
    await expect(resume(run)).rejects.toThrow(`--data ${data}: no such folder`);
    expect(await resume(run, { data: moved })).toBe(true);
    renameSync(moved, data);
    await resume(run, { data });
  });

  it('others than those the run began with are refused', async () => {
    await sharp({ create: { width: 12, height: 12, channels: 3, background: '#123456' } }).toFile(
      join(data, 'dark', '3.png'),
    );
    const before = bytesOf(run);
    await expect(resume(run)).rejects.toThrow('are not those the run began with');
    expect(bytesOf(run).equals(before)).toBe(true);
  });
});

describe('two trainers in one folder', () => {
  it('the second is refused while the first lives; a dead one counts for nothing', async () => {
    const run = copied();
    writeFileSync(join(run, 'run.lock'), String(process.ppid));
    await expect(resume(run)).rejects.toThrow(`${run}: process ${process.ppid} is training there`);
    expect(existsSync(join(run, 'run.lock'))).toBe(true);
    // Above the largest number that Linux gives to a process.
    writeFileSync(join(run, 'run.lock'), '99999999');
    expect(await resume(run)).toBe(true);
    expect(existsSync(join(run, 'run.lock'))).toBe(false);
  });
});
