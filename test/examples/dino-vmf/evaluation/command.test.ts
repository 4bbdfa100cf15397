import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvaluateCommandLine } from '../../../../examples/dino-vmf/evaluation/evaluateCommandLine.ts';
import { root, tiny, train } from '../trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
const run = join(folder, 'run');
const command = ['--import', 'tsx', 'examples/dino-vmf/evaluate.ts'];

function evaluate(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

beforeAll(() => {
  const { status, output } = train(...tiny, '--engine', 'wasm', '--out', run);
  expect(status, output).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) => JSON.parse(readFileSync(join(run, name), 'utf8'));

describe('the command line', () => {
  it.each([
    [['--run', run], "required option '--protocol <names...>' not specified"],
    [['--run', run, '--protocol', 'sorcery'], '--protocol must be of knn, linear, few-shot'],
    [['--run', run, '--protocol', 'knn', '--neighbours', '0'], "must be an integer in [1, 100000], got '0'"],
    [
      ['--run', run, '--protocol', 'knn', '--folds', '1.5'],
      "--folds must be an integer in [2, 100], got '1.5'",
    ],
    [['--run', run, '--protocol', 'knn', '--foo'], "unknown option '--foo'"],
    [['--run', run, '--protocol', 'video'], '--protocol video needs --data'],
    [['--run', run, '--protocol', 'video', 'knn', '--data', '.'], '--protocol video reads images of its own'],
    [
      ['--run', run, '--protocol', 'knn', '--ground-truth', 'a.json', '--data', '.'],
      '--ground-truth goes with',
    ],
    [['--run', run, '--protocol', 'linear', '--network', 'pixels'], '--network pixels goes with knn'],
  ])('%j is refused', (args, message) => {
    expect(() => readEvaluateCommandLine(args)).toThrow(message);
  });

  it('lists are separated by spaces or commas, or come one option at a time', () => {
    const read = (...args: string[]) => readEvaluateCommandLine(['--run', run, ...args]);
    for (const args of [
      ['--protocol', 'knn', 'transfer'],
      ['--protocol', 'knn,transfer'],
      ['--protocol', 'knn', '--protocol', 'transfer'],
    ]) {
      expect(read(...args)?.protocols).toEqual(['knn', 'transfer']);
    }
    expect(read('--protocol', 'knn')?.neighbours).toEqual([10, 20, 100, 200]);
    expect(read('--protocol', 'knn', '--neighbours', '3', '7')?.neighbours).toEqual([3, 7]);
  });
});

describe('npm run evaluate', () => {
  it('prints tables and writes them as JSON and Markdown, the features of one pass serving several protocols', () => {
    const { status, output } = evaluate(
      ...['--run', run, '--protocol', 'knn,linear', 'few-shot', '--network', 'teacher', 'student', 'pixels'],
      ...['--neighbours', '5', '20', '--epochs', '2', '--learning-rate', '0.01'],
    );
    expect(status, output).toBe(0);
    expect(output).toMatch(/network +k = 5 +k = 20\n─+\nteacher +[\d.]+ % +[\d.]+ %\nstudent .*\npixels /);
    expect(output).toContain('linear: raw pixels are left out');
    for (const name of ['knn', 'linear', 'few-shot']) {
      const written = read(`evaluate-${name}.json`);
      expect(written).toMatchObject({
        protocol: name,
        step: 8,
        engine: 'wasm',
        images: { train: 48, test: 24 },
      });
      expect(Object.keys(written.results)).toEqual(
        name === 'linear' ? ['teacher', 'student'] : ['teacher', 'student', 'pixels'],
      );
      expect(readFileSync(join(run, `evaluate-${name}.md`), 'utf8')).toContain('| teacher |');
    }
    // The kNN of the trainer, k = 20, on the same images: the same number.
    const trained = read('evaluations.json');
    const { results } = read('evaluate-knn.json');
    expect(results.teacher[1].accuracy).toBe(trained.teacher.at(-1).accuracy);
    expect(results.pixels[1].accuracy).toBe(trained.rawPixels);
  });

  it('a wrong command line: status 2, one line', () => {
    const { status, output } = evaluate('--protocol', 'knn');
    expect(status).toBe(2);
    expect(output).toBe("error: required option '--run <dir>' not specified; --help lists the options\n");
  });

  it('names a run that is not there, and images that are not', () => {
    for (const args of [
      ['--run', join(folder, 'nothing'), '--protocol', 'knn'],
      ['--run', run, '--data', join(folder, 'nothing'), '--protocol', 'knn'],
    ]) {
      const { status, output } = evaluate(...args);
      expect(status).toBe(1);
      expect(output).toMatch(/error: .*nothing/);
      expect(output).not.toMatch(/ {4}at /);
    }
  });

  it('Ctrl-C ends it with status 130; what was written stays, nothing is left half written', async () => {
    const args = ['--run', run, '--protocol', 'retrieval', 'fine-tune', '--epochs', '100000'];
    const child = spawn(process.execPath, [...command, ...args], { cwd: root });
    let output = '';
    const status = await new Promise<number | null>((resolve) => {
      child.stderr.on('data', (text) => {
        output += text;
      });
      child.stdout.on('data', (text) => {
        output += text;
        // The second protocol has begun when the first has been written.
        if (output.includes('evaluate-retrieval.json')) child.kill('SIGINT');
      });
      child.on('close', resolve);
    });
    expect(status, output).toBe(130);
    expect(output).toMatch(/stopped at \d+ of \d+: fine-tuning from teacher/);
    expect(existsSync(join(run, 'evaluate-retrieval.json'))).toBe(true);
    expect(existsSync(join(run, 'evaluate-fine-tune.json'))).toBe(false);
  });
});
