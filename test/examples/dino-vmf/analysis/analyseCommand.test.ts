import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnalysisCommandLine } from '../../../../examples/dino-vmf/analysis/commandLine.ts';
import { root, tiny, train } from '../trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'analyse-'));
afterAll(() => rmSync(folder, { recursive: true }));

function analyse(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'examples/dino-vmf/analyse.ts', ...args],
    { cwd: root, encoding: 'utf8' },
  );
  return { status, output: stdout + stderr };
}

const read = (run: string, name: string) => readFileSync(join(run, name), 'utf8');

describe('the analysis of a run', () => {
  const run = join(folder, 'vmf');
  let output = '';

  beforeAll(() => {
    const trained = train(...tiny, '--evaluate-every', '0', '--out', run);
    expect(trained.status, trained.output).toBe(0);
    const analysed = analyse('--run', run);
    expect(analysed.status, analysed.output).toBe(0);
    output = analysed.output;
  });

  it('prints its table', () => {
    expect(output).toMatch(/prototypes \(of 32\) at cosine 0\.90 +\d+ unique, largest set \d+/);
    expect(output).toMatch(
      /centre as log π against mean responsibility +correlation of logarithms [+−]0\.\d+/,
    );
    expect(output).toMatch(/κ of the teacher +3\d\.\d/);
    expect(output).not.toMatch(/NaN|undefined|WARN/);
  });

  it('writes figures that agree with each other', () => {
    const analysis = JSON.parse(read(run, 'analysis.json'));
    expect(analysis).toMatchObject({ step: 8, steps: 8, network: 'teacher', prototypes: 32, dimension: 16 });
    expect(analysis.sets).toHaveLength(10);
    const [head, ...lines] = read(run, 'prototypes.csv').trim().split('\n');
    expect(lines).toHaveLength(32);
    const column = (name: string) => {
      const at = (head as string).split(',').indexOf(name);
      return lines.map((line) => line.split(',')[at] as string);
    };
    const wins = column('wins').map(Number);
    const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
    expect(total(wins)).toBe(48);
    expect(wins.filter((won) => won === 0)).toHaveLength(analysis.voids.unused);
    expect(Math.max(...wins) / 48).toBe(analysis.largestShare);
    // Columns have seven digits.
    expect(Math.abs(total(column('centre_prior').map(Number)) - 1)).toBeLessThan(1e-5);
    expect(Math.abs(total(column('responsibility').map(Number)) - 1)).toBeLessThan(1e-5);
    expect(new Set(column('leader')).size).toBe(analysis.sets[0].unique);
    expect(column('best_cosine').filter((cell) => cell === '')).toHaveLength(analysis.voids.unused);
    const inBins = analysis.precision.map(({ images }: { images: number }) => images);
    expect(total(inBins)).toBe(analysis.images.test);
    const found = analysis.precision.map(
      ({ images, accuracy }: { images: number; accuracy: number }) => images * accuracy,
    );
    expect(Math.abs(total(found) / analysis.images.test - analysis.accuracy)).toBeLessThan(1e-12);
    // What training itself measured, by the same neighbours.
    const { teacher } = JSON.parse(read(run, 'evaluations.json'));
    expect(analysis.accuracy).toBe(teacher.at(-1).accuracy);
  });

  it('writes one page that needs nothing else, and its charts', async () => {
    const page = read(run, 'analysis.html');
    const charts = readdirSync(join(run, 'figures'));
    expect(page.match(/<svg/g)).toHaveLength(charts.length);
    expect(charts.length).toBeGreaterThanOrEqual(12);
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page).not.toMatch(/NaN|undefined/);
    for (const chart of charts) {
      const { format, width } = await sharp(join(run, 'figures', chart)).metadata();
      expect([chart, format]).toEqual([chart, 'png']);
      expect(width).toBeGreaterThan(800);
    }
  });

  it('is the same again, and of the student another', () => {
    const before = read(run, 'analysis.json');
    expect(analyse('--run', run).status).toBe(0);
    expect(read(run, 'analysis.json')).toBe(before);
    const { status, output } = analyse(
      '--run',
      run,
      '--network',
      'student',
      '--components',
      '3',
      '--bins',
      '2',
    );
    expect(status, output).toBe(0);
    const [teacher, student] = [JSON.parse(before), JSON.parse(read(run, 'analysis.json'))];
    expect(student.network).toBe('student');
    expect(student.kappas).toEqual(teacher.kappas);
    expect(student.centre, "the centre is the teacher's").toEqual(teacher.centre);
    expect(student.mixture.logDensity.prototypes).not.toBe(teacher.mixture.logDensity.prototypes);
    expect(student.mixture.fitted.components).toBe(3);
    expect(student.precision.length).toBeLessThanOrEqual(2);
  });

  it('refuses what cannot be, and keeps what is there', () => {
    const before = read(run, 'analysis.html');
    const refused = (message: string, status: number, ...args: string[]) => {
      const found = analyse(...args);
      expect(found.output).toContain(`error: ${message}`);
      expect(found.output).not.toMatch(/ {4}at /);
      expect(found.status).toBe(status);
    };
    const nowhere = join(folder, 'nowhere');
    refused(`--run ${nowhere}: holds no run`, 1, '--run', nowhere);
    expect(existsSync(nowhere)).toBe(false);
    refused('required option', 2);
    expect(read(run, 'analysis.html')).toBe(before);
  });
});

describe('the command line', () => {
  it.each([
    [
      ['--run', 'a', '--bins', '0'],
      "option '--bins <n>' argument '0' is invalid. It must be an integer in [1, 100].",
    ],
    [['--run', 'a', '--components', 'x'], "option '--components <n>' argument 'x' is invalid."],
    [['--run', 'a', '--network', 'both'], "option '--network <name>' argument 'both' is invalid."],
    [['--run', 'a', 'b'], 'too many arguments'],
  ])('%j is refused', (args, message) => {
    expect(() => readAnalysisCommandLine(args)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), exitStatus: 2 }),
    );
  });

  it('has the teacher, the images and the engine of the run when not told otherwise', () => {
    expect(readAnalysisCommandLine(['--run', 'a'])).toEqual({
      run: 'a',
      data: null,
      network: 'teacher',
      engine: null,
      components: null,
      emImages: 20000,
      bins: 5,
    });
  });
});
