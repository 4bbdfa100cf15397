import { UserError } from '../UserError.ts';
import { type ImageSettings, imageSettings } from './imageSettings.ts';
import { type NetworkSettings, networkSettings } from './networkSettings.ts';
import { type ObjectiveSettings, objectiveSettings } from './objectiveSettings.ts';
import { type OptimisationSettings, optimisationSettings } from './optimisationSettings.ts';
import { type RunSettings, runSettings } from './runSettings.ts';
import type { Setting } from './Setting.ts';
import { parsedSpan } from './Span.ts';
import { type ViewSettings, viewSettings } from './viewSettings.ts';

/** All settings of a run, as written to config.json and into the checkpoint. */
export interface Config
  extends ImageSettings,
    ViewSettings,
    RunSettings,
    NetworkSettings,
    ObjectiveSettings,
    OptimisationSettings {}

/** The settings by group, as --help and the report list them. */
export const GROUPS: readonly (readonly [string, readonly Setting[]])[] = [
  ['Images', imageSettings],
  ['Views', viewSettings],
  ['Run', runSettings],
  ['Network', networkSettings],
  ['Objective', objectiveSettings],
  ['Optimisation', optimisationSettings],
];

export const SETTINGS: readonly Setting[] = GROUPS.flatMap(([, settings]) => settings);

export const DEFAULTS: Readonly<Config> = Object.fromEntries(
  SETTINGS.map((s) => [s.key, s.value]),
) as unknown as Config;

/** "in [a, b]" of a setting, for help and messages. */
export function range({ kind, min, max, choices }: Setting): string {
  if (kind === 'choice') return (choices as readonly string[]).join(' | ');
  if (kind === 'terms') return `exact or an integer in [${min}, ${max}]`;
  if (kind === 'span') return 'a share of the run in [0, 1], or <n>steps, or <n>ep for epochs';
  if (kind === 'integer') return `an integer in [${min}, ${max}]`;
  if (kind === 'numbers') return `numbers in [${min}, ${max}] with commas between`;
  return kind === 'number' ? `in [${min}, ${max}]` : '';
}

/** The value of a command-line text, or a UserError (status 2) naming option, rule and what it got. */
export function parsed(setting: Setting, text: string): Config[keyof Config] {
  const name = setting.flag.split(' ')[0];
  const refuse = () =>
    new UserError(
      `${name} must be ${setting.kind === 'choice' ? 'one of ' : ''}${range(setting)}, got '${text}'`,
      2,
    );
  if (setting.kind === 'text') return text;
  if (setting.kind === 'choice') {
    if (!setting.choices?.includes(text)) throw refuse();
    return text as Config['engine'];
  }
  if (setting.kind === 'terms' && text === 'exact') return text;
  if (setting.kind === 'span') {
    const span = parsedSpan(text);
    if (span === null) throw refuse();
    return span;
  }
  const inRange = (x: number) => x >= (setting.min as number) && x <= (setting.max as number);
  const numberOf = (part: string) => (part.trim() === '' ? Number.NaN : Number(part));
  if (setting.kind === 'numbers') {
    const values = text.split(',').map(numberOf);
    if (!values.every(inRange)) throw refuse();
    return values;
  }
  const value = numberOf(text);
  const whole = setting.kind === 'number' || Number.isInteger(value);
  if (!whole || !inRange(value)) throw refuse();
  return value;
}

/** Rules between settings; throws a UserError (status 2) for the first that is broken. */
export function checkTogether(config: Config): void {
  const rules: [boolean, string][] = [
    [
      config.imageSize % config.patchSize === 0,
      `--image-size must be a multiple of --patch-size, got ${config.imageSize} and ${config.patchSize}`,
    ],
    [
      config.localCrops === 0 || config.localSize % config.patchSize === 0,
      `--local-size must be a multiple of --patch-size, got ${config.localSize} and ${config.patchSize}`,
    ],
    [
      config.width % config.heads === 0,
      `--width must be a multiple of --heads, got ${config.width} and ${config.heads}`,
    ],
    [
      config.localScaleMin <= config.localScaleMax,
      `--local-scale must not exceed --local-scale-max, got ${config.localScaleMin} and ${config.localScaleMax}`,
    ],
    [
      config.globalScaleMin <= config.globalScaleMax,
      `--global-scale must not exceed --global-scale-max, got ${config.globalScaleMin} and ${config.globalScaleMax}`,
    ],
    [
      config.normalization !== 'vmf' || config.terms === 'exact' || config.bottleneck >= 3,
      `--terms needs --bottleneck of 3 or more, got ${config.bottleneck}`,
    ],
    [
      config.maskRatio.length === config.maskRatioVariation.length,
      `--mask-ratio and --mask-ratio-variation must be of one length, got ${config.maskRatio.length} and ${config.maskRatioVariation.length}`,
    ],
    [
      config.maskRatio.every((ratio, i) => {
        const by = config.maskRatioVariation[i] as number;
        return ratio - by >= 0 && ratio + by <= 1;
      }),
      `--mask-ratio less and plus --mask-ratio-variation must be in [0, 1], got ${config.maskRatio.join(',')} and ${config.maskRatioVariation.join(',')}`,
    ],
    [
      config.clsWeight > 0 || (config.method === 'ibot' && config.patchWeight > 0),
      '--cls-weight and --patch-weight must not both be 0, and --cls-weight not without --method ibot',
    ],
    [config.warmup !== 1, `--warmup must leave some of the run for the cosine, got ${config.warmup}`],
  ];
  for (const [holds, message] of rules) if (!holds) throw new UserError(message, 2);
}
