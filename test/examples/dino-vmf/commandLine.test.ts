import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { command, root, tiny, train } from './trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'train-'));
afterAll(() => rmSync(folder, { recursive: true }));

const quick = [...tiny, '--evaluate-every', '0'];

const metricsOf = (run: string): Record<string, number>[] =>
  readFileSync(join(run, 'metrics.jsonl'), 'utf8')
    .split('\n')
    // Empty at the end, and all of a file that has just been opened.
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** What a step computed, without what the clock says. */
const computed = (run: string) =>
  metricsOf(run).map(({ step, loss, teacherEntropy, gradientNorm }) => ({
    step,
    loss,
    teacherEntropy,
    gradientNorm,
  }));

async function writeImages(directory: string, perClass: number): Promise<void> {
  for (const [label, name] of ['bright', 'dark'].entries()) {
    mkdirSync(join(directory, name), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      const pixels = Buffer.from(
        Array.from({ length: 12 * 12 * 3 }, (_, j) => (label === 0 ? 200 : 40) + ((i * 7 + j) % 30)),
      );
      const file = join(directory, name, `${i}.${i % 2 === 0 ? 'png' : 'jpg'}`);
      await sharp(pixels, { raw: { width: 12, height: 12, channels: 3 } }).toFile(file);
    }
  }
}

describe('a run', () => {
  const whole = join(folder, 'whole');

  it('writes settings, a line a step, a checkpoint, evaluations and a report', () => {
    const { status, output } = train(...quick, '--out', whole);
    expect(status, output).toBe(0);
    expect(output).toMatch(/engine: wasm/);
    expect(output).toMatch(/kNN after training: [\d.]+ % \(untrained [\d.]+ %, raw pixels [\d.]+ %\)/);
    const metrics = metricsOf(whole);
    expect(metrics.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const key of [
      'loss',
      'learningRate',
      'teacherEntropy',
      'lnK',
      'kl',
      'gradientNorm',
      'imagesPerSecond',
    ]) {
      for (const line of metrics) expect(line[key], key).toSatisfy(Number.isFinite);
    }
    expect(JSON.parse(readFileSync(join(whole, 'config.json'), 'utf8')).config.seed).toBe(0);
    expect(existsSync(join(whole, 'checkpoint.bin'))).toBe(true);
    const report = readFileSync(join(whole, 'report.html'), 'utf8');
    expect(report).toMatch(/<svg/);
    expect(report).toMatch(/data:image\/png;base64,/);
    expect(report, 'self-contained').not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it('is the same again from the same seed', () => {
    const again = join(folder, 'again');
    expect(train(...quick, '--out', again).status).toBe(0);
    expect(computed(again)).toEqual(computed(whole));
  });

  it('stopped by Ctrl-C, says how to go on, and goes on bit for bit', async () => {
    const cut = join(folder, 'cut');
    const slow = [...quick, '--steps', '60', '--out'];
    const status = await new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, [...command, ...slow, cut], { cwd: root });
      const timer = setInterval(() => {
        if (existsSync(join(cut, 'metrics.jsonl')) && metricsOf(cut).length >= 3) {
          clearInterval(timer);
          child.kill('SIGINT');
        }
      }, 5);
      child.on('exit', resolve);
    });
    expect(status).toBe(130);
    const done = metricsOf(cut).length;
    expect(done).toBeLessThan(60);
    expect(train('--resume', cut).status).toBe(0);
    const uncut = join(folder, 'uncut');
    expect(train(...slow, uncut).status).toBe(0);
    expect(computed(cut)).toEqual(computed(uncut));
    const [a, b] = [cut, uncut].map((run) => readFileSync(join(run, 'checkpoint.bin')));
    expect(a?.equals(b as Buffer), 'every tensor, count and setting').toBe(true);
  });

  it('refuses a folder that holds a run, and keeps it', () => {
    const before = readFileSync(join(whole, 'metrics.jsonl'));
    const { status, output } = train(...quick, '--out', whole);
    expect(status).toBe(1);
    expect(output).toContain(`error: --out ${whole}: already holds a run; go on with --resume ${whole}`);
    expect(readFileSync(join(whole, 'metrics.jsonl'))).toEqual(before);
  });
});

describe('a folder that cannot be made', () => {
  it.each(['/proc/run', '/dev/null/run'])('%s is named, at once', (out) => {
    const { status, output } = train(...quick, '--out', out);
    expect(status).toBe(1);
    expect(output).toContain(`error: cannot write ${out}: `);
    expect(output).not.toMatch(/ {4}at /);
  });
});

describe("images of one's own", () => {
  it('trains on a folder per class of JPEG and PNG, split by the seed', async () => {
    const data = join(folder, 'photos');
    await writeImages(data, 12);
    const { status, output } = train(...quick, '--steps', '2', '--data', data, '--out', join(folder, 'own'));
    expect(status, output).toBe(0);
    expect(output).toMatch(/2 classes, 20 to train, 4 to test/);
  });

  it('names what is wrong with a folder', async () => {
    const data = join(folder, 'wrong');
    await writeImages(data, 12);
    const expectRefusal = (directory: string, message: string): void => {
      const { status, output } = train('--data', directory, '--out', join(folder, 'never'));
      expect(status).toBe(1);
      expect(output).toContain(`error: --data ${directory}: ${message}`);
      expect(output).not.toMatch(/ {4}at /);
      expect(existsSync(join(folder, 'never'))).toBe(false);
    };
    expectRefusal(join(folder, 'nowhere'), 'no such folder');
    writeFileSync(join(data, 'dark', 'broken.jpg'), 'no image');
    expectRefusal(data, '1 of 20 images cannot be decoded: dark/broken.jpg');
    mkdirSync(join(data, 'empty'));
    expectRefusal(data, 'class folder without a JPEG or PNG image: empty');
    const none = join(folder, 'none');
    mkdirSync(none);
    expectRefusal(none, 'holds no class folders');
  });

  it('leaves corrupt files out when asked to, and says so', async () => {
    const data = join(folder, 'partly');
    await writeImages(data, 12);
    writeFileSync(join(data, 'dark', 'broken.png'), 'no image');
    const { status, output } = train(
      ...quick,
      '--steps',
      '1',
      '--data',
      data,
      '--skip-corrupt',
      '--out',
      join(folder, 'skip'),
    );
    expect(status, output).toBe(0);
    expect(output).toContain('warning: skipped corrupt files');
  });
});

describe('wrong command lines', () => {
  it.each([
    [['--foo'], "unknown option '--foo'; --help lists the options"],
    [['--steps', '0'], "--steps must be an integer in [1, 10000000], got '0'"],
    [['--normalization', 'l3'], '--normalization'],
    [['--steps', '5', '--epochs', '2'], '--steps and --epochs both give the length; pass one of them'],
  ])('%j', (args, message) => {
    const { status, output } = train(...args);
    expect(status).toBe(2);
    expect(output).toContain('error: ');
    expect(output).toContain(message);
    expect(output).not.toMatch(/ {4}at /);
  });

  it('--help states ranges and defaults', () => {
    const { status, output } = train('--help');
    expect(status).toBe(0);
    const unwrapped = output.replaceAll(/\s+/g, ' ');
    for (const text of [
      '--data <dir>',
      '--seed <n>',
      '--engine <name>',
      'default',
      'an integer in [1, 10000000]',
    ]) {
      expect(unwrapped).toContain(text);
    }
  });
});
