import { Command } from 'commander';
import { readArguments } from '../readArguments.ts';
import { UserError } from '../UserError.ts';
import { evaluateOptions } from './evaluateOptions.ts';
import type { EvaluateSettings } from './evaluateSettings.ts';
import { PROTOCOLS } from './protocols.ts';

const EPILOGUE = `
Examples:
  npm run evaluate -- --run runs/NAME --protocol knn linear            on the images of the run
  npm run evaluate -- --run runs/NAME --data signs --protocol few-shot transfer --network teacher pixels
  npm run evaluate -- --run runs/NAME --data DAVIS --protocol video
  npm run evaluate -- --run runs/NAME --data oxford/jpg --protocol retrieval --ground-truth oxford.json
  npm run evaluate -- --run runs/NAME --protocol fine-tune --from run scratch

Each protocol prints a table and writes evaluate-PROTOCOL.json and .md into the folder of the run.
Exit status: 0 done, 1 something went wrong, 2 wrong command line, 130 stopped by Ctrl-C.`;

/** The arguments as settings; null where only help was asked for; a UserError (status 2) for what is wrong. */
export function readEvaluateCommandLine(args: readonly string[]): EvaluateSettings | null {
  const program = new Command('evaluate')
    .description('Measures what the networks of a run have learnt, by the published protocols.')
    .addHelpText('after', EPILOGUE);
  for (const option of evaluateOptions()) program.addOption(option);
  if (!readArguments(program, args)) return null;
  if (program.args.length > 0) throw new UserError(`unexpected argument '${program.args[0]}'`, 2);
  const settings = settingsOf(program.opts());
  checkTogether(settings);
  return settings;
}

function settingsOf(given: Record<string, unknown>): EvaluateSettings {
  const or = <T>(key: string) => (given[key] ?? null) as T | null;
  return {
    ...(given as unknown as EvaluateSettings),
    protocols: given.protocol as string[],
    networks: given.network as EvaluateSettings['networks'],
    data: or('data'),
    limit: or('limit'),
    engine: or('engine'),
    epochs: or('epochs'),
    batchSize: or('batchSize'),
    learningRates: or('learningRate'),
    groundTruth: or('groundTruth'),
    size: or('size'),
    warmupEpochs: or('warmupEpochs'),
  };
}

function checkTogether({ protocols, groundTruth, data, networks }: EvaluateSettings): void {
  const ofItsOwn = protocols.includes('video') || groundTruth !== null;
  const named = protocols.includes('video') ? '--protocol video' : '--ground-truth';
  const rules: [boolean, string][] = [
    [!ofItsOwn || data !== null, `${named} needs --data, the folder of its images`],
    [
      !ofItsOwn || protocols.length === 1,
      `${named} reads images of its own; evaluate it in a call of its own`,
    ],
    [
      groundTruth === null || protocols.includes('retrieval'),
      '--ground-truth goes with --protocol retrieval',
    ],
    [
      !networks.includes('pixels') || networks.length > 1 || protocols.some((name) => takesPixels(name)),
      `--network pixels goes with ${PROTOCOLS.filter(({ pixels }) => pixels)
        .map(({ name }) => name)
        .join(', ')}`,
    ],
  ];
  for (const [holds, message] of rules) if (!holds) throw new UserError(message, 2);
}

const takesPixels = (name: string) => PROTOCOLS.some((protocol) => protocol.name === name && protocol.pixels);
