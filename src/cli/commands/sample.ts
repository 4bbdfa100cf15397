import { extname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type SeededRandom, seededRandom, VonMisesFisher } from '../../index.ts';
import { addOutOption } from '../addOutOption.ts';
import { usageError } from '../CommandError.ts';
import { integerOption, numberOption, seedOption } from '../optionValues.ts';
import { PartialFile } from '../output/PartialFile.ts';
import { rowWriter, SAMPLE_FORMATS, type SampleFormat } from '../output/rowWriter.ts';
import { standardOutput } from '../output/standardOutput.ts';
import { readDirection } from '../readDirection.ts';
import { rowsPerChunk } from '../rows/RowChunk.ts';
import { startProgress } from '../startProgress.ts';

interface SampleOptions {
  readonly kappa: number;
  readonly mu?: string;
  readonly dimension?: number;
  readonly count: number;
  readonly seed?: bigint;
  readonly format?: SampleFormat;
  readonly float32?: boolean;
  readonly out?: string;
}

const EPILOGUE = `
Examples:
  vmf sample --dimension 3 --kappa 10 --count 5 --seed 1
  vmf sample --mu 0,0.6,0.8 --kappa 10 --count 1000 --seed 1 -o points.npy
  vmf sample --mu centre.npy --kappa 500 --count 1e6 --float32 -o points.npy

Without --mu the mean direction is the last axis, (0, ..., 0, 1). A seed gives the same numbers on every
machine; without one they differ from run to run. A file is written beside its place and moved there when it
is whole.`;

export function sampleCommand(program: Command): void {
  const command = program
    .command('sample')
    .summary('draw random directions')
    .description('Draws directions from the von Mises-Fisher distribution, one in every row.')
    .requiredOption('--kappa <number>', 'concentration, from 0', numberOption(0, Number.MAX_VALUE))
    .option('--mu <direction>', 'mean direction: numbers as 0,0,1, or a file with one row')
    .option('--dimension <P>', 'dimension, where --mu is not given', integerOption(2, 1e7))
    .option('--count <number>', 'how many', countOption, 1)
    .option('--seed <integer>', 'from 0 to 2^64 - 1', seedOption)
    .addOption(
      new Option('--format <name>', 'by default after the extension of the output, else csv').choices(
        SAMPLE_FORMATS,
      ),
    )
    .option('--float32', 'single precision');
  addOutOption(command, 'where to write (default: standard output)')
    .addHelpText('after', EPILOGUE)
    .action(sample);
}

async function sample(options: SampleOptions): Promise<void> {
  const { count, kappa, float32 = false } = options;
  const mu = await meanDirection(options);
  const format = options.format ?? formatOf(options.out);
  if (format === 'npy' && options.out === undefined && process.stdout.isTTY) {
    throw usageError('.npy is not for a terminal; write it to a file with -o');
  }
  const distribution = new VonMisesFisher(mu, kappa);
  const random = seededRandom(options.seed);
  const file = options.out === undefined ? undefined : await PartialFile.create(options.out);
  try {
    const writer = rowWriter(format, float32, file ?? standardOutput());
    await draw(distribution, random, count, float32, writer);
  } catch (error) {
    await file?.discard();
    throw error;
  }
}

async function draw(
  distribution: VonMisesFisher,
  random: SeededRandom,
  count: number,
  float32: boolean,
  writer: ReturnType<typeof rowWriter>,
): Promise<void> {
  const { p } = distribution;
  const most = Math.min(count, rowsPerChunk(p));
  const space = float32 ? new Float32Array(most * p) : new Float64Array(most * p);
  const progress = startProgress({ stream: process.stderr, total: count, scale: 1, unit: 'rows' });
  try {
    await writer.head(count, p);
    for (let done = 0; done < count; ) {
      const n = Math.min(most, count - done);
      const out = space.subarray(0, n * p);
      distribution.samples(n, { random, out });
      await writer.rows(out, p);
      done += n;
      progress.update(done);
    }
    await writer.end();
  } finally {
    progress.stop();
  }
}

async function meanDirection({ mu, dimension }: SampleOptions): Promise<ArrayLike<number>> {
  if (mu === undefined && dimension === undefined) throw usageError('give --mu or --dimension');
  if (mu === undefined) {
    const axis = new Float64Array(dimension as number);
    axis[axis.length - 1] = 1;
    return axis;
  }
  const direction = await readDirection('--mu', mu);
  if (dimension !== undefined && direction.length !== dimension) {
    throw usageError(`--mu must have ${dimension} numbers as --dimension says, got ${direction.length}`);
  }
  return direction;
}

function formatOf(output: string | undefined): SampleFormat {
  const extension = output === undefined ? '' : extname(output).slice(1).toLowerCase();
  if (extension === '') return 'csv';
  const format = SAMPLE_FORMATS.find((name) => name === extension);
  if (format === undefined) {
    throw usageError(
      `-o ends in .${extension}, which is none of ${SAMPLE_FORMATS.join(', ')}; give --format`,
    );
  }
  return format;
}

/** 1000000, 1e6 */
function countOption(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('It must be an integer from 0.');
}
