import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ImageSet } from '../../../../examples/dino-vmf/images/ImageSet.ts';
import { loadImages } from '../../../../examples/dino-vmf/images/loadImages.ts';
import { proceduralImages } from '../../../../examples/dino-vmf/images/proceduralImages.ts';
import { ViewLoader } from '../../../../examples/dino-vmf/images/ViewLoader.ts';
import {
  type MultiCropBatch,
  multiCropBatch,
  multiCropRecipe,
} from '../../../../examples/dino-vmf/images/views.ts';
import { DEFAULTS } from '../../../../examples/dino-vmf/settings/config.ts';
import { DataOrder } from '../../../../examples/dino-vmf/training/DataOrder.ts';
import { UserError } from '../../../../examples/dino-vmf/UserError.ts';
import { writePhotos } from './writeDataSets.ts';

const folder = mkdtempSync(join(tmpdir(), 'loader-'));
afterAll(() => rmSync(folder, { recursive: true }));

const recipe = multiCropRecipe({
  ...{ globalSize: 16, localSize: 8, localCrops: 3, globalScale: [0.4, 1], localScale: [0.1, 0.4] },
  ...{ mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
});
const BATCH = 7;
const STEPS = 6;

function loaderOf(images: ImageSet, workers: number, firstStep = 0): ViewLoader {
  const order = new DataOrder(3, images.count, BATCH);
  return new ViewLoader({
    ...{ images, recipe, seed: 3, firstStep, steps: STEPS, batchSize: BATCH, workers },
    indicesOf: (step) => order.batch(step),
  });
}

async function batches(
  images: ImageSet,
  workers: number,
  steps: readonly number[],
): Promise<MultiCropBatch[]> {
  const loader = loaderOf(images, workers, steps[0]);
  expect(loader.workers).toBe(workers);
  const made: MultiCropBatch[] = [];
  for (const step of steps) made.push(await loader.batch(step));
  await loader.close();
  return made;
}

const { train } = proceduralImages(5, 30, 8, 16);
const all = [0, 1, 2, 3, 4, 5];

describe('the views of a run', () => {
  it('are the same bits with any number of threads, over the end of a pass', async () => {
    const alone = await batches(train, 0, all);
    const order = new DataOrder(3, train.count, BATCH);
    expect(alone[5]).toEqual(await multiCropBatch(train, order.batch(5), recipe, 3, 5));
    for (const workers of [1, 4]) expect(await batches(train, workers, all), `${workers}`).toEqual(alone);
  });

  it('are those of the step asked for after a resume, or a return to an earlier step', async () => {
    const alone = await batches(train, 0, all);
    const [a, b, c, d] = await batches(train, 2, [4, 5, 1, 2]);
    expect([a, b, c, d]).toEqual([alone[4], alone[5], alone[1], alone[2]]);
  });

  it('are the same from files that the threads decode', async () => {
    const data = join(folder, 'photos');
    await writePhotos(data, ['a', 'b'], 10);
    const settings = { ...DEFAULTS, data, batchSize: BATCH };
    const kept = await loadImages(settings);
    const left = await loadImages({ ...settings, imageMemory: 0 });
    expect(left.train.source.kind).toBe('files');
    expect(await batches(left.train, 2, [0, 1, 2])).toEqual(await batches(kept.train, 0, [0, 1, 2]));
  });
});

describe('what goes wrong in a thread', () => {
  it('names the file that cannot be decoded', async () => {
    const data = join(folder, 'broken');
    await writePhotos(data, ['a', 'b'], 10);
    const { train: photos } = await loadImages({ ...DEFAULTS, data, batchSize: BATCH, imageMemory: 0 });
    const [file] = photos.source.kind === 'files' ? photos.source.files : [];
    writeFileSync(join(data, file), 'no image');
    const loader = loaderOf(photos, 2);
    const pass = async () => {
      for (let step = 0; step < STEPS; step++) await loader.batch(step);
    };
    const failure = await pass().catch((error: unknown) => error);
    await loader.close();
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).message).toContain(`${join(data, file)} cannot be decoded`);
    expect((failure as UserError).message).toContain('pass --skip-corrupt to go on without');
  });

  it('ends every batch that is waited for when the thread is gone', async () => {
    // Without the sides of its images it ends as it starts.
    const source = { ...train.source, widths: null } as never;
    const loader = loaderOf({ ...train, source }, 1);
    await expect(loader.batch(0)).rejects.toThrow(
      /a thread that makes views was lost: .*--workers 0 goes on without/s,
    );
    await loader.close();
  });
});
