import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { denseRow } from '../../src/cli/rows/denseRow.ts';
import { type Format, openRows } from '../../src/cli/rows/openRows.ts';
import type { RowSelection } from '../../src/cli/rows/RowChunk.ts';

/** The path of a file that another program wrote. */
export const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'readers-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

interface Read {
  readonly rows: number[][];
  readonly weights: number[] | undefined;
  readonly places: string[];
}

/** All of a file; `file` is its name in the fixtures, or its content with its name to be. */
export async function readWhole(
  file: string | { name: string; content: string | Uint8Array },
  selection: Partial<RowSelection> = {},
  format?: Format,
): Promise<Read> {
  const path = typeof file === 'string' ? fixture(file) : join(folder, file.name);
  if (typeof file !== 'string') writeFileSync(path, file.content);
  const { source, chunks } = await openRows(
    path,
    { columns: undefined, weights: undefined, header: undefined, ...selection },
    format,
  );
  const rows: number[][] = [];
  const places: string[] = [];
  let weights: number[] | undefined;
  try {
    for await (const chunk of chunks) {
      const { length } = 'indptr' in chunk.data ? chunk.data.indptr : chunk.data;
      expect(length).toBe('indptr' in chunk.data ? chunk.n + 1 : chunk.n * chunk.p);
      for (let i = 0; i < chunk.n; i++) {
        rows.push(Array.from(denseRow(chunk, i)));
        places.push(chunk.place(i));
      }
      if (chunk.weights) weights = [...(weights ?? []), ...chunk.weights];
    }
  } catch (error) {
    // Without the folder of this run.
    throw new Error((error as Error).message.replace(path, 'FILE'), { cause: error });
  } finally {
    await source.close();
  }
  return { rows, weights, places };
}

/** Why it cannot be read. */
export const failing = (...args: Parameters<typeof readWhole>): Promise<string> =>
  readWhole(...args).then(
    () => 'read without an error',
    (error: Error) => error.message.replaceAll(fixture(''), '').replaceAll(`${folder}/`, ''),
  );
