import { readFileSync } from 'node:fs';
import { UserError } from '../../UserError.ts';

/** One query: its image, and which images of the list are easy, hard and junk for it, as numbers in the list. */
export interface Query {
  readonly image: string;
  readonly easy: readonly number[];
  readonly hard: readonly number[];
  readonly junk: readonly number[];
}

export interface GroundTruth {
  /** The images searched, in the order that the numbers mean. */
  readonly images: readonly string[];
  readonly queries: readonly Query[];
}

/**
 * Reads a ground truth for retrieval, a JSON file:
 *
 *   { "images": ["a.jpg", ...], "queries": [{ "image": "q.jpg", "easy": ["a.jpg"], "hard": [], "junk": [] }, ...] }
 *
 * Names are paths within the folder of images; in the lists of a query, numbers counted from 0 stand for them
 * as well. The benchmark's own `gnd_roxford5k.pkl` has the same lists, as `imlist`, `qimlist` and `gnd`, names without
 * their `.jpg`; in Python:
 *
 *   d = pickle.load(open('gnd_roxford5k.pkl', 'rb'))
 *   json.dump({'images': [n + '.jpg' for n in d['imlist']],
 *              'queries': [{'image': q + '.jpg', **{k: list(map(int, g[k])) for k in ('easy', 'hard', 'junk')}}
 *                          for q, g in zip(d['qimlist'], d['gnd'])]}, open('roxford5k.json', 'w'))
 */
export function readGroundTruth(path: string): GroundTruth {
  const refuse = (why: string) => new UserError(`--ground-truth ${path}: ${why}`);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw refuse(missing ? 'no such file' : (error as Error).message);
  }
  const { images, queries } = (read ?? {}) as { images?: unknown; queries?: unknown };
  const isNames = (list: unknown): list is string[] =>
    Array.isArray(list) && list.length > 0 && list.every((name) => typeof name === 'string');
  if (!isNames(images)) throw refuse("'images' must be a list of names");
  if (!Array.isArray(queries) || queries.length === 0) throw refuse("'queries' must be a list");
  const numberOf = new Map(images.map((name, i) => [name, i]));
  const read1 = (query: Record<string, unknown>, at: number): Query => {
    const list = (key: string) => {
      const given = query?.[key] ?? [];
      if (!Array.isArray(given)) throw refuse(`queries[${at}].${key} must be a list`);
      return given.map((entry) => {
        const number = typeof entry === 'number' ? entry : numberOf.get(entry);
        if (number === undefined || images[number] === undefined) {
          throw refuse(`queries[${at}].${key}: ${JSON.stringify(entry)} is not among the images`);
        }
        return number;
      });
    };
    if (typeof query?.image !== 'string') throw refuse(`queries[${at}].image must be a name`);
    return { image: query.image, easy: list('easy'), hard: list('hard'), junk: list('junk') };
  };
  return { images, queries: queries.map(read1) };
}
