import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  equalConcentrationsTest,
  equalMeanDirectionsTest,
  goodnessOfFitTest,
  meanDirectionTest,
  rayleighTest,
  SufficientStatistics,
  VonMisesFisher,
} from 'von-mises-fisher';
import { DIRECTIONAL_TESTS } from '../../src/cli/directionalTests.ts';
import { npyHeader } from '../../src/cli/output/npyHeader.ts';
import { runHere } from './runHere.ts';

const p = 5;
const drawn = (seed: number, kappa: number, n: number) =>
  new VonMisesFisher([0, 0, 0, 0.6, 0.8], kappa).samples(n, { seed });
const samples = { 'a.npy': drawn(1, 4, 60), 'b.npy': drawn(2, 4, 50), 'c.npy': drawn(3, 9, 40) };
const [a, b, c] = Object.values(samples);
const gathered = (rows: Float64Array) => new SufficientStatistics(p).add(rows);

const folder = mkdtempSync(join(tmpdir(), 'directional-'));
const before = process.cwd();
beforeAll(() => {
  process.chdir(folder);
  for (const [name, rows] of Object.entries(samples)) {
    const bytes = new Uint8Array(rows.buffer);
    writeFileSync(join(folder, name), Buffer.concat([npyHeader('<f8', rows.length / p, p), bytes]));
  }
  writeFileSync(join(folder, 'narrow.csv'), '1,0\n0,1\n0.6,0.8\n');
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

const vmf = (line: string) => runHere(line.split(' '));
const listed = (_: string, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value);

describe('vmf test gives what the library gives', () => {
  const mu = [0, 0, 0, 0, 1];
  it.each([
    ['a.npy', 'rayleigh', () => rayleighTest(gathered(a))],
    [
      'a.npy --test rayleigh --method saddlepoint',
      'rayleigh',
      () => rayleighTest(gathered(a), { method: 'saddlepoint' }),
    ],
    [
      'a.npy --test mean-direction --mu 0,0,0,0,1',
      'mean-direction',
      () => meanDirectionTest(gathered(a), mu),
    ],
    [
      'a.npy --test mean-direction --mu 0,0,0,0,1 --method likelihood-ratio',
      'mean-direction',
      () => meanDirectionTest(gathered(a), mu, { method: 'likelihood-ratio' }),
    ],
    [
      'a.npy b.npy c.npy --test equal-mean-directions',
      'equal-mean-directions',
      () => equalMeanDirectionsTest([a, b, c].map(gathered)),
    ],
    [
      'a.npy b.npy --test equal-mean-directions --method permutation --resamples 199 --seed 8',
      'equal-mean-directions',
      () =>
        equalMeanDirectionsTest([a, b], { method: 'permutation', resamples: 199, seed: 8n, dimension: p }),
    ],
    [
      'a.npy c.npy --test equal-concentrations',
      'equal-concentrations',
      () => equalConcentrationsTest([a, c].map(gathered)),
    ],
    ['c.npy --test goodness-of-fit', 'goodness-of-fit', () => goodnessOfFitTest(c, { dimension: p })],
  ])('vmf test %s', async (line, test, expected) => {
    const { status, stdout, stderr } = await vmf(`test ${line}`);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({ test, ...JSON.parse(JSON.stringify(expected(), listed)) });
    expect((await vmf(`test ${line} --compact`)).stdout).toBe(
      `${JSON.stringify({ test, ...expected() }, listed)}\n`,
    );
  });

  it('knows the methods of the library, the default first', () => {
    for (const [name, { methods, run, compares }] of Object.entries(DIRECTIONAL_TESTS)) {
      const files = compares ? [a, b] : [a];
      const result = (method?: string) =>
        run(files, {
          mu: Float64Array.from(mu),
          options: { dimension: p, seed: 1n, ...(method === undefined ? {} : { method }) } as never,
        });
      if (methods.length === 0) continue;
      expect(result(), name).toEqual(result(methods[0]));
      for (const method of methods) expect(result(method).pValue, `${name} ${method}`).toBeLessThanOrEqual(1);
      expect(() => result('frob')).toThrow(methods.join(', '));
    }
  });

  it('of rows scaled to unit length', async () => {
    writeFileSync('any.csv', '3,4\n0,2\n-5,0\n');
    const { stdout } = await vmf('test any.csv --normalize');
    const expected = rayleighTest(
      [
        [3, 4],
        [0, 2],
        [-5, 0],
      ],
      { normalize: true },
    );
    expect(JSON.parse(stdout)).toEqual({ test: 'rayleigh', ...expected });
  });
});

describe('vmf test says what is wrong', () => {
  it.each([
    ['a.npy --test mean-direction', 2, '--test mean-direction needs --mu'],
    ['a.npy --mu 0,0,0,0,1', 2, '--mu is for another test than rayleigh'],
    ['a.npy --test mean-direction --mu 0,1', 1, 'a.npy: must have 2 columns as --mu has, got 5'],
    [
      'a.npy --method permutation',
      2,
      '--method of rayleigh must be one of modified, plain, saddlepoint, got permutation',
    ],
    [
      'a.npy --test goodness-of-fit --method plain',
      2,
      '--method of goodness-of-fit is not to be given, got plain',
    ],
    ['a.npy b.npy', 2, '--test rayleigh takes one file, got 2'],
    [
      'a.npy --test equal-concentrations',
      2,
      '--test equal-concentrations compares files, give 2 or more, got 1',
    ],
    [
      'a.npy --test frob',
      2,
      "option '--test <name>' argument 'frob' is invalid. Allowed choices are rayleigh,",
    ],
    ['a.npy --weights 1', 2, "unknown option '--weights'"],
    [
      'a.npy narrow.csv --test equal-concentrations',
      1,
      'narrow.csv: must have 5 columns as a.npy has, got 2',
    ],
  ])('vmf test %s', async (line, status, message) => {
    const result = await vmf(`test ${line}`);
    expect(result.stderr.startsWith(`vmf test: ${message}`), result.stderr).toBe(true);
    expect([result.status, result.stdout]).toEqual([status, '']);
  });

  it('names the file of several that is at fault', async () => {
    writeFileSync(join(folder, 'one.csv'), '1,0,0,0,0\n');
    expect(await vmf('test a.npy one.csv --test equal-concentrations')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'vmf test: one.csv: data must have at least 2 rows, got 1\n',
    });
    writeFileSync(join(folder, 'long.csv'), '1,0,0,0,0\n1,1,0,0,0\n');
    expect(
      (await vmf('test a.npy long.csv --test equal-mean-directions --method permutation')).stderr,
    ).toMatch(/^vmf test: long.csv: line 2: the row must have unit length, got norm 1.41/);
  });
});
