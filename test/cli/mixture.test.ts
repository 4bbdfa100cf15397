import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VonMisesFisher } from 'von-mises-fisher';
import {
  fitMixture,
  type MixtureFitResult,
  selectComponents,
  VonMisesFisherMixture,
} from 'von-mises-fisher/mixture';
import { npyHeader } from '../../src/cli/output/npyHeader.ts';
import { randomMixture } from '../mixture/directions.ts';
import { type BuiltCommand, buildCommand } from './builtCommand.ts';
import { runHere } from './runHere.ts';

const before = process.cwd();
let command: BuiltCommand;
const truth = new VonMisesFisherMixture(
  [0.5, 0.3, 0.2],
  [
    new VonMisesFisher([1, 0, 0], 30),
    new VonMisesFisher([0, 1, 0], 60),
    new VonMisesFisher([0, 0.6, -0.8], 20),
  ],
);
const rows = truth.samples(400, { seed: 1 });
const more = truth.samples(70, { seed: 2 });
const parameters = { dimension: 3, seed: 1 } as const;

const path = (name: string) => join(command.folder, name);
const npy = (name: string, data: Float64Array, p: number) =>
  writeFileSync(
    path(name),
    Buffer.concat([npyHeader('<f8', data.length / p, p), new Uint8Array(data.slice().buffer)]),
  );
const here = (line: string) => runHere(line.split(' '));
const read = (name: string) => readFileSync(path(name), 'utf8');
const numbers = (text: string) => text.trim().split('\n').map(Number);
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

/** Runs the command, which must say nothing. */
async function quiet(line: string): Promise<string> {
  const { status, stdout, stderr } = await here(line);
  expect([status, stderr], line).toEqual([0, '']);
  return stdout;
}

/** What of a result is written. */
const told = ({ responsibilities, state, aborted, threads, ...rest }: MixtureFitResult) => plain(rest);

beforeAll(async () => {
  command = buildCommand();
  process.chdir(command.folder);
  npy('rows.npy', rows, 3);
  npy('more.npy', more, 3);
  await quiet('cluster rows.npy -k 3 --seed 1 -o model.json');
});
afterAll(() => {
  process.chdir(before);
  command.remove();
});

describe('vmf cluster', () => {
  it('gives what fitMixture gives, to the last bit', async () => {
    const expected = fitMixture(rows, 3, parameters);
    expect(JSON.parse(read('model.json'))).toEqual(told(expected));
    const text = await quiet('cluster rows.npy --components 3 --seed 1');
    expect(text).toBe(read('model.json'));
    expect(text.split('\n').find((line) => line.includes('"mu"'))).toMatch(/"mu": \[-?0\.\d+, .*\]/);
    expect(JSON.parse(await quiet('cluster rows.npy -k 3 --seed 1 --compact'))).toEqual(told(expected));
    expect(VonMisesFisherMixture.fromJSON(JSON.parse(text).mixture).toJSON()).toEqual(
      expected.mixture.toJSON(),
    );
  });

  it('writes to what -o, --out or --output names', async () => {
    for (const option of ['-o', '--out', '--output']) {
      expect(await quiet(`cluster rows.npy -k 3 --seed 1 ${option} named${option}.json`)).toBe('');
      expect(read(`named${option}.json`)).toBe(read('model.json'));
      expect(await quiet(`sample --dimension 3 --kappa 1 --seed 1 ${option} s${option}.csv`)).toBe('');
      expect(await quiet(`score model.json more.npy ${option} t${option}.json`)).toBe('');
      expect(await quiet(`predict model.json more.npy ${option} p${option}.csv`)).toBe('');
      expect(read(`p${option}.csv`)).toBe(read('p-o.csv'));
    }
    const { stdout } = await here('cluster --help');
    expect(stdout).toContain('-o, --out <file>');
    expect(stdout).not.toContain('--output');
  });

  it.each([
    ['--kind hard', { kind: 'hard' }],
    ['--concentration common --equal-weights', { concentration: 'common', weights: 'equal' }],
    ['--concentration 25 --noise', { concentration: 25, noise: true }],
    ['--prior 2 --estimator banerjee --restarts 2', { prior: 2, estimator: 'banerjee', restarts: 2 }],
    ['--precision single', { precision: 'single' }],
    ['--precision single --tolerance 1e-9', { precision: 'single', tolerance: 1e-9 }],
    ['--sparsity 4 --estimator newton-fourier', { sparsity: 4, estimator: 'newton-fourier' }],
    [
      '--initialization farthest-first --tolerance 1e-4 --split-merge 2',
      { initialization: 'farthest-first', tolerance: 1e-4, splitMerge: 2 },
    ],
  ] as const)('with %s', async (line, options) => {
    expect(JSON.parse(await quiet(`cluster rows.npy -k 3 --seed 1 ${line}`))).toEqual(
      told(fitMixture(rows, 3, { ...parameters, ...options })),
    );
  });

  it('with weights, columns, rows to scale, several files', async () => {
    const lines = Array.from({ length: 90 }, (_, i) => {
      const [x, y, z] = rows.subarray(3 * i, 3 * i + 3).map((value) => value * (1 + (i % 4)));
      return `${x},${y},${1 + (i % 3)},${z}`;
    });
    const table = (part: string[]) => `x,y,w,z\n${part.join('\n')}\n`;
    writeFileSync(path('one.csv'), table(lines.slice(0, 50)));
    writeFileSync(path('two.csv'), table(lines.slice(50)));
    const scaled = Float64Array.from(rows.subarray(0, 270), (value, at) => {
      return value * (1 + (Math.floor(at / 3) % 4));
    });
    const sampleWeights = Array.from({ length: 90 }, (_, i) => 1 + (i % 3));
    const expected = fitMixture(scaled, 2, { ...parameters, normalize: true, sampleWeights });
    const line = 'one.csv two.csv -k 2 --seed 1 --columns x,y,z --weights w --normalize';
    expect(JSON.parse(await quiet(`cluster ${line}`))).toEqual(told(expected));
  });

  it('tries numbers of components', async () => {
    const expected = selectComponents(rows, [1, 2, 3, 5], { ...parameters, criterion: 'icl' });
    const found = JSON.parse(
      await quiet('cluster rows.npy --select 1..3,5 --criterion icl --seed 1 --labels labels.csv'),
    );
    expect(found.selection).toEqual(plain({ criterion: 'icl', k: 3, table: expected.table }));
    expect(found.mixture).toEqual(expected.best.mixture.toJSON());
    expect(numbers(read('labels.csv'))).toEqual(Array.from(expected.best.mixture.predict(rows)));
    const heldOut = JSON.parse(
      await quiet('cluster rows.npy --select 2,3 --criterion held-out --folds 2 --restarts 2 --seed 1'),
    );
    expect(heldOut.selection.k).toBe(3);
    expect(heldOut.selection.table.map((row: { heldOut: number }) => row.heldOut)).toEqual(
      selectComponents(rows, [2, 3], {
        ...parameters,
        criterion: 'held-out',
        folds: 2,
        restarts: 2,
      }).table.map(({ heldOut: value }) => value),
    );
  });

  it('reads files anew for each pass where it is told to', async () => {
    npy('first.npy', rows.subarray(0, 600), 3);
    npy('second.npy', rows.subarray(600), 3);
    const streamed = JSON.parse(
      await quiet('cluster first.npy second.npy -k 3 --seed 1 --stream --labels streamed.csv'),
    );
    const { logLikelihood, n } = JSON.parse(read('model.json'));
    expect(streamed.n).toBe(n);
    // Both stop within the same tolerance of one maximum.
    expect(Math.abs(streamed.logLikelihood - logLikelihood)).toBeLessThan(1e-4);
    const mixture = VonMisesFisherMixture.fromJSON(streamed.mixture);
    expect(numbers(read('streamed.csv'))).toEqual(Array.from(mixture.predict(rows)));
  });

  it('goes on from what --state kept, to the bits of a fit that was not stopped', async () => {
    const fit = 'rows.npy -k 3 --seed 1 --restarts 1 --tolerance 1e-12';
    await quiet(`cluster ${fit} -o whole.json`);
    const short = await here(`cluster ${fit} --max-iterations 2 --state state.json -o part.json`);
    expect(short.stderr).toContain('not converged after 2 passes');
    await quiet(`cluster ${fit} --resume state.json --state state.json -o rest.json`);
    const [whole, rest] = ['whole.json', 'rest.json'].map((name) => JSON.parse(read(name)));
    expect(rest.mixture).toEqual(whole.mixture);
    expect(rest.trace).toEqual(whole.trace);
    await quiet(`cluster ${fit} --resume state.json -o rest.json`);
    expect(JSON.parse(read('rest.json')).mixture).toEqual(whole.mixture);
    // Of a stream, the start on a sample is part of the fit, and ends with it.
    await here(`cluster ${fit} --stream --max-iterations 2 --state state.json -o part.json`);
    await quiet(`cluster ${fit} --stream --resume state.json -o rest.json`);
    const [part, streamed] = ['part.json', 'rest.json'].map((name) => JSON.parse(read(name)));
    expect(streamed.trace.slice(0, 3)).toEqual(part.trace);
    expect(streamed.trace.length).toBeGreaterThan(3);
    expect(Math.abs(streamed.logLikelihood - whole.logLikelihood)).toBeLessThan(1e-4);
  });

  it('writes the same bytes with any number of workers, several of which work in the package as built', async () => {
    const law = randomMixture(24, [20, 40, 60, 80, 100, 120], Array(6).fill(1 / 6), 1);
    npy('large.npy', law.samples(20_000, { seed: 2 }), 24);
    const line = 'cluster large.npy -k 6 --seed 1 --restarts 1 --max-iterations 3 --tolerance 0';
    const files = ['1', '2', '3'].map((workers) => {
      const { status } = command.vmf([...line.split(' '), '--workers', workers, '-o', `${workers}.json`]);
      expect(status).toBe(0);
      return read(`${workers}.json`);
    });
    await here(`${line} -o default.json`);
    expect(new Set([...files, read('default.json')]).size).toBe(1);
    // And a process that has threads ends all the same.
    const script = `import { fitMixture, startWorkers, VonMisesFisherMixture } from './dist/mixture/index.js';
      import { readFileSync } from 'node:fs';
      const { mixture } = JSON.parse(readFileSync('1.json', 'utf8'));
      const law = VonMisesFisherMixture.fromJSON(mixture);
      await startWorkers(3);
      const rows = law.samples(20_000, { seed: 3 });
      console.log(fitMixture(rows, 6, { dimension: 24, seed: 1, workers: 3, tolerance: 0, maxIterations: 30 }).threads);`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: command.folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(Number(stdout)).toBeGreaterThan(1);
    expect(Number(stdout)).toBeLessThanOrEqual(3);
  });

  it('warns of what a fit should not be trusted for', async () => {
    writeFileSync(path('equal.csv'), `${'1,0\n'.repeat(9)}${'0,1\n-1,0\n-0.6,0.8\n-0.8,0.6\n'.repeat(3)}`);
    const { status, stdout, stderr } = await here('cluster equal.csv -k 2 --seed 1 --compact');
    const { degenerate } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(degenerate).toHaveLength(1);
    expect(stderr).toContain(
      `vmf cluster: warning: component ${degenerate[0]} of rows that are all but equal: kappa is at its bound`,
    );
    const short = await here('cluster rows.npy -k 3 --seed 1 --tolerance 0 --max-iterations 2');
    expect(short.stderr).toBe(
      'vmf cluster: warning: not converged after 2 passes; --max-iterations allows more\n',
    );
    const many = await here('cluster equal.csv -k 9 --seed 1 --compact');
    expect(many.stderr).toMatch(/warning: \d of the components asked for found no rows and were taken out\n/);
  });

  it.each([
    ['rows.npy', 2, 'give -k, or --select with a range'],
    ['rows.npy -k 2 --select 1..3', 2, 'give -k or --select, not both'],
    ['rows.npy -k 0', 2, "option '-k, --components <number>' argument '0' is invalid."],
    ['rows.npy --select 3..1', 2, "option '--select <range>' argument '3..1' is invalid. It must be a range"],
    ['rows.npy -k 2 --criterion aic', 2, '--criterion goes with --select'],
    ['rows.npy --select 1..2 --folds 3', 2, '--folds goes with --criterion held-out'],
    ['- -k 2 --stream', 2, '--stream reads files several times, which standard input does not allow'],
    ['rows.npy --select 1..2 --stream', 2, '--stream goes with -k, not with --select'],
    ['rows.npy -k 2 --workers 0', 2, "option '--workers <number>' argument '0' is invalid."],
    ['rows.npy -k 2 --precision half', 2, "option '--precision <name>' argument 'half' is invalid."],
    ['rows.npy -k 2 --concentration -1', 2, "option '--concentration <what>' argument '-1' is invalid."],
    ['rows.npy -k 2 --plot a.pdf', 2, '--plot must end in .svg or .png, got a.pdf'],
    ['rows.npy --select 1..2 --state a.json', 2, '--state goes with -k, not with --select'],
    ['rows.npy --select 1..2 --resume a.json', 2, '--resume goes with -k, not with --select'],
    ['rows.npy -k 2 --resume absent.json', 1, 'absent.json: no such file or folder'],
    ['rows.npy -k 2 --resume rows.npy', 1, 'rows.npy: is not JSON, as the states of vmf cluster are'],
    ['rows.npy -k 3 --resume model.json', 1, 'model.json: resume must be a MixtureState of version 1, got'],
    ['rows.npy -k 2 --stream --resume model.json', 1, 'model.json: resume must be a MixtureState of version'],
    ['rows.npy -k 2 --state missing/state.json', 1, 'missing/state.json: no such file or folder'],
    ['rows.npy -k 2 -o missing/model.json', 1, 'missing/model.json: no such file or folder'],
    ['rows.npy -k 2 --labels .', 1, '.: is a folder'],
    ['rows.npy --select 2 --criterion held-out --folds 900', 1, 'rows.npy: folds must be at most 400'],
    ['long.csv -k 2', 1, 'long.csv: line 2: the row must have unit length, got norm 5; --normalize scales'],
    ['long.csv -k 2 --stream', 1, 'long.csv: line 2: the row must have unit length, got norm 5; --norm'],
    ['rows.npy narrow.csv -k 2', 1, 'narrow.csv: must have 3 columns as rows.npy has, got 2'],
    ['rows.npy narrow.csv -k 2 --stream', 1, 'narrow.csv: must have 3 columns as rows.npy has, got 2'],
    ['none.csv -k 2', 1, 'none.csv: has no rows'],
    ['odd.csv -k 2', 1, 'odd.csv: line 2: column 1 must be a finite number, got "\ufffd[31m\ufffd"\n'],
    [
      'endless.csv -k 2',
      1,
      `endless.csv: line 1: column 1 must be a finite number, got "${'9'.repeat(59)}...\n`,
    ],
  ])('vmf cluster %s', async (line, status, message) => {
    writeFileSync(path('long.csv'), '1,0\n3,4\n');
    writeFileSync(path('narrow.csv'), '1,0\n');
    writeFileSync(path('none.csv'), 'x,y\n');
    writeFileSync(path('odd.csv'), '1,0\n\x1b[31m\x00,1\n');
    writeFileSync(path('endless.csv'), `${'9'.repeat(999)},1\n`);
    const result = await here(`cluster ${line}`);
    expect(result.stderr.startsWith(`vmf cluster: ${message}`), result.stderr).toBe(true);
    expect([result.status, result.stdout]).toEqual([status, '']);
  });

  it('ends at once at Ctrl-C, and leaves no half of a file', async () => {
    const wide = VonMisesFisher.uniform(200).samples(20_000, { seed: 1 });
    npy('wide.npy', wide, 200);
    writeFileSync(path('kept.json'), 'as it was');
    const args = 'cluster wide.npy -k 200 --restarts 1000 --seed 1 -o kept.json --labels kept.csv';
    const files = readdirSync(command.folder).sort();
    const child = command.start(args.split(' '));
    const exit = once(child, 'exit');
    // Reading takes a part of this, the fit some hours.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(child.exitCode).toBe(null);
    child.kill('SIGINT');
    const [code, signal] = await exit;
    // 130 while it reads; in the fit the signal itself ends the process, for which shells say 130.
    expect([130, 'SIGINT']).toContain(signal ?? code);
    expect(readdirSync(command.folder).sort()).toEqual(files);
    expect(read('kept.json')).toBe('as it was');
  });
});

describe('vmf predict', () => {
  const mixture = () => fitMixture(rows, 3, parameters).mixture;

  it('writes the component of each row', async () => {
    const expected = Array.from(mixture().predict(more));
    expect(numbers(await quiet('predict model.json more.npy'))).toEqual(expected);
    await quiet('predict model.json more.npy more.npy -o both.csv');
    expect(numbers(read('both.csv'))).toEqual([...expected, ...expected]);
    writeFileSync(path('mixture.json'), JSON.stringify(mixture()));
    expect(numbers(await quiet('predict mixture.json more.npy'))).toEqual(expected);
  });

  it('writes probabilities', async () => {
    const shares = mixture().responsibilities(more);
    const [head, ...lines] = (await quiet('predict model.json more.npy --probabilities')).trim().split('\n');
    expect(head).toBe('component0,component1,component2');
    expect(lines.flatMap((line) => line.split(',').map(Number))).toEqual(Array.from(shares));
    await quiet('predict model.json more.npy --probabilities -o shares.jsonl');
    expect(JSON.parse(`[${read('shares.jsonl').trim().replaceAll('\n', ',')}]`).flat()).toEqual(
      Array.from(shares),
    );
    await quiet('predict model.json more.npy --probabilities -o shares.tsv');
    expect(read('shares.tsv')).toBe(`${[head, ...lines].join('\n').replaceAll(',', '\t')}\n`);
  });

  it('numbers noise behind the components', async () => {
    const noisy = new VonMisesFisherMixture([0.5, 0.4], [truth.components[0], truth.components[1]], {
      noise: 0.1,
    });
    writeFileSync(path('noisy.json'), JSON.stringify({ mixture: noisy }));
    writeFileSync(path('far.csv'), '-1,0,0\n0,1,0\n');
    expect(numbers(await quiet('predict noisy.json far.csv'))).toEqual([2, 1]);
    expect(await quiet('predict noisy.json far.csv --probabilities')).toMatch(
      /^component0,component1,noise\n/,
    );
  });

  it.each([
    ['absent.json more.npy', 1, 'absent.json: no such file or folder'],
    ['more.npy more.npy', 1, 'more.npy: is not JSON, as the models of vmf cluster are'],
    [
      'other.json more.npy',
      1,
      'other.json: is not a model of vmf cluster: type must be VonMisesFisherMixture',
    ],
    ['model.json narrow.csv', 1, 'narrow.csv: must have 3 columns as the model has, got 2'],
    ['model.json long.csv', 1, 'long.csv: line 2: the row must have unit length, got norm 5; --normalize'],
    ['model.json more.npy -o a.npy', 2, '-o ends in .npy, which is none of .csv, .tsv, .jsonl, .txt'],
  ])('vmf predict %s', async (line, status, message) => {
    writeFileSync(path('narrow.csv'), '1,0\n');
    writeFileSync(path('long.csv'), '1,0,0\n0,3,4\n');
    writeFileSync(path('other.json'), '{"kappa": 1}');
    const files = readdirSync(command.folder).sort();
    for (const verb of status === 1 ? ['predict', 'score'] : ['predict']) {
      for (const output of line.includes('-o') ? [''] : ['', ' -o result.csv']) {
        const result = await here(`${verb} ${line}${output}`);
        expect(result.stderr.startsWith(`vmf ${verb}: ${message}`), result.stderr).toBe(true);
        expect(result.status).toBe(status);
      }
    }
    expect(readdirSync(command.folder).sort()).toEqual(files);
  });
});

describe('vmf score', () => {
  it('gives the mean log density and the log-likelihood', async () => {
    const { mixture } = fitMixture(rows, 3, parameters);
    const found = JSON.parse(await quiet('score model.json more.npy'));
    expect(found).toMatchObject({ n: 70, p: 3, weight: 70, measure: 'surface' });
    expect(found.mean).toBeWithinUlp(mixture.score(more), 4);
    expect(found.logLikelihood).toBeWithinUlp(70 * mixture.score(more), 4);
    const model = JSON.parse(read('model.json'));
    const again = JSON.parse(await quiet('score model.json rows.npy'));
    expect(again.logLikelihood).toBeWithinUlp(model.logLikelihood, 16);
    const uniform = JSON.parse(await quiet('score model.json more.npy --measure uniform --compact'));
    expect(uniform.mean).toBeWithinUlp(mixture.score(more, { measure: 'uniform' }), 4);
  });

  it('and the log density of each row', async () => {
    const { mixture } = fitMixture(rows, 3, parameters);
    expect(numbers(await quiet('score model.json more.npy --rows'))).toEqual(
      Array.from(mixture.logPdf(more, { out: new Float64Array(70) })),
    );
  });

  it('weighs rows', async () => {
    const { mixture } = fitMixture(rows, 3, parameters);
    writeFileSync(path('weighted.csv'), 'x,y,z,w\n1,0,0,2\n0,1,0,0\n0,0.6,0.8,1\n');
    const data = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0.6, 0.8],
    ];
    const found = JSON.parse(await quiet('score model.json weighted.csv --weights w'));
    expect(found.weight).toBe(3);
    expect(found.mean).toBeWithinUlp(mixture.score(data, { sampleWeights: [2, 0, 1] }), 4);
    writeFileSync(path('negative.csv'), 'x,y,z,w\n1,0,0,-2\n');
    expect((await here('score model.json negative.csv --weights w')).stderr).toBe(
      'vmf score: negative.csv: line 2: the weight must be finite and not negative, got -2\n',
    );
    writeFileSync(path('zero.csv'), 'x,y,z,w\n1,0,0,0\n');
    expect((await here('score model.json zero.csv --weights w')).stderr).toBe(
      'vmf score: zero.csv: all weights are 0\n',
    );
  });
});
