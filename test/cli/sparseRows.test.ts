import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fit } from 'von-mises-fisher';
import { fitMixture, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { type BuiltCommand, buildCommand } from './builtCommand.ts';
import { failing, fixture, readWhole } from './readWhole.ts';
import { runHere } from './runHere.ts';

const double = [
  [0.6, 0.8, 0],
  [0, 0, 1],
  [-5 / 3 / 5, 10 / 3 / 5, 10 / 3 / 5],
];
const counts = [
  [3, 4, 0],
  [0, 0, 5],
  [-1, 2, 2],
];
const text = (content: string) => ({ name: 'x.mtx', content });
const HEAD = '%%MatrixMarket matrix coordinate real general\n';

describe('.npz', () => {
  it.each([
    ['csr.npz', double],
    ['csr32.npz', double.map((row) => row.map(Math.fround))],
    ['counts.npz', counts],
  ])('%s as SciPy writes it', async (name, rows) => {
    const found = await readWhole(name);
    expect(found.rows).toEqual(rows);
    expect(found.places).toEqual(['row 0', 'row 1', 'row 2']);
  });

  it('by its first bytes', async () => {
    const content = readFileSync(fixture('csr.npz'));
    expect((await readWhole({ name: 'none', content })).rows).toEqual(double);
  });

  it.each([
    ['csc.npz', 'FILE: must hold a csr matrix, got csc; in SciPy: save_npz(file, x.tocsr())'],
    ['dense.npz', 'FILE: must hold a matrix that scipy.sparse.save_npz wrote, got the arrays x, w'],
    ['twice.npz', 'FILE: row 0: column 1 occurs twice'],
  ])('refuses %s', async (name, message) => {
    expect(await failing(name)).toBe(message);
  });

  it('refuses what is cut short or damaged', async () => {
    const whole = readFileSync(fixture('csr32.npz'));
    const cut = { name: 'cut.npz', content: whole.subarray(0, -30) };
    expect(await failing(cut)).toMatch(/^FILE: cannot be read as \.npz: /);
    const damaged = Buffer.from(whole);
    damaged[whole.indexOf(Buffer.from(Float32Array.of(0.6).buffer))] ^= 1;
    expect(await failing({ name: 'damaged.npz', content: damaged })).toBe(
      'FILE: cannot be read as .npz: data.npy in it is damaged',
    );
  });

  it('has no columns to choose', async () => {
    expect(await failing('csr.npz', { columns: ['1-2'] })).toBe(
      'FILE: --columns is for dense rows, these are sparse',
    );
    expect(await failing('real.mtx', { weights: '1' })).toBe(
      'FILE: --weights is for dense rows, these are sparse',
    );
  });
});

describe('.mtx', () => {
  it.each([
    ['real.mtx', double],
    ['counts.mtx', counts],
    ['pattern.mtx', counts.map((row) => row.map((value) => Number(value !== 0)))],
  ])('%s as SciPy writes it', async (name, rows) => {
    const found = await readWhole(name);
    expect(found.rows).toEqual(rows);
    expect(found.places).toEqual(['row 1', 'row 2', 'row 3']);
  });

  it('rows in any order, blank lines and comments between them', async () => {
    const content = `%%matrixmarket MATRIX coordinate Real general\r\n%\n\n3 2 3\n3 1 -.5\n% here too\n1 2  2e0\n 1 1 1 \n`;
    expect((await readWhole({ name: 'content', content })).rows).toEqual([
      [1, 2],
      [0, 0],
      [-0.5, 0],
    ]);
  });

  it('more values than are taken at a time', async () => {
    const n = 70_000;
    const entries = Array.from(
      { length: 5 * n },
      (_, at) => `${(at % n) + 1} ${Math.floor(at / n) + 1} ${at}`,
    );
    const { rows, places } = await readWhole(text(`${HEAD}${n} 6 ${5 * n}\n${entries.join('\n')}\n`));
    expect(rows).toEqual(Array.from({ length: n }, (_, i) => [i, n + i, 2 * n + i, 3 * n + i, 4 * n + i, 0]));
    expect(places[n - 1]).toBe(`row ${n}`);
  });

  it.each([
    ['1 2 3\n', /^FILE: line 1: must be %%MatrixMarket matrix coordinate, then .*, got "1 2 3"; in SciPy: /],
    [HEAD, /^FILE: has no line of sizes$/],
    [`${HEAD}2 2\n`, /line 2: must be the numbers of rows, columns and values, got "2 2"$/],
    [`${HEAD}2 1e99 3\n`, /line 2: must be the numbers of rows, columns and values/],
    [`${HEAD}2 1 3\n`, /rows must have at least 2 columns, got 1$/],
    [`${HEAD}2 2 1\n1 1\n`, /line 3: must be a row, a column and a value, got "1 1"$/],
    [`${HEAD}2 2 1\n0 1 1\n`, /line 3: the row must be an integer from 1 to 2, got "0"$/],
    [`${HEAD}2 2 1\n1 3 1\n`, /line 3: the column must be an integer from 1 to 2, got "3"$/],
    [`${HEAD}2 2 1\n1 1 nan\n`, /line 3: the value must be a finite number, got "nan"$/],
    [`${HEAD}2 2 2\n1 1 1\n`, /must hold 2 values by its line of sizes, ends after 1$/],
    [`${HEAD}2 2 1\n1 1 1\n1 2 1\n`, /line 4: is more than the 1 values of the line of sizes$/],
    [`${HEAD}2 2 2\n2 1 1\n2 1 1\n`, /row 2: column 1 occurs twice$/],
  ])('refuses %j', async (content, message) => {
    expect(await failing(text(content))).toMatch(message);
  });

  it.each(['symmetric.mtx', 'array.mtx'])('refuses %s', async (name) => {
    expect(await failing(name)).toMatch(
      /line 1: must be %%MatrixMarket matrix coordinate, .*symmetry="general"\)$/,
    );
  });
});

describe('commands with sparse rows', () => {
  let command: BuiltCommand;
  const before = process.cwd();
  const n = 300;
  const p = 40;
  /** Counts of words: each document has those of its topic, and some others. */
  const documents = Array.from({ length: n }, (_, i) =>
    Array.from({ length: p }, (_, j) => (j % 3 === i % 3 ? (i * 7 + j * 5) % 4 : Number((i + j) % 11 === 0))),
  ).map((row, i) => (row.some((count) => count > 0) ? row : row.map((_, j) => Number(j === i % p))));
  const entries = documents.flatMap((row, i) => row.flatMap((value, j) => (value ? [[i, j, value]] : [])));
  const matrix = {
    data: Float64Array.from(entries, ([, , value]) => value),
    indices: Int32Array.from(entries, ([, j]) => j),
    indptr: Float64Array.from({ length: n + 1 }, (_, i) => entries.filter(([row]) => row < i).length),
    shape: [n, p] as const,
  };
  const mtx = (first: number, end: number) => {
    const lines = entries
      .filter(([i]) => i >= first && i < end)
      .map(([i, j, value]) => `${i - first + 1} ${j + 1} ${value}\n`);
    return `${HEAD}${end - first} ${p} ${lines.length}\n${lines.join('')}`;
  };
  const quiet = async (line: string) => {
    const { status, stdout, stderr } = await runHere(line.split(' '));
    expect([status, stderr], line).toEqual([0, '']);
    return stdout;
  };
  const read = (name: string) => readFileSync(join(command.folder, name), 'utf8');

  beforeAll(() => {
    command = buildCommand();
    process.chdir(command.folder);
    writeFileSync('all.mtx', mtx(0, n));
    writeFileSync('first.mtx', mtx(0, 100));
    writeFileSync('rest.mtx', mtx(100, n));
    writeFileSync('rows.csv', documents.map((row) => `${row.join(',')}\n`).join(''));
  });
  afterAll(() => {
    process.chdir(before);
    command.remove();
  });

  it('cluster, predict and score give what the library gives for the CSR matrix', async () => {
    await quiet(
      'cluster all.mtx --normalize -k 3 --seed 1 -o model.json --labels labels.csv --plot plot.svg',
    );
    const { mixture } = fitMixture(matrix, 3, { seed: 1, normalize: true });
    const model = JSON.parse(read('model.json'));
    expect(VonMisesFisherMixture.fromJSON(model.mixture).toJSON()).toEqual(mixture.toJSON());
    const labels = `${mixture.predict(matrix, { normalize: true }).join('\n')}\n`;
    expect(read('labels.csv')).toBe(labels);
    expect(read('plot.svg')).toContain('300 rows');
    expect(await quiet('predict model.json all.mtx --normalize')).toBe(labels);
    const logs = mixture.logPdf(matrix, { normalize: true });
    expect(await quiet('score model.json all.mtx --rows --normalize')).toBe(`${logs.join('\n')}\n`);
  });

  it('files of rows are taken together, also by --stream', async () => {
    const whole = await quiet('cluster all.mtx --normalize -k 3 --seed 1');
    expect(await quiet('cluster first.mtx rest.mtx --normalize -k 3 --seed 1')).toBe(whole);
    const streamed = JSON.parse(await quiet('cluster first.mtx rest.mtx --normalize -k 3 --seed 1 --stream'));
    expect([streamed.n, streamed.mixture.components.length]).toEqual([n, 3]);
  });

  it('fit and test take them, too', async () => {
    const found = JSON.parse(await quiet('fit all.mtx --normalize'));
    expect(found).toEqual(JSON.parse(JSON.stringify(fit(matrix, { normalize: true }))));
    expect(JSON.parse(await quiet('test all.mtx --normalize')).n).toBe(n);
    expect(JSON.parse(await quiet('test all.mtx --normalize --test goodness-of-fit')).n).toBe(n);
  });

  it('a pipe may bring them', () => {
    const { status, stdout, stderr } = command.shell(`cat '${fixture('csr.npz')}' | vmf fit - --compact`);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).n).toBe(3);
    expect(command.shell(`gzip -c all.mtx | zcat | vmf fit - --normalize --compact`).stderr).toBe('');
  });

  it('says which row is no direction, and that dense rows are no sparse ones', async () => {
    writeFileSync('empty.mtx', `${HEAD}3 3 2\n1 1 1\n3 2 1\n`);
    expect((await runHere('fit empty.mtx --normalize'.split(' '))).stderr).toMatch(
      /empty\.mtx: row 2: the row /,
    );
    expect((await runHere('fit all.mtx'.split(' '))).stderr).toMatch(
      /all\.mtx: row 1: the row must have unit length, got norm .*; --normalize scales rows to it/,
    );
    expect((await runHere('cluster all.mtx rows.csv -k 2 --normalize'.split(' '))).stderr).toMatch(
      /rows\.csv: must hold sparse rows as all\.mtx does/,
    );
  });
});
