/** Entries of the largest array over rows and prototypes that is held at a time: 32 MiB. */
const MOST_ENTRIES = 2 ** 23;

/** Chunks begin at multiples of this, the side of the larger tile. */
const GRAIN = 128;

export type Chunk = { readonly first: number; readonly count: number };

/** The prototypes in chunks of about equal size, [rows, chunk] within 32 MiB where a chunk of 128 is. */
export function prototypeChunks(
  rows: number,
  prototypes: number,
  mostEntries: number = MOST_ENTRIES,
): Chunk[] {
  const most = Math.max(GRAIN, Math.floor(mostEntries / Math.max(rows, 1) / GRAIN) * GRAIN);
  const chunks = Math.ceil(prototypes / most);
  const size = Math.ceil(prototypes / chunks / GRAIN) * GRAIN;
  return Array.from({ length: Math.ceil(prototypes / size) }, (_, i) => ({
    first: i * size,
    count: Math.min(size, prototypes - i * size),
  }));
}
