import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { type RandomFile, randomFile } from './randomFile.ts';
import { runHere } from './runHere.ts';

const folder = mkdtempSync(join(tmpdir(), 'vmf-fuzz-'));
const before = process.cwd();
const clear = () => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
};
beforeEach(() => {
  clear();
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** An option with a good value now and then, and seldom with a bad one. */
const option = (name: string, good: readonly string[], bad: readonly string[]) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constant([] as string[]) },
    { weight: 15, arbitrary: fc.constantFrom(...good).map((value) => [name, value]) },
    { weight: 1, arbitrary: fc.constantFrom(...bad).map((value) => [name, value]) },
  );
const flag = (name: string, often = 1): fc.Arbitrary<string[]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant([] as string[]) },
    { weight: often, arbitrary: fc.constant([name] as string[]) },
  );
const all = (...options: fc.Arbitrary<string[]>[]) => fc.tuple(...options).map((parts) => parts.flat());

const rowOptions = all(
  flag('--normalize', 5),
  option('--columns', ['1-2', '2,1', 'x,y'], ['0', '9', '', 'κόσμος', '1-99999999999', 'x,x', '1,1', 'x']),
  option('--format', ['csv', 'npy'], ['jsonl', 'parquet', 'odd']),
  fc.oneof(
    { weight: 9, arbitrary: fc.constant([] as string[]) },
    { weight: 1, arbitrary: flag('--no-header', 9) },
  ),
);
const clusterOptions = all(
  option('--kind', ['soft', 'hard', 'stochastic'], ['warm']),
  option('--concentration', ['free', 'common', '0', '5', '1e12'], ['1e400', '-1', 'NaN']),
  option('--estimator', ['exact', 'banerjee', 'tanabe', 'sra', 'song', 'hornik-gruen'], ['guess']),
  flag('--equal-weights'),
  flag('--noise'),
  option('--prior', ['0', '1', '1e15'], ['-1', 'x']),
  option(
    '--initialization',
    ['k-means++', 'random-rows', 'random-assignment', 'farthest-first', 'spherical-k-means'],
    ['none'],
  ),
  option('--restarts', ['1', '3'], ['0', '2.5']),
  option('--tolerance', ['0', '1e-3', '1'], ['2', 'x']),
  option('--seed', ['0', '18446744073709551615'], ['18446744073709551616', '1.5']),
  fc.oneof(
    { weight: 4, arbitrary: fc.constant([] as string[]) },
    { weight: 1, arbitrary: fc.constant(['--stream'] as string[]) },
    { weight: 1, arbitrary: option('--split-merge', ['0', '2'], ['-1']) },
    { weight: 1, arbitrary: option('--weights', ['1', 'x', '数'], ['9']) },
  ),
  flag('--compact'),
);
const components = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('1', '2', '3', '20').map((k) => ['-k', k]) },
  { weight: 1, arbitrary: fc.constantFrom('0', '-1', 'two', '1e3').map((k) => ['-k', k]) },
  {
    weight: 2,
    arbitrary: all(
      fc.constantFrom('1..3', '2,1', '3..1', '1..', '2,2').map((range) => ['--select', range]),
      option('--criterion', ['bic', 'icl', 'aicc', 'held-out'], ['mdl']),
      option('--folds', ['2'], ['1000', '1']),
    ),
  },
);

/** Of vmf cluster; the others fewer. */
const RUNS = Number(process.env.RUNS ?? 1200);
const KEPT = 'as it was';

/**
 * Runs a command that has `out` and `--labels` to write. On failure both must be as they were, with one line that
 * names a file, a column or an option. Whether it worked.
 */
async function runs(args: readonly string[], written: readonly string[]): Promise<string | undefined> {
  for (const name of written) writeFileSync(name, KEPT);
  const files = readdirSync('.').sort();
  const { status, stdout, stderr } = await runHere(args);
  expect(readdirSync('.').sort()).toEqual(files);
  expect(stderr).not.toMatch(/\n\s+at |TypeError|undefined|\[object/);
  if (status === 0) {
    expect(stderr).toMatch(/^(vmf \S+: warning: .+\n)*$/);
    return stdout;
  }
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^vmf [a-z]+: .+\n(Try 'vmf [a-z]+ --help'\.\n)?$/);
  expect(status === 2).toBe(stderr.includes("--help'"));
  // Of a file, or of an option.
  expect(stderr).toMatch(status === 2 ? /-[-k]/ : /^vmf [a-z]+: (rows|zeilen ä|行)\.[a-z.]+[:,] /);
  for (const name of written) expect(readFileSync(name, 'utf8')).toBe(KEPT);
  return undefined;
}

const finite = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const near1 = (sum: number, terms: number) => Math.abs(sum - 1) <= (terms + 4) * 2 ** -52;
const lines = (text: string) => text.trim().split('\n');

function checkModel(text: string): VonMisesFisherMixture {
  const model = JSON.parse(text);
  for (const name of ['logLikelihood', 'classificationLogLikelihood', 'bic', 'aic', 'icl', 'df', 'weight']) {
    expect([name, model[name]]).toSatisfy(([, value]) => finite(value));
  }
  expect(model.trace.every(finite)).toBe(true);
  const { weights, noise, components } = model.mixture;
  const sum = weights.reduce((total: number, weight: number) => total + weight, noise ?? 0);
  expect(near1(sum, weights.length), `sum of weights ${sum}`).toBe(true);
  for (const { mu, kappa } of components) {
    expect(finite(kappa) && kappa >= 0, `kappa ${kappa}`).toBe(true);
    expect(Math.abs(Math.hypot(...mu) - 1)).toBeLessThan(1e-12);
  }
  return VonMisesFisherMixture.fromJSON(model.mixture);
}

/** Rows of the file that the model was fitted to, told by vmf predict and vmf score. */
async function checkRows(mixture: VonMisesFisherMixture, file: string, rowOptions: string[]): Promise<void> {
  const columns = mixture.components.length + (mixture.noise === undefined ? 0 : 1);
  const labels = await runs(['predict', 'model.json', file, ...rowOptions], []);
  const shares = await runs(['predict', 'model.json', file, '--probabilities', ...rowOptions], []);
  const scores = await runs(['score', 'model.json', file, '--rows', ...rowOptions], []);
  if (labels === undefined || shares === undefined || scores === undefined) throw new Error('rows refused');
  const rows = lines(shares).slice(1);
  for (const row of rows) {
    const values = row.split(',').map(Number);
    expect(values.length).toBe(columns);
    expect(
      values.every((value) => value >= 0 && value <= 1),
      row,
    ).toBe(true);
    expect(
      near1(
        values.reduce((a, b) => a + b),
        columns,
      ),
      row,
    ).toBe(true);
  }
  expect(lines(labels).map(Number)).toSatisfy((all: number[]) => all.every((k) => k >= 0 && k < columns));
  expect(lines(scores).map(Number).every(Number.isFinite), scores).toBe(true);
  expect([lines(labels).length, lines(scores).length]).toEqual([rows.length, rows.length]);
}

const save = ({ name, bytes }: RandomFile): string => {
  clear();
  writeFileSync(name, bytes);
  return name;
};

describe('any options beside any file', () => {
  it('vmf cluster writes a sound model, or says what is wrong and touches nothing', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(
        randomFile,
        components,
        rowOptions,
        clusterOptions,
        async (random, k, ofRows, options) => {
          const file = save(random);
          const args = ['cluster', file, ...k, ...ofRows, '--max-iterations', '50', ...options];
          const ok = await runs(
            [...args, '--out', 'model.json', '--labels', 'labels.csv'],
            ['model.json', 'labels.csv'],
          );
          if (ok === undefined) return;
          done++;
          const mixture = checkModel(readFileSync('model.json', 'utf8'));
          if (!options.includes('--weights')) await checkRows(mixture, file, ofRows);
        },
      ),
      { numRuns: RUNS },
    );
    // As many as make it a test of both.
    expect(done).toBeGreaterThan(RUNS / 12);
  }, 120_000);

  it('vmf cluster --resume goes on from a state, or says what is wrong with it', async () => {
    const drawn = Array.from({ length: 12 }, (_, i) => [Math.cos(i * i), Math.sin(i * i)]);
    const rows = { name: 'rows.csv', bytes: Buffer.from(drawn.map((row) => `${row}\n`).join('')) };
    save(rows);
    const fit = ['cluster', 'rows.csv', '-k', '2', '--seed', '1', '--concentration', 'common'];
    await runHere([...fit, '--max-iterations', '1', '--state', 'state.json', '--out', 'part.json']);
    const whole = JSON.parse(readFileSync('state.json', 'utf8'));
    const value = fc.oneof(
      fc.constantFrom(null, -1, 0, 1, 3, 1e300, '1', [], {}, [null], [0.5, 0.5], [1, 0, 0, 1], [1, 1]),
      fc.array(fc.double(), { maxLength: 16 }),
      fc.array(fc.nat(3), { minLength: 16, maxLength: 16 }),
    );
    const options = fc.constantFrom([], ['--noise'], ['--stream'], ['--equal-weights'], ['--kind', 'hard']);
    let done = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.option(fc.tuple(fc.constantFrom(...Object.keys(whole)), value), { freq: 8 }),
        options,
        async (change, more) => {
          save(rows);
          const state = change === null ? whole : { ...whole, [change[0]]: change[1] };
          writeFileSync('rows.state.json', JSON.stringify(state));
          const names = ['--resume', 'rows.state.json', '--out', 'model.json'];
          const args = [...fit, ...more, '--max-iterations', '20', ...names];
          if ((await runs(args, ['model.json'])) === undefined) return;
          done++;
          checkModel(readFileSync('model.json', 'utf8'));
        },
      ),
      { numRuns: RUNS / 4 },
    );
    expect(done).toBeGreaterThan(RUNS / 60);
  }, 60_000);

  it('vmf fit and vmf test print numbers, or say what is wrong', async () => {
    const command = fc.oneof(
      fc.constant(['fit'] as string[]),
      fc
        .constantFrom('rayleigh', 'mean-direction', 'goodness-of-fit', 'none')
        .map((name) => ['test', '--test', name]),
    );
    await fc.assert(
      fc.asyncProperty(randomFile, command, rowOptions, async (random, [name, ...options], ofRows) => {
        const out = await runs([name, save(random), ...options, ...ofRows], []);
        if (out !== undefined) expect(JSON.parse(out)).toBeTypeOf('object');
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});
