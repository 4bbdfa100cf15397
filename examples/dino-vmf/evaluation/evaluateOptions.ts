import { Option } from 'commander';
import { ENGINE_CHOICES } from '../settings/engineChoices.ts';
import { UserError } from '../UserError.ts';
import { PROTOCOLS } from './protocols.ts';

const NETWORKS = ['teacher', 'student', 'untrained', 'pixels'];

/** The options of `npm run evaluate`; a value that breaks its rule is a UserError (status 2). */
export function evaluateOptions(): Option[] {
  const group = (heading: string, ...members: Option[]) =>
    members.map((option) => option.helpGroup(`${heading}:`));
  const option = (flags: string, help: string) => new Option(flags, help);
  const whole = (flags: string, min: number, max: number, help: string) =>
    option(flags, `${help} (an integer in [${min}, ${max}])`).argParser(number(flags, min, max, true));
  const real = (flags: string, min: number, max: number, help: string) =>
    option(flags, `${help} (in [${min}, ${max}])`).argParser(number(flags, min, max, false));
  return [
    ...group(
      'What is evaluated',
      option('--run <dir>', 'folder of a run, as written by npm run train').makeOptionMandatory(),
      option('--protocol <names...>', PROTOCOLS.map(({ name }) => name).join(', '))
        .argParser(
          names(
            '--protocol',
            PROTOCOLS.map(({ name }) => name),
          ),
        )
        .makeOptionMandatory(),
      option('--data <dir>', "images; the run's own when not given. video: a folder laid out as DAVIS"),
      whole('--limit <n>', 2, 1e7, 'at most so many images per split'),
      option('--skip-corrupt', 'leave out images that cannot be decoded').default(false),
      option(
        '--network <names...>',
        `${NETWORKS.join(', ')}; untrained is the network as drawn from the run's seed, pixels the images themselves (knn, few-shot, transfer, retrieval)`,
      )
        .argParser(names('--network', NETWORKS))
        .default(['teacher'], 'teacher'),
      option('--engine <name>', "the run's own when not given").choices(ENGINE_CHOICES),
      whole('--seed <n>', 0, 2 ** 32 - 1, 'splits, order and views follow from it').default(0),
    ),
    ...group(
      'kNN',
      option('--neighbours <n...>', 'k, several allowed (integers in [1, 100000])')
        .argParser(numbers('--neighbours', 1, 1e5, true))
        .default([10, 20, 100, 200], '10 20 100 200'),
    ),
    ...group(
      'Linear probe and fine-tuning',
      whole('--epochs <n>', 1, 1e5, 'passes over the images; linear 100, fine-tune 30 when not given'),
      whole('--batch-size <n>', 1, 65536, 'linear 128, fine-tune 64 when not given'),
      option(
        '--learning-rate <x...>',
        'linear: for 256 images, several are trained side by side, 0.001 (as DINO), 0.01 and 0.1 when not given; fine-tune: 0.001 when not given',
      ).argParser(numbers('--learning-rate', 0, 100, false)),
    ),
    ...group('Few-shot', real('--penalty <x>', 0, 1e6, 'λ; MSN 0.0025, its default 0.00025').default(0.075)),
    ...group(
      'Transfer',
      option('--metric <name>', 'what chooses the penalty').choices(['top1', 'meanPerClass']).default('top1'),
      whole('--folds <n>', 2, 100, 'of the cross-validation').default(5),
    ),
    ...group(
      'Retrieval and video',
      option('--ground-truth <file>', 'retrieval by lists of easy, hard and junk images, a JSON file'),
      whole('--size <n>', 8, 4096, 'longer side (retrieval, 224) or shorter side (video, 480)'),
      option('--multi-scale', 'retrieval: features averaged over sizes 1, 1/√2 and 1/2').default(false),
      whole(
        '--sources <n>',
        0,
        100,
        'video: frames before, besides the first, that labels come from',
      ).default(7),
      whole('--window <n>', 0, 1000, 'video: how many patches away they may lie; 0 for anywhere').default(12),
      whole('--top <n>', 1, 1000, 'video: how many source patches each patch takes its label from').default(
        5,
      ),
    ),
    ...group(
      'Fine-tuning',
      option('--from <names...>', 'run (its weights), scratch (weights drawn from the seed), or both')
        .argParser(names('--from', ['run', 'scratch']))
        .default(['run'], 'run'),
      real('--weight-decay <x>', 0, 10, 'of AdamW').default(0.05),
      real(
        '--warmup-epochs <x>',
        0,
        1e5,
        'over which the learning rate rises from 0; a sixth of all when not given',
      ),
      real(
        '--layer-decay <x>',
        0.01,
        1,
        'factor on the learning rate for each layer below the last; BEiT 0.65',
      ).default(1),
      real('--smoothing <x>', 0, 0.99, 'of the labels').default(0.1),
      real('--mixup <x>', 0, 1, 'α of mixup, 0 for none; DeiT 0.8').default(0),
      real(
        '--cutmix <x>',
        0,
        1,
        'α of cutmix, 0 for none; DeiT 1. With both, one is drawn for each batch',
      ).default(0),
    ),
  ];
}

/** Commander calls this once a value: the values so far, each once. A value may be several with commas between. */
function gather<T>(read: (text: string) => T): (text: string) => T[] {
  let gathered: T[] = [];
  return (text) => {
    gathered = [
      ...gathered,
      ...text
        .split(',')
        .filter((part) => part !== '')
        .map(read),
    ];
    return [...new Set(gathered)];
  };
}

const names = (flag: string, choices: readonly string[]) =>
  gather((text) => {
    if (choices.includes(text)) return text;
    throw new UserError(`${flag} must be of ${choices.join(', ')}, got '${text}'`, 2);
  });

const numbers = (flag: string, min: number, max: number, integer: boolean) =>
  gather(number(flag, min, max, integer));

function number(flags: string, min: number, max: number, integer: boolean): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= min && value <= max && (!integer || Number.isInteger(value))) return value;
    const rule = `${integer ? 'an integer ' : ''}in [${min}, ${max}]`;
    throw new UserError(`${flags.split(' ')[0]} must be ${rule}, got '${text}'`, 2);
  };
}
