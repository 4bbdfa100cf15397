import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ConcentrationMethod } from '../index.ts';
import type {
  InitializationMethod,
  MixtureFitOptions,
  MixtureKind,
  SelectionCriterion,
} from '../mixture/index.ts';
import { usageError } from './CommandError.ts';
import { METHODS } from './methods.ts';
import { integerOption, numberOption, seedOption } from './optionValues.ts';
import type { RowOptions } from './rowOptions.ts';

export interface ClusterOptions extends RowOptions {
  readonly components?: number;
  readonly select?: readonly number[];
  readonly criterion?: SelectionCriterion;
  readonly folds?: number;
  readonly kind: MixtureKind;
  readonly precision: 'double' | 'single';
  readonly concentration: 'free' | 'common' | number;
  readonly estimator: ConcentrationMethod;
  readonly equalWeights?: boolean;
  readonly noise?: boolean;
  readonly prior: number;
  readonly sparsity?: number;
  readonly initialization: InitializationMethod;
  readonly restarts: number;
  readonly splitMerge?: number;
  readonly tolerance?: number;
  readonly maxIterations: number;
  readonly seed?: bigint;
  readonly workers: number;
  readonly stream?: boolean;
  readonly state?: string;
  readonly resume?: string;
  readonly labels?: string;
  readonly plot?: string;
  readonly out?: string;
  readonly compact?: boolean;
}

const MOST_COMPONENTS = 1e6;

/** The options of the fit, those of its rows aside. */
export function addClusterOptions(command: Command): Command {
  return command
    .option('-k, --components <number>', 'how many components', integerOption(1, MOST_COMPONENTS))
    .option('--select <range>', 'try several numbers of components, as 2..64 or 2,4,8,16', rangeOption)
    .addOption(
      new Option('--criterion <name>', 'which number --select takes (default: bic)').choices([
        'bic',
        'icl',
        'aic',
        'aicc',
        'held-out',
      ]),
    )
    .option('--folds <number>', 'parts of the rows for held-out (default: 5)', integerOption(2, 1000))
    .addOption(
      new Option('--kind <name>', 'how rows are given to components')
        .choices(['soft', 'hard', 'stochastic'])
        .default('soft'),
    )
    .addOption(
      new Option('--precision <name>', 'single: products in floats, where posteriors are soft: faster')
        .choices(['double', 'single'])
        .default('double'),
    )
    .option(
      '--concentration <what>',
      'free, common to all components, or a number',
      concentrationOption,
      'free',
    )
    .addOption(new Option('--estimator <name>', 'how kappa follows from R').choices(METHODS).default('exact'))
    .option('--equal-weights', 'all components have the same weight')
    .option('--noise', 'a uniform distribution beside the components')
    .option(
      '--prior <rows>',
      'as if each component had seen so many rows more that point nowhere',
      numberOption(0, 1e15),
      0,
    )
    .option(
      '--sparsity <nats>',
      'penalty on the sum of |coordinates| of each mean direction, which sets small ones to 0',
      numberOption(0, 1e300),
    )
    .addOption(
      new Option('--initialization <name>', 'how starts are found')
        .choices([
          ...['k-means++', 'random-rows', 'random-assignment', 'farthest-first', 'central-farthest-first'],
          'spherical-k-means',
        ])
        .default('k-means++'),
    )
    .option('--restarts <number>', 'starts, of which the best three go on', integerOption(1, 1e6), 10)
    .option(
      '--split-merge <number>',
      'attempts to merge two components and split a third',
      integerOption(0, 1e6),
    )
    .option(
      '--tolerance <number>',
      'relative change of the log-likelihood to stop at (default: 1e-8, with --precision single 1e-6)',
      numberOption(0, 1),
    )
    .option('--max-iterations <number>', 'passes of a run after which to stop', integerOption(0, 1e9), 1000)
    .option('--seed <integer>', 'from 0 to 2^64 - 1: the same result every time', seedOption)
    .addOption(
      new Option('--workers <number>', 'threads that share the work; the result does not depend on it')
        .argParser(integerOption(1, 1024))
        .default(availableParallelism(), 'as many as run at once here'),
    )
    .option('--stream', 'read the files anew for each pass, for those larger than memory')
    .option('--state <file>', 'keep how far the fit is, every 10 s and at the end, for --resume')
    .option('--resume <file>', 'go on from what --state kept, with the same rows and options');
}

/** The tolerance that is asked for, or the default of fitMixture. */
export const toleranceOf = ({ tolerance, precision }: ClusterOptions): number =>
  tolerance ?? (precision === 'single' ? 1e-6 : 1e-8);

/** What fitMixture, selectComponents and fitMixtureStream are told. */
export function fitOptionsOf(options: ClusterOptions): MixtureFitOptions {
  const { kind, precision, concentration, estimator, prior, initialization, restarts, maxIterations } =
    options;
  const { equalWeights = false, noise = false, splitMerge, sparsity, seed, normalize = false } = options;
  const { workers } = options;
  return {
    ...{ kind, precision, concentration, estimator, prior, initialization, restarts, maxIterations },
    ...{
      tolerance: toleranceOf(options),
      weights: equalWeights ? 'equal' : 'estimated',
      noise,
      normalize,
      workers,
    },
    ...(splitMerge === undefined ? {} : { splitMerge }),
    ...(sparsity === undefined ? {} : { sparsity }),
    ...(seed === undefined ? {} : { seed }),
  };
}

/** What options say against each other. */
export function checkTogether(files: readonly string[], options: ClusterOptions): void {
  const { components, select, criterion, folds, stream, splitMerge, state, resume } = options;
  if ((components === undefined) === (select === undefined)) {
    throw usageError(
      components === undefined ? 'give -k, or --select with a range' : 'give -k or --select, not both',
    );
  }
  if (select === undefined && criterion !== undefined) throw usageError('--criterion goes with --select');
  if (folds !== undefined && criterion !== 'held-out') {
    throw usageError('--folds goes with --criterion held-out');
  }
  if (select !== undefined && (state !== undefined || resume !== undefined)) {
    throw usageError(`--${state === undefined ? 'resume' : 'state'} goes with -k, not with --select`);
  }
  if (!stream) return;
  if (select !== undefined) throw usageError('--stream goes with -k, not with --select');
  if (splitMerge !== undefined) throw usageError('--stream does not go with --split-merge');
  if (files.includes('-')) {
    throw usageError('--stream reads files several times, which standard input does not allow');
  }
}

function concentrationOption(text: string): 'free' | 'common' | number {
  if (text === 'free' || text === 'common') return text;
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new InvalidArgumentError('It must be free, common or a number from 0.');
}

/** 2..5 and 2,4,8, also mixed */
function rangeOption(text: string): readonly number[] {
  const range = text.split(',').flatMap((part) => {
    const found = /^\s*(\d+)(?:\.\.(\d+))?\s*$/.exec(part);
    const first = Number(found?.[1]);
    const last = Number(found?.[2] ?? first);
    if (found && first >= 1 && first <= last && last <= MOST_COMPONENTS) {
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    }
    throw new InvalidArgumentError('It must be a range of integers from 1, as 2..64 or 2,4,8.');
  });
  return [...new Set(range)].sort((a, b) => a - b);
}
