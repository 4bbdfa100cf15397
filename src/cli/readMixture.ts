import { readFile } from 'node:fs/promises';
import { VonMisesFisherMixture } from '../mixture/index.ts';
import { CommandError, fileError } from './CommandError.ts';

/** The mixture in a file that `vmf cluster` wrote, or in one with the JSON of a VonMisesFisherMixture. */
export async function readMixture(path: string): Promise<VonMisesFisherMixture> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw fileError(path, error);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CommandError(`${path}: is not JSON, as the models of vmf cluster are`);
  }
  try {
    return VonMisesFisherMixture.fromJSON(mixtureIn(json));
  } catch (error) {
    const rule = (error as Error).message.replace(/^[\w.]+: /, '');
    throw new CommandError(`${path}: is not a model of vmf cluster: ${rule}`);
  }
}

const mixtureIn = (json: unknown): unknown =>
  json !== null && typeof json === 'object' && 'mixture' in json ? json.mixture : json;
