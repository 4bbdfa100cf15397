import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../UserError.ts';

/** One clip: its frames and, frame by frame, its annotations. */
export interface Clip {
  readonly name: string;
  readonly frames: readonly string[];
  readonly annotations: readonly string[];
}

/**
 * The clips of a folder laid out as DAVIS-2017: `ImageSets/2017/val.txt` names them, a line each, with
 * `JPEGImages/480p/NAME/*.jpg` and `Annotations/480p/NAME/*.png`, an annotation for every frame.
 */
export function davisFolder(directory: string): Clip[] {
  const refuse = (why: string) => new UserError(`--data ${directory}: ${why}`);
  const list = join(directory, 'ImageSets/2017/val.txt');
  if (!existsSync(list)) throw refuse('not laid out as DAVIS-2017, it has no ImageSets/2017/val.txt');
  const names = readFileSync(list, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (names.length === 0) throw refuse('ImageSets/2017/val.txt names no clip');
  const files = (kind: string, name: string, ending: string) => {
    const folder = join(directory, kind, '480p', name);
    if (!existsSync(folder))
      throw refuse(`no folder ${kind}/480p/${name}, which ImageSets/2017/val.txt names`);
    return readdirSync(folder)
      .filter((file) => file.endsWith(ending) && !file.startsWith('.'))
      .sort()
      .map((file) => join(folder, file));
  };
  return names.map((name) => {
    const frames = files('JPEGImages', name, '.jpg');
    const annotations = files('Annotations', name, '.png');
    if (frames.length < 3) throw refuse(`${name} has ${frames.length} frames, 3 or more are needed`);
    if (annotations.length !== frames.length) {
      throw refuse(`${name} has ${frames.length} frames and ${annotations.length} annotations`);
    }
    return { name, frames, annotations };
  });
}
