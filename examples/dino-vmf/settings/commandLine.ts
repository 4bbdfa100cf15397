import { Command, Option } from 'commander';
import { PORT, portOf } from '../dashboard/port.ts';
import { readArguments } from '../readArguments.ts';
import { UserError } from '../UserError.ts';
import { type Config, checkTogether, DEFAULTS, GROUPS, parsed, range, SETTINGS } from './config.ts';
import { PRESETS, type Preset } from './presets.ts';

/** What the command line asks for. */
export type Request =
  | ({ readonly kind: 'start'; readonly config: Config; readonly out: string | null } & Watching)
  | ({
      readonly kind: 'resume';
      readonly path: string;
      /** Settings that were given with it. */
      readonly changes: Partial<Config>;
    } & Watching)
  | { readonly kind: 'told' };

/** How the run is shown while it goes on; no part of its settings, since it changes nothing in it. */
export interface Watching {
  /** The port of the page; null for none. */
  readonly dashboard: number | null;
}

const CHANGEABLE = SETTINGS.filter((s) => s.changeable)
  .map((s) => s.flag.split(' ')[0])
  .join(', ');

const EPILOGUE = `
Examples:
  npm run train                                                  built-in images, about two minutes
  npm run train -- --data photos --image-size 64 --epochs 20     a folder per class of JPEG/PNG
  npm run train -- --normalization l2 --centring logit           DINO instead of DINO-vMF
  npm run train -- --resume runs/NAME                            go on after Ctrl-C
  npm run train -- --dashboard                                   with live curves in the browser

Ctrl-C finishes the step, writes a checkpoint and exits with status 130.
Exit status: 0 done, 1 something went wrong (the message names it), 2 wrong command line.`;

/** Reads the arguments; a UserError (status 2) for an unknown option or a value out of its range. */
export function readCommandLine(args: readonly string[]): Request {
  const program = new Command('train')
    .description('Trains a small vision transformer with DINO-vMF and measures what it has learnt.')
    .option('--out <dir>', 'folder of the run (default: runs/<time>-seed<n>)')
    .option(
      '--resume <dir>',
      `go on with the run in this folder; its settings stay, ${CHANGEABLE} and --dashboard may be given`,
    )
    .addOption(
      new Option('--preset <name>', `settings by name: ${presetHelp()}`)
        .choices(Object.keys(PRESETS))
        .default('tiny'),
    )
    .option(
      '--dashboard [port]',
      `live curves and pictures in the browser, for this machine alone, at port ${PORT} when none is given`,
      (text) => portOf('--dashboard', text),
    )
    .addHelpText('after', EPILOGUE);
  for (const [group, settings] of GROUPS) {
    for (const setting of settings) {
      const option = new Option(setting.flag, help(setting)).helpGroup(`${group}:`);
      if (setting.kind !== 'switch') option.argParser((text) => parsed(setting, text));
      program.addOption(option);
    }
  }
  if (!readArguments(program, args)) return { kind: 'told' };
  const given = program.opts<Record<string, unknown>>();
  const values = Object.fromEntries(
    SETTINGS.map((setting) => [setting.key, given[attribute(setting.flag)]]).filter(
      ([, value]) => value !== undefined,
    ),
  ) as Partial<Config>;
  const { out = null, resume, preset } = given as { out?: string; resume?: string; preset: string };
  const watching = {
    dashboard: given.dashboard === true ? PORT : ((given.dashboard ?? null) as number | null),
  };

  if (resume !== undefined) {
    for (const name of ['out', 'preset']) {
      if (program.getOptionValueSource(name) === 'cli') {
        throw new UserError(`--resume keeps the folder and the settings of the run; leave out --${name}`, 2);
      }
    }
    const changes = Object.fromEntries(
      SETTINGS.filter((s) => program.getOptionValueSource(attribute(s.flag)) === 'cli').map((s) => [
        s.key,
        values[s.key],
      ]),
    ) as Partial<Config>;
    return { kind: 'resume', path: resume, changes, ...watching };
  }
  if (values.steps !== undefined && values.epochs !== undefined) {
    throw new UserError('--steps and --epochs both give the length; pass one of them', 2);
  }
  const { settings } = PRESETS[preset] as Preset;
  const length = values.steps === undefined ? {} : { epochs: null };
  const config = { ...DEFAULTS, ...settings, ...length, ...values };
  checkTogether(config);
  return { kind: 'start', config, out, ...watching };
}

function presetHelp(): string {
  return Object.entries(PRESETS)
    .map(([name, { about }]) => `${name} (${about})`)
    .join(', ');
}

function help(setting: (typeof SETTINGS)[number]): string {
  const rule = range(setting);
  const value = setting.kind === 'switch' || setting.value === null ? '' : `default ${setting.value}`;
  const facts = [rule, value].filter((text) => text !== '').join('; ');
  return facts === '' ? setting.help : `${setting.help} (${facts})`;
}

/** The name commander keeps an option's value under: --no-decay-norms and --skip-corrupt included. */
function attribute(flag: string): string {
  return new Option(flag).attributeName();
}
