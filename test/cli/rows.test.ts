import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fit, type SamplesOptions, VonMisesFisher } from 'von-mises-fisher';
import { parseNpyHeader } from '../../src/cli/rows/parseNpyHeader.ts';
import { type BuiltCommand, buildCommand } from './builtCommand.ts';
import { runHere } from './runHere.ts';

const before = process.cwd();
let command: BuiltCommand;
beforeAll(() => {
  command = buildCommand();
  process.chdir(command.folder);
});
afterAll(() => {
  process.chdir(before);
  command.remove();
});

const path = (name: string) => join(command.folder, name);
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const vmf = (line: string, input?: string | Uint8Array) => command.vmf(line.split(' '), input);
const here = (line: string) => runHere(line.split(' '));
const json = (line: string, input?: string | Uint8Array) => {
  const { status, stdout, stderr } = vmf(line, input);
  expect([status, stderr], line).toEqual([0, '']);
  return JSON.parse(stdout);
};

/** The values of a .npy file. */
function values(name: string): Float64Array | Float32Array {
  const bytes = readFileSync(path(name));
  const { type, offset, shape } = parseNpyHeader(name, bytes);
  const [rows, columns] = shape;
  const copy = new Uint8Array(bytes.subarray(offset)).buffer;
  const array = type === '<f4' ? new Float32Array(copy) : new Float64Array(copy);
  expect(array).toHaveLength(rows * columns);
  return array;
}

describe('vmf sample', () => {
  const mu = [0, 0.6, 0.8];
  const drawn = (n: number, options: SamplesOptions<Float64Array | Float32Array>) =>
    new VonMisesFisher(mu, 10).samples(n, options);

  it('draws what the library draws from the same seed', () => {
    expect(vmf('sample --mu 0,0.6,0.8 --kappa 10 --count 1000 --seed 7 -o a.npy')).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
    expect(values('a.npy')).toEqual(drawn(1000, { seed: 7 }));
    expect(vmf('sample --mu 0,0.6,0.8 --kappa 10 --count 9 --seed 7 --float32 -o b.npy').status).toBe(0);
    expect(values('b.npy')).toEqual(drawn(9, { seed: 7, out: new Float32Array(27) }));
    const seed = 2n ** 64n - 1n;
    expect(vmf(`sample --mu 0,0.6,0.8 --kappa 10 --count 9 --seed ${seed} -o c.npy`).status).toBe(0);
    expect(values('c.npy')).toEqual(drawn(9, { seed }));
  });

  it('the same in chunks as at once', () => {
    const p = 40_000;
    const axis = new Float64Array(p);
    axis[p - 1] = 1;
    expect(vmf(`sample --dimension ${p} --kappa 1e4 --count 11 --seed 3 -o d.npy`).status).toBe(0);
    expect(values('d.npy')).toEqual(new VonMisesFisher(axis, 1e4).samples(11, { seed: 3 }));
  });

  it('in every format, which fit reads back to the last bit', () => {
    const line = 'sample --mu 0,0.6,0.8 --kappa 10 --count 50 --seed 5';
    const expected = JSON.parse(JSON.stringify(fit(drawn(50, { seed: 5 }), { dimension: 3 })));
    for (const format of ['npy', 'csv', 'tsv', 'jsonl']) {
      expect(vmf(`${line} -o e.${format}`).status).toBe(0);
      expect(json(`fit e.${format}`), format).toEqual(expected);
    }
    const text = vmf(`${line} --format csv`).stdout;
    expect(text).toBe(readFileSync(path('e.csv'), 'utf8'));
    expect(text).toMatch(/^x1,x2,x3\n/);
    expect(JSON.parse(vmf(`${line} --format json`).stdout).flat()).toEqual(
      Array.from(drawn(50, { seed: 5 })),
    );
    expect(JSON.parse(vmf('sample --dimension 3 --kappa 1 --count 0 --format json').stdout)).toEqual([]);
  });

  it('without a seed, other numbers every time', () => {
    const line = 'sample --dimension 3 --kappa 10';
    expect(vmf(line).stdout).not.toBe(vmf(line).stdout);
  });

  it('takes the mean direction from a file', () => {
    writeFileSync(path('mu.csv'), '0,0.6,0.8\n');
    const line = '--kappa 10 --count 3 --seed 1';
    expect(vmf(`sample --mu mu.csv ${line}`)).toEqual(vmf(`sample --mu 0,0.6,0.8 ${line}`));
    writeFileSync(path('two.csv'), '0,1\n1,0\n');
    expect(vmf(`sample --mu two.csv ${line}`).stderr).toBe(
      'vmf sample: two.csv: --mu must be a file of one row, got 2\n',
    );
  });

  it.each([
    ['--kappa 1', 2, 'give --mu or --dimension'],
    ['--dimension 3', 2, "required option '--kappa <number>' not specified"],
    [
      '--dimension 3 --kappa -1',
      2,
      "option '--kappa <number>' argument '-1' is invalid. It must be a number",
    ],
    ['--dimension 1 --kappa 1', 2, "option '--dimension <P>' argument '1' is invalid. It must be an integer"],
    ['--mu 1,1 --kappa 1', 2, '--mu must have unit length, got norm 1.414'],
    ['--mu 1,0 --dimension 3 --kappa 1', 2, '--mu must have 3 numbers as --dimension says, got 2'],
    ['--dimension 3 --kappa 1 --count 1.5', 2, "option '--count <number>' argument '1.5' is invalid."],
    ['--dimension 3 --kappa 1 --seed -1', 2, "option '--seed <integer>' argument '-1' is invalid."],
    [
      '--dimension 3 --kappa 1 -o a.txt',
      2,
      '-o ends in .txt, which is none of npy, csv, tsv, jsonl, json; give',
    ],
    ['--dimension 3 --kappa 1 -o missing/a.npy', 1, 'missing/a.npy: no such file or folder'],
  ])('vmf sample %s', async (options, status, message) => {
    const result = await here(`sample ${options}`);
    expect(result.stderr.startsWith(`vmf sample: ${message}`), result.stderr).toBe(true);
    expect([result.status, result.stdout]).toEqual([status, '']);
  });

  it('writes files whole or not at all', async () => {
    const line = 'sample --dimension 512 --kappa 5 --count 1e6 --seed 1 -o whole.npy';
    writeFileSync(path('whole.npy'), 'as it was');
    for (const [signal, status] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const child = command.start(line.split(' '));
      while (!readdirSync(command.folder).some((name) => name.endsWith('.partial'))) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      child.kill(signal);
      const [code] = await once(child, 'exit');
      expect(code).toBe(status);
      expect(readdirSync(command.folder).filter((name) => name.includes('partial'))).toEqual([]);
      expect(readFileSync(path('whole.npy'), 'utf8')).toBe('as it was');
    }
  });

  it('writes through links, and to pipes as they stand', async () => {
    const line = 'sample --dimension 3 --kappa 1 --count 9 --seed 1';
    writeFileSync(path('target.csv'), 'as it was');
    symlinkSync('target.csv', path('link.csv'));
    expect((await here(`${line} -o link.csv`)).status).toBe(0);
    expect(lstatSync(path('link.csv')).isSymbolicLink()).toBe(true);
    const { stdout } = await here(line);
    expect(readFileSync(path('target.csv'), 'utf8')).toBe(stdout);
    if (process.platform === 'win32') {
      console.log('skipped: no named pipes here');
      return;
    }
    const piped = command.shell(`mkfifo pipe.csv && { cat pipe.csv & } && vmf ${line} -o pipe.csv && wait`);
    expect([piped.status, piped.stdout]).toEqual([0, stdout]);
    expect(lstatSync(path('pipe.csv')).isFIFO()).toBe(true);
    expect(readdirSync(command.folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('a full disk is told, and leaves nothing', () => {
    if (!existsSync('/dev/full')) {
      console.log('skipped: no /dev/full here to write to');
      return;
    }
    const { status, stderr } = command.shell('vmf sample --dimension 3 --kappa 1 --count 9 > /dev/full');
    expect([status, stderr]).toEqual([1, 'vmf: standard output: ENOSPC: no space left on device, write\n']);
  });

  it('a reader that goes away ends it quietly', () => {
    const { status, stdout, stderr } = command.shell(
      'vmf sample --dimension 8 --kappa 1 --count 1e7 --seed 1 | head -n 1',
    );
    expect([status, stdout, stderr]).toEqual([0, 'x1,x2,x3,x4,x5,x6,x7,x8\n', '']);
  });
});

describe('vmf fit', () => {
  const x = [0.6, 0.8, 0, 0, 0, 1, -5 / 3 / 5, 10 / 3 / 5, 10 / 3 / 5];
  const rows = (options = {}) =>
    JSON.parse(JSON.stringify(fit(Float64Array.from(x), { dimension: 3, ...options })));

  it('gives what the library gives, from files and from pipes', () => {
    const expected = rows();
    expect(json(`fit ${fixture('float64.npy')}`)).toEqual(expected);
    for (const name of ['float64.npy', 'fixedLists.parquet']) {
      expect(json('fit -', readFileSync(fixture(name))), name).toEqual(expected);
      const { status, stdout, stderr } = command.shell(`vmf fit - < ${fixture(name)}`);
      expect([status, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toEqual(expected);
    }
    expect(VonMisesFisher.fromJSON(expected.distribution).kappa).toBe(expected.distribution.kappa);
    expect(vmf(`fit --compact ${fixture('float64.npy')}`).stdout).toBe(`${JSON.stringify(expected)}\n`);
  });

  it('with weights, columns and options', () => {
    const table = fixture('columns.parquet');
    expect(json(`fit ${table} --weights w`)).toEqual(rows({ weights: [1, 2.5, 4] }));
    expect(json(`fit ${table} --columns x,y,z --confidence 0.9 --measure uniform`)).toEqual(
      rows({ confidence: 0.9, measure: 'uniform' }),
    );
    expect(json(`fit ${table} --columns x,y,z --bias-correction marginal`)).toEqual(
      rows({ biasCorrection: 'marginal' }),
    );
    expect(json(`fit ${table} --columns x,y,z --method sra`)).toEqual(rows({ method: 'sra' }));
  });

  it('scales rows where it is told to', () => {
    const text = 'a,b\n3,4\n0,2\n';
    expect(json('fit - --normalize', text)).toEqual(
      JSON.parse(
        JSON.stringify(
          fit(
            [
              [3, 4],
              [0, 2],
            ],
            { normalize: true },
          ),
        ),
      ),
    );
  });

  it.each([
    [
      'a,b\n1,0\n3,4\n',
      '',
      'line 3: the row must have unit length, got norm 5; --normalize scales rows to it',
    ],
    ['1,0\n0,0\n', '--normalize', 'line 2: the row must have a direction, got only zeros'],
    ['x,y,w\n1,0,1\n0,1,-2\n', '--weights w', 'line 3: the weight must be finite and not negative, got -2'],
    ['x,y\n', '', 'has no rows'],
    ['', '', 'has no rows'],
    ['1,0\n', '', 'data must hold two different directions, or the likelihood has no maximum'],
  ])('%j %s', async (input, options, message) => {
    writeFileSync(path('wrong.csv'), input);
    const { status, stdout, stderr } = await here(`fit wrong.csv ${options}`.trim());
    expect(stderr.startsWith(`vmf fit: wrong.csv: ${message}`), stderr).toBe(true);
    expect([status, stdout]).toEqual([1, '']);
  });

  it('leaves nothing of a pipe that it kept on disk, interrupted or not', async () => {
    const temporary = path('temporary');
    mkdirSync(temporary);
    const environment = { TMPDIR: temporary, TMP: temporary };
    const parquet = readFileSync(fixture('lists.snappy.parquet'));
    const child = command.start(['fit', '-', '--format', 'parquet'], [], environment);
    child.stdin?.write(parquet.subarray(0, 100));
    while (readdirSync(temporary).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(130);
    expect(readdirSync(temporary)).toEqual([]);

    const other = command.start(['fit', '-'], [], environment);
    other.stdin?.end(parquet);
    expect((await once(other, 'exit'))[0]).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('takes several files as one', () => {
    const names = ['float64.npy', 'fixedLists.parquet'].map(fixture);
    const twice = fit(Float64Array.from([...x, ...x]), { dimension: 3 });
    const found = json(`fit ${names.join(' ')}`);
    expect(found.n).toBe(6);
    expect(found.distribution.kappa).toBeWithinUlp(twice.distribution.kappa, 2);
    writeFileSync(path('narrow.csv'), '1,0\n');
    expect(vmf(`fit ${names[0]} narrow.csv`).stderr).toBe(
      `vmf fit: narrow.csv: must have 3 columns as ${names[0]} has, got 2\n`,
    );
  });

  it('names standard input as that', () => {
    expect(vmf('fit -', '1,0\n3,4\n')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'vmf fit: standard input: line 2: the row must have unit length, got norm 5; --normalize scales rows to it\n',
    });
    expect(vmf('fit -', '').stderr).toBe('vmf fit: standard input: is empty\n');
  });

  it('names the row of a .npy file', async () => {
    const nan = readFileSync(fixture('float64.npy'));
    nan.writeDoubleLE(Number.NaN, nan.length - 16);
    writeFileSync(path('nan.npy'), nan);
    expect((await here('fit nan.npy')).stderr).toBe(
      'vmf fit: nan.npy: row 2: column 2 must be finite, got NaN\n',
    );
  });
});
