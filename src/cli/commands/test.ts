import { type Command, Option } from 'commander';
import type { Sample } from '../../index.ts';
import { CommandError, usageError } from '../CommandError.ts';
import { DIRECTIONAL_TESTS, type DirectionalTest, type TestSettings } from '../directionalTests.ts';
import { integerOption, seedOption } from '../optionValues.ts';
import { standardOutput } from '../output/standardOutput.ts';
import { readDirection } from '../readDirection.ts';
import { readRows } from '../readRows.ts';
import { nameOf, readStatistics } from '../readStatistics.ts';
import { addRowOptions, FILE_HELP, type RowOptions } from '../rowOptions.ts';

interface TestOptions extends RowOptions {
  readonly test: string;
  readonly method?: string;
  readonly mu?: string;
  readonly resamples?: number;
  readonly seed?: bigint;
  readonly compact?: boolean;
}

const catalogue = Object.entries(DIRECTIONAL_TESTS)
  .map(([name, { about, methods }]) => {
    const how = methods.length === 0 ? '' : `\n${' '.repeat(25)}--method ${methods.join(', ')}`;
    return `  ${name.padEnd(22)} ${about}${how}`;
  })
  .join('\n');

const EPILOGUE = `
Tests, each of the hypothesis that
${catalogue}

Examples:
  vmf test points.npy                                       uniform? the Rayleigh test
  vmf test points.npy --test mean-direction --mu 0,0,1
  vmf test a.npy b.npy --test equal-mean-directions
  vmf test points.csv --compact | jq .pValue                one number of the result

Files may be larger than memory, but for goodness-of-fit and --method permutation, which keep all rows. The exit
status does not depend on the outcome: look at pValue. Angles are in radians, logarithms natural.`;

export function testCommand(program: Command): void {
  const command = program
    .command('test')
    .summary('test a hypothesis about the rows of files')
    .description(
      'Tests a hypothesis about directions and prints as JSON the statistic, its law, the p-value and its ' +
        'logarithm, which does not underflow.',
    )
    .argument('<FILE...>', FILE_HELP)
    .addOption(
      new Option('--test <name>', 'which test').choices(Object.keys(DIRECTIONAL_TESTS)).default('rayleigh'),
    )
    .option('--method <name>', 'how the p-value is found (default: the first below)')
    .option('--mu <direction>', 'numbers as 0,0,1, or a file with one row');
  addRowOptions(command, false)
    .option('--resamples <number>', 'draws of methods that resample (default: 999)', integerOption(1, 1e7))
    .option('--seed <integer>', 'of methods that resample, from 0 to 2^64 - 1', seedOption)
    .option('--compact', 'JSON on one line')
    .addHelpText('after', EPILOGUE)
    .action(test);
}

async function test(files: readonly string[], options: TestOptions): Promise<void> {
  const kind = DIRECTIONAL_TESTS[options.test];
  checkTogether(kind, files, options);
  const mu = options.mu === undefined ? new Float64Array(0) : await readDirection('--mu', options.mu);
  const { method, resamples, seed, normalize } = options;
  const inMemory = kind.needsRows(method);
  const samples: Sample[] = [];
  let p: number | undefined;
  for (const file of files) {
    const sample = inMemory ? await readRows([file], options) : await readStatistics([file], options);
    p ??= sample.p;
    if (sample.p !== p) {
      throw new CommandError(
        `${nameOf(file)}: must have ${p} columns as ${nameOf(files[0])} has, got ${sample.p}`,
      );
    }
    samples.push('data' in sample ? sample.data : sample);
  }
  if (options.mu !== undefined && mu.length !== p) {
    throw new CommandError(`${files.map(nameOf)}: must have ${mu.length} columns as --mu has, got ${p}`);
  }
  const settings = {
    mu,
    options: {
      ...(method === undefined ? {} : { method }),
      ...(resamples === undefined ? {} : { resamples }),
      ...(seed === undefined ? {} : { seed }),
      ...(inMemory ? { dimension: p, normalize: normalize ?? false } : {}),
    },
  } as unknown as TestSettings;
  const result = { test: options.test, ...tested(kind, samples, settings, files) };
  const output = standardOutput();
  await output.write(`${JSON.stringify(result, listed, options.compact ? 0 : 2)}\n`);
  await output.end();
}

function checkTogether(kind: DirectionalTest, files: readonly string[], options: TestOptions): void {
  const { test: name, method, mu } = options;
  if (method !== undefined && !kind.methods.includes(method)) {
    const rule =
      kind.methods.length === 0 ? 'is not to be given' : `must be one of ${kind.methods.join(', ')}`;
    throw usageError(`--method of ${name} ${rule}, got ${method}`);
  }
  if (kind.needsMu && mu === undefined) throw usageError(`--test ${name} needs --mu`);
  if (!kind.needsMu && mu !== undefined) throw usageError(`--mu is for another test than ${name}`);
  if (kind.compares && files.length < 2) {
    throw usageError(`--test ${name} compares files, give 2 or more, got ${files.length}`);
  }
  if (!kind.compares && files.length > 1)
    throw usageError(`--test ${name} takes one file, got ${files.length}`);
}

/** What a test finds wrong with the rows as a whole. */
function tested(
  kind: DirectionalTest,
  samples: readonly Sample[],
  settings: TestSettings,
  files: readonly string[],
): object {
  try {
    return kind.run(samples, settings);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // "equalConcentrationsTest: groups[1]: data must have ..." is about the second file.
    const group = /groups\[(\d+)\]/.exec(error.message);
    const about = group ? [files[Number(group[1])]] : files;
    const rule = error.message.replace(/^\w+: /, '').replace(/^groups\[\d+\]:? /, '');
    throw new CommandError(`${about.map(nameOf).join(', ')}: ${rule}`);
  }
}

/** Typed arrays as JSON arrays. */
const listed = (_: string, value: unknown): unknown =>
  value instanceof Float64Array ? Array.from(value) : value;
