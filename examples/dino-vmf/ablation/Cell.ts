import type { Config } from '../settings/config.ts';
import { UserError } from '../UserError.ts';

/** One run of the ablation: a cell of Table 1 of the paper at one seed. */
export interface Cell {
  readonly normalization: Config['normalization'];
  readonly centring: Config['centring'];
  readonly seed: number;
}

/** The cells of Table 1, row by row; the first is DINO itself. */
export const TABLE_1 = (['none', 'l2', 'vmf'] as const).flatMap((normalization) =>
  (['logit', 'probability'] as const).map((centring) => ({ normalization, centring })),
);

/** `vmf/probability`, as --cells takes it and the table names it. */
export const kindOf = ({ normalization, centring }: Omit<Cell, 'seed'>): string =>
  `${normalization}/${centring}`;

/** Name of the cell's run folder. */
export const folderName = ({ normalization, centring, seed }: Cell): string =>
  `${normalization}-${centring}-seed${seed}`;

/** Every kind at every seed, seed by seed, so that a table over fewer seeds is whole early. */
export function cellsOf(kinds: string, seeds: string): Cell[] {
  const chosen = kinds.split(',').map((kind) => {
    const known = TABLE_1.find((cell) => kindOf(cell) === kind.trim());
    if (!known) {
      throw new UserError(`--cells: ${TABLE_1.map(kindOf).join(', ')}, with commas; got '${kind}'`, 2);
    }
    return known;
  });
  const numbers = seeds.split(',').map((text) => {
    const seed = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isInteger(seed) || seed < 0 || seed > 2 ** 32 - 1) {
      throw new UserError(`--seeds: integers in [0, 4294967295] with commas, got '${seeds}'`, 2);
    }
    return seed;
  });
  return [...new Set(numbers)].flatMap((seed) => [...new Set(chosen)].map((kind) => ({ ...kind, seed })));
}
