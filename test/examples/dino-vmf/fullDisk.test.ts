import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../examples/dino-vmf/engine.ts';
import { readCheckpoint } from '../../../examples/dino-vmf/run/checkpoint.ts';
import { root, tiny, train } from './trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
const disk = mkdtempSync(join(tmpdir(), 'small-disk-'));
const command = (...args: string[]) =>
  spawnSync(args[0] as string, args.slice(1), { encoding: 'utf8', cwd: root });
const canMount = command('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk).status === 0;
if (!canMount) console.log('skipped: a really full disk needs the right to mount a tmpfs (root on Linux)');

beforeAll(() => startEngine('wasm'));
afterAll(() => {
  if (canMount) command('umount', disk);
  rmSync(folder, { recursive: true });
  rmSync(disk, { recursive: true });
});

const small = [...tiny, '--prototypes', '64', '--width', '48', '--checkpoint-every', '2'];

const resize = (bytes: number) =>
  expect(command('mount', '-o', `remount,size=${Math.ceil(bytes / 4096) * 4096}`, disk).status).toBe(0);

describe.skipIf(!canMount)('a full disk', () => {
  it('keeps the checkpoint before, says so, and the run goes on once there is room', () => {
    const elsewhere = join(folder, 'elsewhere');
    expect(train(...small, '--out', elsewhere).status).toBe(0);
    const size = statSync(join(elsewhere, 'checkpoint.bin')).size;

    // Room for one checkpoint and a half: that of step 2 is written beside that of step 0 and does not fit.
    resize(1.5 * size + 32_768);
    const run = join(disk, 'run');
    const { status, output } = train(...small, '--out', run);
    expect(status, output).toBe(1);
    expect(output).toContain(
      `error: cannot write ${run}/checkpoint.bin: no space left on the device. The checkpoint before it, if there was one, is intact.`,
    );
    expect(output).not.toMatch(/ {4}at /);
    expect(readCheckpoint(join(run, 'checkpoint.bin')).header.step).toBe(0);
    expect(readdirSync(run).filter((name) => name.endsWith('.partial'))).toEqual([]);

    resize(4 * size + 1_048_576);
    const resumed = train('--resume', run);
    expect(resumed.status, resumed.output).toBe(0);
    const [a, b] = [run, elsewhere].map((path) => readCheckpoint(join(path, 'checkpoint.bin')).tensors);
    expect(a?.equals(b as Buffer)).toBe(true);
  });

  it('with no room for settings either, names the file and leaves the rest alone', () => {
    rmSync(join(disk, 'run'), { recursive: true });
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=65536'], { stdio: 'ignore' });
    const run = join(disk, 'other');
    const { status, output } = train(...small, '--out', run);
    expect(status, output).toBe(1);
    expect(output).toMatch(/error: cannot write .*: no space left on the device\./);
    expect(output).not.toMatch(/ {4}at /);
  });
});
