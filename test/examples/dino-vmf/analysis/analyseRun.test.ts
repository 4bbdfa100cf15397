import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { analyseRun } from '../../../../examples/dino-vmf/analysis/analyseRun.ts';
import type { AnalysisRequest } from '../../../../examples/dino-vmf/analysis/commandLine.ts';
import { tf } from '../../../../examples/dino-vmf/engine.ts';
import { startRun } from '../../../../examples/dino-vmf/training/trainer.ts';
import { TINY } from '../tinyConfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'analyses-'));
afterAll(() => rmSync(folder, { recursive: true }));

const request = (run: string): AnalysisRequest => ({
  run,
  data: null,
  network: 'teacher',
  engine: null,
  components: null,
  emImages: 20000,
  bins: 5,
});

describe.each([
  ['none', 'logit'],
  ['l2', 'logit'],
  ['vmf', 'logit'],
  ['l2', 'probability'],
] as const)('a run with normalization %s and %s centring', (normalization, centring) => {
  const run = join(folder, `${normalization}-${centring}`);

  it('is analysed, without a tensor left', async () => {
    const config = { ...TINY, normalization, centring, engine: 'wasm' as const, limit: 64, evaluateEvery: 0 };
    expect(await startRun(config, run, { requested: false })).toBe(true);
    const tensors = tf.memory().numTensors;
    const { precision, kappas, centre, assignment, sets } = await analyseRun(request(run));
    expect(tf.memory().numTensors).toBe(tensors);
    expect(assignment.winners).toHaveLength(64);
    expect(sets.thresholds.map(({ threshold }) => threshold)).toEqual(
      [90, 91, 92, 93, 94, 95, 96, 97, 98, 99].map((hundredths) => hundredths / 100),
    );
    // Unit prototypes have one precision, 1/τ, and no curve over it.
    if (normalization === 'l2') {
      expect(precision).toBeNull();
      expect(new Set(kappas.student)).toEqual(new Set([10]));
    } else {
      expect(precision?.length).toBeGreaterThan(0);
      expect(new Set(kappas.student).size).toBeGreaterThan(1);
    }
    // Logits of a centre that is kept in another unit would be 30 times too small here, and all weights alike.
    expect(centre.logCorrelation).toBeGreaterThan(0.5);
    expect(centre.totalVariation).toBeLessThan(0.5);
  });
});

describe('the images', () => {
  const [data, run] = [join(folder, 'photos'), join(folder, 'of-photos')];
  const write = (label: string, i: number, grey: number) =>
    sharp({ create: { width: 16, height: 16, channels: 3, background: { r: grey, g: 10 * i, b: 90 } } })
      .png()
      .toFile(join(data, label, `${i}.png`));

  it('have to be those of the run, unless others are asked for', async () => {
    for (const label of ['bright', 'dark']) {
      mkdirSync(join(data, label), { recursive: true });
      for (let i = 0; i < 15; i++) await write(label, i, label === 'dark' ? 30 + i : 200 + i);
    }
    const config = { ...TINY, data, engine: 'wasm' as const, steps: 2, evaluateEvery: 0 };
    expect(await startRun(config, run, { requested: false })).toBe(true);
    expect((await analyseRun(request(run))).about.images).toMatchObject({ train: 24, areOfTheRun: true });
    await write('dark', 3, 255);
    await expect(analyseRun(request(run))).rejects.toThrow(
      `--run ${run}: the images of ${data} are not those it was trained on; pass --data to analyse with others`,
    );
    const others = await analyseRun({ ...request(run), data });
    expect(others.about.images).toMatchObject({ train: 24, test: 6, classes: 2, areOfTheRun: false });
    const nowhere = join(folder, 'nowhere');
    await expect(analyseRun({ ...request(run), data: nowhere })).rejects.toThrow(
      `--data ${nowhere}: no such folder`,
    );
  });
});
