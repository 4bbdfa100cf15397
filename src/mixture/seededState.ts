import type { Random, SeededRandom } from '../random.ts';

const isSeeded = (random: Random): random is SeededRandom => 'state' in random;

/** The state of a seeded source as plain numbers; null of any other. */
export const seededState = (random: Random): readonly number[] | null =>
  isSeeded(random) ? Array.from(random.state) : null;

/** Lets a seeded source go on from a state; any other goes on as it is. */
export function restoreSeededState(random: Random, state: readonly number[] | null): void {
  if (state !== null && isSeeded(random)) random.state = Uint32Array.from(state);
}
