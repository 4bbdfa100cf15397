import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { Random } from '../../../../examples/dino-vmf/random.ts';
import { command, root, tiny, train } from '../trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'killed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const STEPS = 40;
/** Passes of twelve batches: checkpoints fall in the middle of a pass, and so do the kills. */
const options = [
  ...tiny,
  ...`--limit 96 --engine wasm --steps ${STEPS} --checkpoint-every 5 --evaluate-every 7`.split(' '),
];

const linesOf = (run: string): string[] => {
  const path = join(run, 'metrics.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
};

/** What a run computed: all but what the clock says. */
const computed = (run: string) =>
  linesOf(run).map((line) => {
    const { step, loss, teacherEntropy, gradientNorm, prototypeNorm } = JSON.parse(line);
    return { step, loss, teacherEntropy, gradientNorm, prototypeNorm };
  });

/** Kills the trainer `delay` milliseconds after it has logged step `at`. */
async function killed(args: readonly string[], run: string, at: number, delay: number): Promise<void> {
  const child = spawn(process.execPath, [...command, ...args], { cwd: root, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  while (linesOf(run).length < at && child.exitCode === null) await setTimeout(2);
  await setTimeout(delay);
  child.kill('SIGKILL');
  expect(await ended, 'killed, not ended').toBe('SIGKILL');
}

it('killed again and again at random points, ends with the bytes of a run that was left alone', async () => {
  const left = join(folder, 'left');
  expect(train(...options, '--out', left).status).toBe(0);

  const run = join(folder, 'run');
  const random = Random.keyed(20261125);
  let args: string[] = [...options, '--out', run];
  let at = 0;
  for (let kill = 0; kill < 4; kill++) {
    at = 1 + 9 * kill + random.integer(9);
    await killed(args, run, at, random.between(0, 30));
    args = ['--resume', run];
  }
  // A write that was cut off leaves its half beside the checkpoint; it must not matter.
  const half = readFileSync(join(run, 'checkpoint.bin')).subarray(0, 5000);
  writeFileSync(join(run, 'checkpoint.bin.partial'), half);

  const { status, output } = train(...args);
  expect(status, output).toBe(0);
  expect(output).toMatch(/resuming .* after step [1-9]\d* of 40/);
  const [a, b] = [left, run].map((path) => readFileSync(join(path, 'checkpoint.bin')));
  expect(b?.equals(a as Buffer), 'every tensor, count and setting').toBe(true);
  expect(computed(run)).toEqual(computed(left));
  const [c, d] = [left, run].map((path) => readFileSync(join(path, 'evaluations.json'), 'utf8'));
  expect(d).toBe(c);
});
