import { Command } from 'commander';
import { readArguments } from '../readArguments.ts';
import { readCommandLine } from '../settings/commandLine.ts';
import type { Config } from '../settings/config.ts';
import { UserError } from '../UserError.ts';
import { type Cell, cellsOf, kindOf, TABLE_1 } from './Cell.ts';

/** What `npm run ablation` is asked for. */
export interface AblationRequest {
  readonly cells: readonly Cell[];
  readonly out: string;
  readonly jobs: number;
  /** Options of `npm run train` for every run. */
  readonly options: readonly string[];
  /** The same, read; seed, normalization and centring are those of no cell. */
  readonly config: Config;
}

const EPILOGUE = `
Every other option is one of npm run train and holds for all runs, for example --data, --preset, --steps, --epochs.

Examples:
  npm run ablation                                       the built-in images, seeds 0, 1 and 2
  npm run ablation -- --seeds 0,1 --steps 200 --jobs 2   two runs at a time; all cells, 600 steps and three seeds
                                                         take some twenty minutes on two cores
  npm run ablation -- --data data/cifar10 --limit 10000 --steps 2000 --out runs/table1-cifar10

Ctrl-C stops at the next step; the same command goes on where it stopped. Writes table.md, .json,
.svg and .png and the curves of all runs, curves.svg and .png, beside the folders of the runs. Exit status: 0 done, 1 a run failed, 2 wrong command line, 130 stopped.`;

/** Reads the arguments; null where it was told to help. A UserError (status 2) for what cannot be. */
export function readAblationCommandLine(args: readonly string[]): AblationRequest | null {
  const program = new Command('ablation')
    .description(
      'Trains the six cells of Table 1 of the paper, {none, l2, vmf} x {logit, probability}, at equal seeds, and writes the table.',
    )
    .option('--seeds <list>', 'seeds with commas; equal seeds see equal images, weights and views', '0,1,2')
    .option('--cells <list>', 'cells with commas', TABLE_1.map(kindOf).join(','))
    .option('--out <dir>', 'folder of the runs and of the table', 'runs/ablation')
    .option(
      '--jobs <n>',
      'runs at a time, each a process of its own; one for each core on wasm, 1 on a GPU',
      '1',
    )
    .addHelpText('after', EPILOGUE)
    .allowUnknownOption()
    .allowExcessArguments();
  if (!readArguments(program, args)) return null;
  const { seeds, cells, out, jobs } = program.opts<Record<'seeds' | 'cells' | 'out' | 'jobs', string>>();
  const options = program.args;
  for (const own of ['--seed', '--normalization', '--centring', '--resume']) {
    if (options.some((option) => option === own || option.startsWith(`${own}=`))) {
      throw new UserError(`${own} is set by the ablation itself; it takes --seeds and --cells`, 2);
    }
  }
  const request = readCommandLine(options);
  if (request.kind !== 'start') throw new UserError('give settings, not --resume', 2);
  const count = Number(jobs);
  if (!Number.isInteger(count) || count < 1 || count > 64) {
    throw new UserError(`--jobs must be an integer in [1, 64], got '${jobs}'`, 2);
  }
  return { cells: cellsOf(cells, seeds), out, jobs: count, options, config: request.config };
}
