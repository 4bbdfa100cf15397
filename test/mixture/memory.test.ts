import { describe, expect, it } from 'vitest';
import { fitMixture, fitMixtureStream } from 'von-mises-fisher/mixture';
import { randomMixture } from './directions.ts';

/** The most that typed arrays held beyond `before` at any call of the function it gives. */
function highWater() {
  const before = process.memoryUsage().arrayBuffers;
  const mark = { bytes: 0 };
  const onProgress = () => {
    mark.bytes = Math.max(mark.bytes, process.memoryUsage().arrayBuffers - before);
  };
  return { mark, onProgress };
}

describe('memory beyond the rows', () => {
  const k = 200;
  const law = randomMixture(4, Array(k).fill(500), Array(k).fill(1 / k), 1);
  const n = 100_000;
  const rows = law.samples(n, { seed: 2 });
  /** What responsibilities of all rows would take. */
  const all = n * k * 8;

  it('is far from a matrix of rows and components', () => {
    const { mark, onProgress } = highWater();
    fitMixture(rows, k, { dimension: 4, initialization: law, maxIterations: 4, onProgress });
    expect(mark.bytes).toBeGreaterThan(0);
    expect(mark.bytes).toBeLessThan(all / 4);
  });

  it('of a stream is a sample and a chunk', async () => {
    const { mark, onProgress } = highWater();
    const source = function* () {
      for (let first = 0; first < n; first += 5000) yield rows.subarray(first * 4, (first + 5000) * 4);
    };
    await fitMixtureStream(source, k, { dimension: 4, initialization: law, maxIterations: 3, onProgress });
    expect(mark.bytes).toBeLessThan(all / 4);
  });

  it('of sparse rows goes with their values and K p, not with n p or n K', () => {
    const [many, words, perRow, components] = [20_000, 20_000, 20, 30];
    const values = many * perRow;
    const sparseRows = {
      data: new Float64Array(values).fill(1),
      indices: Int32Array.from({ length: values }, (_, at) => {
        const row = Math.floor(at / perRow);
        return ((at % perRow) * 997 + (row % components) * 31 + (row % 7)) % words;
      }),
      indptr: Int32Array.from({ length: many + 1 }, (_, i) => i * perRow),
      shape: [many, words] as const,
    };
    const { mark, onProgress } = highWater();
    fitMixture(sparseRows, components, {
      ...{ normalize: true, concentration: 'common', seed: 1, restarts: 1, maxIterations: 3 },
      onProgress,
    });
    const parameters = components * words * 8;
    expect(mark.bytes).toBeGreaterThan(parameters);
    expect(mark.bytes).toBeLessThan(12 * parameters + 24 * values + 64 * 2 ** 20);
    expect(12 * parameters + 24 * values + 64 * 2 ** 20).toBeLessThan((many * words * 8) / 20);
  });

  it('predictions are made in blocks too', () => {
    const before = process.memoryUsage().arrayBuffers;
    law.predict(rows);
    law.score(rows);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(all / 4);
  });
});
