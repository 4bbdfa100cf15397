import { isDeepStrictEqual } from 'node:util';
import { type Config, SETTINGS } from '../settings/config.ts';
import { UserError } from '../UserError.ts';

const CHANGEABLE = new Set(SETTINGS.filter((s) => s.changeable).map((s) => s.key));

/**
 * The settings a run goes on with: those of its checkpoint, with `changes` for what changes nothing that is trained.
 * A UserError where config.json was edited, where a change would train another run, and where the checkpoint is of a
 * trainer that knew other settings.
 *
 * @param path the run's folder, for messages
 * @param written `config` of config.json; null where there is no such file
 */
export function resumedConfig(
  path: string,
  trained: Config,
  written: Config | null,
  changes: Partial<Config>,
): Config {
  if (written === null) {
    throw new UserError(`${path}/config.json: missing or not JSON; put it back, it belongs to the run`);
  }
  const known = new Set<string>(SETTINGS.map((s) => s.key));
  const unknown = Object.keys(trained).filter((key) => !known.has(key));
  const missing = SETTINGS.filter((s) => trained[s.key] === undefined).map((s) => s.key);
  if (unknown.length > 0 || missing.length > 0) {
    const lists = [
      ...(unknown.length > 0 ? [`it has ${unknown.join(', ')}`] : []),
      ...(missing.length > 0 ? [`it lacks ${missing.join(', ')}`] : []),
    ];
    throw new UserError(
      `${path}: begun with a version of the trainer that had other settings (${lists.join('; ')}); go on with that version`,
    );
  }
  for (const { key, flag } of SETTINGS) {
    const name = flag.split(' ')[0];
    const own = shown(trained[key]);
    if (!CHANGEABLE.has(key) && !isDeepStrictEqual(written[key], trained[key])) {
      throw new UserError(
        `${path}/config.json: ${key} is ${shown(written[key])}, the checkpoint was trained with ${own}; put that back, or begin a new run`,
      );
    }
    const change = changes[key];
    if (change !== undefined && !CHANGEABLE.has(key) && !isDeepStrictEqual(change, trained[key])) {
      const hint = key === 'steps' || key === 'epochs' ? ' (all schedules stretch with the length)' : '';
      throw new UserError(
        `--resume keeps the settings of the run: ${name} is ${own} there, got ${shown(change)}${hint}; begin a new run for that`,
        2,
      );
    }
  }
  return { ...trained, ...changes };
}

const shown = (value: unknown): string => (value === null ? 'not given' : String(value));
