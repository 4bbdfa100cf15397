import { describe, expect, it } from 'vitest';
import { drawMasks, type MaskSettings } from '../../../../examples/dino-vmf/training/drawMasks.ts';
import { hiddenPatches } from '../../../../examples/dino-vmf/training/hiddenPatches.ts';

const GRID = 14;
const settings: MaskSettings = {
  ...{ seed: 3, imageSize: 16 * GRID, patchSize: 16, batchSize: 64 },
  ...{ maskRatio: [0, 0.3], maskRatioVariation: [0, 0.2], maskShape: 'block' },
};

/** The masks of many views, one array of 0 and 1 each. */
function drawn(changed: Partial<MaskSettings>, steps: number): Uint8Array[] {
  const config = { ...settings, ...changed };
  return Array.from({ length: steps }, (_, step) => drawMasks(config, step)).flatMap((all) =>
    Array.from({ length: 2 * config.batchSize }, (_, view) =>
      all.slice(view * GRID * GRID, (view + 1) * GRID * GRID),
    ),
  );
}

const count = (mask: Uint8Array): number => mask.reduce((sum, bit) => sum + bit, 0);

describe('drawMasks', () => {
  it('follows from seed, step and row: the same again, whatever the size of the batch', () => {
    const whole = drawMasks(settings, 5);
    expect(drawMasks(settings, 5)).toEqual(whole);
    expect(drawMasks(settings, 6)).not.toEqual(whole);
    expect(drawMasks({ ...settings, seed: 4 }, 5)).not.toEqual(whole);
    const half = drawMasks({ ...settings, batchSize: 32 }, 5);
    const first = 32 * GRID * GRID;
    expect(half.subarray(0, first)).toEqual(whole.subarray(0, first));
    expect(half.subarray(first)).toEqual(whole.subarray(2 * first, 3 * first));
  });

  it('leaves half of the views whole, and hides a tenth to a half of the others, evenly', () => {
    // Single patches reach their share to the patch, rounded down.
    const masks = drawn({ maskShape: 'random' }, 20);
    const shares = masks.map((mask) => count(mask) / (GRID * GRID));
    const hiding = shares.filter((share) => share > 0);
    const deviation = Math.sqrt(masks.length) / 2;
    expect(Math.abs(hiding.length - masks.length / 2)).toBeLessThan(5 * deviation);
    expect(Math.min(...hiding)).toBeGreaterThan(0.1 - 1 / GRID ** 2);
    expect(Math.max(...hiding)).toBeLessThan(0.5);
    const mean = hiding.reduce((sum, share) => sum + share, 0) / hiding.length;
    const expected = 0.3 - 0.5 / GRID ** 2;
    expect(Math.abs(mean - expected)).toBeLessThan((5 * 0.4) / Math.sqrt(12 * hiding.length));
  });

  it('hides rectangles of at least the smallest area, never more than the share', () => {
    const masks = drawn({ maskRatio: [0.3], maskRatioVariation: [0] }, 4);
    const wanted = 0.3 * GRID * GRID;
    for (const mask of masks) expect(count(mask)).toBeLessThanOrEqual(wanted);
    const mean = masks.reduce((sum, mask) => sum + count(mask), 0) / masks.length;
    expect(mean).toBeGreaterThan(0.85 * wanted);
    // A patch in the midst of a rectangle has hidden neighbours; of single patches 0.3 of the neighbours are hidden.
    const neighbours = (shape: 'block' | 'random') => {
      const own = drawn({ maskRatio: [0.3], maskRatioVariation: [0], maskShape: shape }, 1);
      let [both, all] = [0, 0];
      for (const mask of own) {
        for (let i = 0; i < mask.length; i++) {
          if (i % GRID === GRID - 1 || mask[i] === 0) continue;
          all++;
          both += mask[i + 1] as number;
        }
      }
      return both / all;
    };
    expect(neighbours('block')).toBeGreaterThan(0.6);
    expect(neighbours('random')).toBeLessThan(0.4);
  });

  it('comes to an end where no rectangle fits', () => {
    // On a grid of 2 only single patches are shorter than the grid.
    const small = drawMasks({ ...settings, imageSize: 32, maskRatio: [1], maskRatioVariation: [0] }, 0);
    expect(small).toHaveLength(2 * 64 * 4);
    expect(count(small)).toBeGreaterThan(0);
  });
});

describe('hiddenPatches', () => {
  it('lists the hidden ones, those of an image together weighing 1', () => {
    const { rows, weights } = hiddenPatches(Uint8Array.of(0, 1, 1, 0, 0, 0, 0, 0, 1), 3);
    expect([...rows]).toEqual([1, 2, 8]);
    expect([...weights]).toEqual([0.5, 0.5, 1]);
  });
});
