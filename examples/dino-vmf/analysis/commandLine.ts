import { Command, InvalidArgumentError, Option } from 'commander';
import type { EngineChoice } from '../engine.ts';
import { readArguments } from '../readArguments.ts';
import { ENGINE_CHOICES } from '../settings/engineChoices.ts';

/** What to analyse, and how. */
export interface AnalysisRequest {
  readonly run: string;
  /** Other images than those of the run. */
  readonly data: string | null;
  readonly network: 'teacher' | 'student';
  /** Null for the engine that the run was trained on. */
  readonly engine: EngineChoice | null;
  /** Components of the mixture that EM fits; null for as many as there are prototypes that win an image. */
  readonly components: number | null;
  /** EM takes at most so many training images. */
  readonly emImages: number;
  /** Percentile ranges of the precision curve. */
  readonly bins: number;
}

const EPILOGUE = `
Writes into the folder of the run: analysis.html (one file, nothing to load), analysis.json, prototypes.csv (a line
for each prototype) and figures/*.png.

Examples:
  npm run analyse -- --run runs/NAME
  npm run analyse -- --run runs/NAME --network student
  npm run analyse -- --run runs/NAME --data photos        other images than those it was trained on

Ctrl-C ends it at once; files of an earlier analysis stay whole.
Exit status: 0 done, 1 something went wrong (the message names it), 2 wrong command line.`;

/** Reads the arguments; null when help was asked for, a UserError (status 2) for what is wrong. */
export function readAnalysisCommandLine(args: readonly string[]): AnalysisRequest | null {
  const program = new Command('analyse')
    .description('What the prototypes of a run have become: the analyses of the DINO-vMF paper.')
    .requiredOption('--run <dir>', 'folder of a run, finished or stopped')
    .option('--data <dir>', 'images to analyse with, as for training (default: those of the run)')
    .addOption(
      new Option('--network <name>', 'whose prototypes').choices(['teacher', 'student']).default('teacher'),
    )
    .addOption(new Option('--engine <name>', 'default: that of the run').choices(ENGINE_CHOICES))
    .option(
      '--components <n>',
      'components of the mixture fitted by EM (default: the prototypes that win a training image, at most a tenth of the images)',
      whole(1, 65536),
    )
    .option(
      '--em-images <n>',
      'EM takes at most so many training images, evenly spaced',
      whole(2, 1e7),
      20000,
    )
    .option('--bins <n>', 'percentile ranges of the precision curve', whole(1, 100), 5)
    .addHelpText('after', EPILOGUE)
    .allowExcessArguments(false);
  if (!readArguments(program, args)) return null;
  const given = program.opts<Partial<AnalysisRequest>>();
  const defaults = { data: null, engine: null, components: null };
  return { ...defaults, ...given } as AnalysisRequest;
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(`It must be an integer in [${min}, ${max}].`);
    }
    return value;
  };
}
