import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Decimal } from 'decimal.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  concentration,
  concentrationFromComplement,
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
} from 'von-mises-fisher';
import * as reference from 'von-mises-fisher/reference';
import { readTable } from '../support/table.ts';
import { type BuiltCommand, buildCommand } from './builtCommand.ts';
import { runHere } from './runHere.ts';

let command: BuiltCommand;
beforeAll(() => {
  command = buildCommand();
});
afterAll(() => command.remove());

const lines = (...values: unknown[]) => values.map((value) => `${value}\n`).join('');
const done = (stdout: string) => ({ status: 0, stdout, stderr: '' });

describe('commands of numbers print what the functions give', () => {
  it.each([
    ['log-normalizer 256 20 200 500', lines(...[20, 200, 500].map((kappa) => logNormalizer(256, kappa)))],
    ['log-normalizer 2.5 1e-3', lines(logNormalizer(2.5, 1e-3))],
    ['log-normalizer 256 100 --terms 0', lines(logNormalizer(256, 100, { terms: 0 }))],
    ['mean-resultant-length 256 100', lines(meanResultantLength(256, 100))],
    ['mean-resultant-length 3 1e20 --complement', lines(meanResultantLengthComplement(3, 1e20))],
    ['concentration 256 0.5', lines(concentration(256, 0.5))],
    ['concentration 3 0 1', lines(0, 'Infinity')],
    ['concentration 3 1e-20 --complement', lines(concentrationFromComplement(3, 1e-20))],
    ['concentration 256 0.5 --method banerjee', lines(170.5)],
    ['log-normalizer 256 100 --json', `{"p":256,"kappa":100,"logNormalizer":${logNormalizer(256, 100)}}\n`],
    ['concentration 3 1 --json', '{"p":3,"rBar":1,"kappa":null}\n'],
  ])('vmf %s', async (line, expected) => expect(await runHere(line.split(' '))).toEqual(done(expected)));

  it('of numbers on standard input, between others', () => {
    const input = '10 20\n\n30\t40\r\n50';
    const values = [5, 10, 20, 30, 40, 50, 60].map((kappa) => logNormalizer(64, kappa));
    expect(command.vmf(['log-normalizer', '64', '5', '-', '60'], input)).toEqual(done(lines(...values)));
    const many = Array.from({ length: 200_000 }, (_, i) => i);
    const { stdout } = command.vmf(['mean-resultant-length', '3', '-'], many.join('\n'));
    expect(stdout).toBe(`${many.map((kappa) => meanResultantLength(3, kappa)).join('\n')}\n`);
  });

  it('to any number of digits, as the 210-digit table by Arb has them', async () => {
    const rows = readTable('reference200').filter(
      ({ p, kappa }) => Number.isInteger(Number(p)) && Number.isInteger(Number(kappa)) && Number(kappa) > 0,
    );
    const Table = Decimal.clone({ precision: 250 });
    for (const { p, kappa, logC, A, oneMinusA } of rows.filter((_, i) => i % 9 === 0)) {
      for (const [args, expected] of [
        [['log-normalizer', p, kappa], logC],
        [['mean-resultant-length', p, kappa], A],
        [['mean-resultant-length', p, kappa, '--complement'], oneMinusA],
      ] as const) {
        expect(await runHere([...args, '--digits', '60']), args.join(' ')).toEqual(
          done(lines(new Table(expected).toPrecision(60))),
        );
      }
    }
    const half = await runHere(['concentration', '256', '0.5', '--digits', '30']);
    expect(half).toEqual(done('170.400602628261769149566080745\n'));
    const complement = await runHere(['concentration', '3', '0.001', '--complement', '--digits', '40']);
    expect(complement).toEqual(await runHere(['concentration', '3', '0.999', '--digits', '40']));
  });

  it('of the decimals written where digits are asked for, of doubles otherwise', async () => {
    const { stdout: written } = await runHere(['log-normalizer', '3', '0.1', '--digits', '40']);
    const options = { digits: 45 };
    expect(written).toBe(lines(reference.logNormalizer(3, '0.1', options).mid.toPrecision(40)));
    expect(written).not.toBe(lines(reference.logNormalizer(3, 0.1, options).mid.toPrecision(40)));
  });
});

describe('what is wrong is said on standard error, with the exit status of its kind', () => {
  const hint = (name: string) => `Try 'vmf ${name} --help'.\n`;

  it.each([
    ['log-normalizer 256', "vmf log-normalizer: missing required argument 'KAPPA'\n", 'log-normalizer'],
    [
      'log-normalizer 256 x',
      'vmf log-normalizer: KAPPA must be a number not below 0, got "x"\n',
      'log-normalizer',
    ],
    [
      'log-normalizer 256 -1',
      'vmf log-normalizer: KAPPA must be a number not below 0, got "-1"\n',
      'log-normalizer',
    ],
    [
      'log-normalizer 0.5 1',
      'vmf log-normalizer: P must be a number from 1 to 1e15, got "0.5"\n',
      'log-normalizer',
    ],
    [
      'log-normalizer 3 1 --terms 21',
      "vmf log-normalizer: option '--terms <K>' argument '21' is invalid. It must be an integer from 0 to 20.\n",
      'log-normalizer',
    ],
    [
      'log-normalizer 3 1 --terms 2 --digits 3',
      'vmf log-normalizer: --terms and --digits exclude each other\n',
      'log-normalizer',
    ],
    [
      'concentration 3 1.5',
      'vmf concentration: R must be a number from 0 to 1, got "1.5"\n',
      'concentration',
    ],
    ['fit', "vmf fit: missing required argument 'FILE'\n", 'fit'],
    ['fit a.csv --frob', "vmf fit: unknown option '--frob'\n", 'fit'],
  ])('vmf %s', async (line, message, name) => {
    expect(await runHere(line.split(' '))).toEqual({ status: 2, stdout: '', stderr: message + hint(name) });
  });

  it('an unknown command, none, and data that are wrong', () => {
    expect(command.vmf(['frob'])).toEqual({
      status: 2,
      stdout: '',
      stderr: "vmf: unknown command 'frob'\nTry 'vmf --help'.\n",
    });
    const none = command.vmf([]);
    expect([none.status, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toMatch(/^Usage: vmf /);
    expect(command.vmf(['log-normalizer', '3', '-'], '1\n2 x\n')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'vmf log-normalizer: standard input: line 2: KAPPA must be a number not below 0, got "x"\n',
    });
    expect(command.vmf(['log-normalizer', '3', '1e20', '--digits', '30']).stderr).toMatch(
      /^vmf log-normalizer: logNormalizer: kappa must be at most about .* the power series would need/,
    );
  });

  it('a reader that goes away ends it quietly', () => {
    const { status, stdout, stderr } = command.shell('vmf log-normalizer 3 - < <(seq 1 400000) | head -n 1');
    expect(stdout).toBe(lines(logNormalizer(3, 1)));
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe('help', () => {
  const { version } = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'),
  );

  it('the version', () => expect(command.vmf(['--version'])).toEqual(done(`${version}\n`)));

  it.each(['log-normalizer', 'mean-resultant-length', 'concentration', 'sample', 'fit', 'test'])(
    'vmf %s --help has examples that run',
    async (name) => {
      const { status, stdout, stderr } = await runHere([name, '--help']);
      expect([status, stderr]).toEqual([0, '']);
      expect((await runHere(['help', name])).stdout).toBe(stdout);
      expect(stdout).toMatch(new RegExp(`^Usage: vmf ${name} `));
      const examples = stdout.slice(stdout.indexOf('Examples:\n'));
      // Those with a number beside them print it.
      for (const [, line, value] of examples.matchAll(/^ {2}vmf (.*?) {3,}([\d.e+-]+)(?:$|,)/gm)) {
        expect(await runHere(line.split(' '))).toEqual(done(`${value}\n`));
      }
      expect(examples).toContain(`vmf ${name}`);
    },
  );
});
