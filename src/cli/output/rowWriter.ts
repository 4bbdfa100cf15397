import { npyHeader } from './npyHeader.ts';
import type { Output } from './standardOutput.ts';

export const SAMPLE_FORMATS = ['npy', 'csv', 'tsv', 'jsonl', 'json'] as const;
export type SampleFormat = (typeof SAMPLE_FORMATS)[number];

/** Writes rows of p numbers in a format: a head, rows chunk by chunk, an end. */
export interface RowWriter {
  head(rows: number, p: number): Promise<void>;
  rows(data: Float64Array | Float32Array, p: number): Promise<void>;
  end(): Promise<void>;
}

export function rowWriter(format: SampleFormat, float32: boolean, output: Output): RowWriter {
  switch (format) {
    case 'npy':
      return {
        head: (rows, p) => output.write(npyHeader(float32 ? '<f4' : '<f8', rows, p)),
        // A copy: a stream may still hold it when the next rows are drawn.
        rows: (data) =>
          output.write(new Uint8Array(data.slice().buffer, 0, data.length * data.BYTES_PER_ELEMENT)),
        end: () => output.end(),
      };
    case 'csv':
    case 'tsv': {
      const separator = format === 'csv' ? ',' : '\t';
      return {
        head: (_, p) => output.write(`${Array.from({ length: p }, (_, j) => `x${j + 1}`).join(separator)}\n`),
        rows: (data, p) => output.write(lines(data, p, (row) => `${row.join(separator)}\n`)),
        end: () => output.end(),
      };
    }
    case 'jsonl':
      return {
        head: async () => {},
        rows: (data, p) => output.write(lines(data, p, (row) => `[${row.join(',')}]\n`)),
        end: () => output.end(),
      };
    case 'json': {
      let before = '[\n';
      return {
        head: async () => {},
        rows: (data, p) =>
          output.write(
            lines(data, p, (row) => {
              const text = `${before}[${row.join(',')}]`;
              before = ',\n';
              return text;
            }),
          ),
        async end() {
          await output.write(before === '[\n' ? '[]\n' : '\n]\n');
          await output.end();
        },
      };
    }
  }
}

function lines(
  data: Float64Array | Float32Array,
  p: number,
  line: (row: Float64Array | Float32Array) => string,
): string {
  let text = '';
  for (let i = 0; i < data.length; i += p) text += line(data.subarray(i, i + p));
  return text;
}
