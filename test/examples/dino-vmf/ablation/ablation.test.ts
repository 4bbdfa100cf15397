import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { average } from '../../../../examples/dino-vmf/ablation/ablationTable.ts';
import { readAblationCommandLine } from '../../../../examples/dino-vmf/ablation/commandLine.ts';
import { root, tiny, train } from '../trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'ablation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const command = ['--import', 'tsx', 'examples/dino-vmf/ablation.ts'];
const ablation = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const linesOf = (run: string) =>
  existsSync(join(run, 'metrics.jsonl')) ? readFileSync(join(run, 'metrics.jsonl'), 'utf8').split('\n') : [];

describe('the ablation', () => {
  const out = join(folder, 'table1');
  const shared = [...tiny, '--evaluate-every', '0', '--steps', '40'];
  const args = [...shared, '--seeds', '3,0', '--cells', 'vmf/probability,none/logit', '--out', out];
  const second = join(out, 'none-logit-seed3');

  it('stopped by Ctrl-C in its second run, goes on there with the same command', async () => {
    const status = await new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, [...command, ...args], { cwd: root });
      const timer = setInterval(() => {
        if (linesOf(second).length < 3) return;
        clearInterval(timer);
        // As npm and a terminal do, which both pass one stroke on.
        child.kill('SIGINT');
        child.kill('SIGINT');
      }, 5);
      child.on('exit', resolve);
    });
    expect(status).toBe(130);
    expect(linesOf(second).length).toBeLessThan(40);
    expect(existsSync(join(second, 'checkpoint.bin'))).toBe(true);

    const { status: after, output } = ablation(...args);
    expect(after, output).toBe(0);
    expect(output).toContain('1 of 4 runs are finished already');
    expect(readFileSync(join(out, 'none-logit-seed3.log'), 'utf8')).toMatch(/resuming .* after step \d/);
  });

  it('its runs are those of npm run train, and its table is made of theirs', () => {
    const alone = join(folder, 'alone');
    const cell = ['--normalization', 'none', '--centring', 'logit', '--seed', '3'];
    expect(train(...shared, ...cell, '--out', alone).status).toBe(0);
    const [a, b] = [alone, second].map((run) => readFileSync(join(run, 'checkpoint.bin')));
    expect(a?.equals(b as Buffer)).toBe(true);

    const accuracy = (name: string): number =>
      json(join(out, name, 'evaluations.json')).teacher.at(-1).accuracy;
    const { rows } = json(join(out, 'table.json'));
    expect(rows.map(({ kind }: { kind: string }) => kind)).toEqual(['none/logit', 'vmf/probability']);
    const [base, vmf] = rows;
    expect(base.gain).toBeNull();
    expect(base.accuracies).toEqual([
      { seed: 0, accuracy: accuracy('none-logit-seed0') },
      { seed: 3, accuracy: accuracy('none-logit-seed3') },
    ]);
    const [d0, d3] = [0, 3].map(
      (seed) => accuracy(`vmf-probability-seed${seed}`) - accuracy(`none-logit-seed${seed}`),
    ) as [number, number];
    expect(vmf.gain.mean).toBe((d0 + d3) / 2);
    // The standard error of two values is half their distance.
    expect(Math.abs(vmf.gain.error - Math.abs(d0 - d3) / 2)).toBeLessThan(1e-15);
    expect(readFileSync(join(out, 'table.md'), 'utf8')).toContain('| vmf | probability | ');
  });

  it('draws the table, and draws it again without training when all is done', async () => {
    const picture = join(out, 'table.png');
    for (const path of [picture, join(out, 'curves.png')]) {
      const { data, info } = await sharp(path).greyscale().raw().toBuffer({ resolveWithObject: true });
      expect(info.width).toBeGreaterThan(1000);
      expect(data.filter((pixel) => pixel < 128).length / data.length).toBeGreaterThan(0.005);
    }
    const before = readFileSync(join(out, 'table.md'), 'utf8');
    rmSync(picture);
    const { status, output } = ablation(...args);
    expect(status).toBe(0);
    expect(output).toContain('4 of 4 runs are finished already');
    expect(existsSync(picture)).toBe(true);
    expect(readFileSync(join(out, 'table.md'), 'utf8')).toBe(before);
  });

  it('refuses other settings in the same folder, and keeps what there is', () => {
    const before = readFileSync(join(second, 'checkpoint.bin'));
    const { status, output } = ablation(...args, '--learning-rate', '0.001');
    expect(status).toBe(2);
    expect(output).toContain('was begun with other settings (--learning-rate 0.003, now 0.001)');
    expect(output).not.toMatch(/ {4}at /);
    expect(readFileSync(join(second, 'checkpoint.bin')).equals(before)).toBe(true);
  });
});

it.each([
  [['--seed', '1'], '--seed is set by the ablation itself; it takes --seeds and --cells'],
  [['--seeds', '1,x'], "--seeds: integers in [0, 4294967295] with commas, got '1,x'"],
  [['--cells', 'vmf'], "got 'vmf'"],
  [['--jobs', '0'], "--jobs must be an integer in [1, 64], got '0'"],
  [['--stepz', '3'], "unknown option '--stepz'"],
  [['--steps', '0'], "--steps must be an integer in [1, 10000000], got '0'"],
])('refuses %j', (args, message) => {
  expect(() => readAblationCommandLine(args)).toThrow(message);
});

it('mean, deviation and standard error are those of the textbook', () => {
  expect(average([])).toBeNull();
  expect(average([2])).toEqual({ count: 1, mean: 2, deviation: null, error: null });
  // 1, 2, 6: squares 4, 1, 9 about 3, so the variance is 7.
  const { mean, deviation, error } = average([1, 2, 6]) as NonNullable<ReturnType<typeof average>>;
  expect(mean).toBe(3);
  expect(deviation).toBeWithinUlp(Math.sqrt(7), 1);
  expect(error).toBeWithinUlp(Math.sqrt(7 / 3), 2);
});
