import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../../examples/dino-vmf/images/ImageSet.ts';
import { proceduralImages } from '../../../../examples/dino-vmf/images/proceduralImages.ts';
import {
  multiCropBatch,
  multiCropRecipe,
  plainView,
  randomBox,
  randomView,
} from '../../../../examples/dino-vmf/images/views.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';

const published = {
  globalSize: 16,
  localSize: 8,
  localCrops: 3,
  globalScale: [0.4, 1],
  localScale: [0.1, 0.4],
  mean: [0.5, 0.5, 0.5],
  std: [0.25, 0.25, 0.25],
} as const;

function picture(width: number, height: number, channels: number): Picture {
  const random = Random.keyed(9, width, height);
  const pixels = Uint8Array.from({ length: width * height * channels }, () => random.integer(256));
  return { width, height, channels, pixels };
}

describe('the recipe', () => {
  it("is DINO's unless the settings say otherwise", () => {
    const { globals, local, localCount } = multiCropRecipe({ ...published, blurUnit: 'pixels' });
    expect(localCount).toBe(3);
    expect([...globals, local].map((view) => view.blurProbability)).toEqual([1, 0.1, 0.5]);
    expect([...globals, local].map((view) => view.solarizeProbability)).toEqual([0, 0.2, 0]);
    for (const view of [...globals, local]) {
      expect(view).toMatchObject({
        ...{ flipProbability: 0.5, jitterProbability: 0.8, jitterStrength: 1, greyProbability: 0.2 },
        blurSigma: [0.1, 2],
      });
    }
    expect(multiCropRecipe({ ...published, globalSize: 112 }).globals[0].blurSigma).toEqual([0.05, 1]);
    expect(multiCropRecipe({ ...published, blurLocal: 0.25 }).local.blurProbability).toBe(0.25);
  });
});

describe('views', () => {
  const { train } = proceduralImages(5, 64, 16, 16);
  const indices = Int32Array.of(0, 5, 9, 11);

  it('have the sizes asked for and are the same for the same seed and step', async () => {
    const recipe = multiCropRecipe(published);
    const views = await multiCropBatch(train, indices, recipe, 1, 7);
    expect(views.globals).toHaveLength(2 * 4 * 16 * 16 * 3);
    expect(views.locals).toHaveLength(3 * 4 * 8 * 8 * 3);
    expect(await multiCropBatch(train, indices, recipe, 1, 7)).toEqual(views);
    expect((await multiCropBatch(train, indices, recipe, 1, 8)).globals).not.toEqual(views.globals);
    // Normalised pixels of [0, 1] lie in [-2, 2].
    for (const value of views.globals) expect(Math.abs(value)).toBeLessThanOrEqual(2);
  });

  it('of some rows are those rows of the whole batch', async () => {
    const recipe = multiCropRecipe(published);
    const whole = await multiCropBatch(train, indices, recipe, 1, 7);
    const part = await multiCropBatch(train, indices.subarray(2), recipe, 1, 7, 2);
    const length = 16 * 16 * 3;
    for (const view of [0, 1]) {
      expect(part.globals.slice(2 * view * length, 2 * (view + 1) * length)).toEqual(
        whole.globals.slice((4 * view + 2) * length, 4 * (view + 1) * length),
      );
    }
  });

  it('of grey images are coloured by brightness, contrast, blur and solarize alone', () => {
    const source = picture(20, 14, 1);
    for (let i = 0; i < 20; i++) {
      const { globals } = multiCropRecipe({ ...published, greyProbability: 1, jitterProbability: 1 });
      const view = randomView(source, globals[1], Random.keyed(i));
      expect(view).toMatchObject({ width: 16, height: 16, channels: 1 });
    }
  });

  it('without any colouring are the crop; flipped, its mirror image', () => {
    const still = {
      ...{ jitterProbability: 0, greyProbability: 0, solarizeProbability: 0 },
      ...{ blurFirst: 0, globalScale: [1, 1] as const, globalSize: 12 },
    };
    const source = picture(12, 12, 3);
    // All of the image in its own aspect ratio is rare: look for it.
    const cut = (flipProbability: number) => {
      const recipe = multiCropRecipe({ ...published, ...still, flipProbability }).globals[0];
      for (let seed = 0; ; seed++) {
        const { width, height } = randomBox(12, 12, [1, 1], Random.keyed(seed));
        if (width === 12 && height === 12) return randomView(source, recipe, Random.keyed(seed)).pixels;
      }
    };
    expect(cut(0)).toEqual(source.pixels);
    const mirrored = source.pixels.map((_, i) => {
      const [y, x, c] = [Math.floor(i / 36), Math.floor((i % 36) / 3), i % 3];
      return source.pixels[36 * y + 3 * (11 - x) + c];
    });
    expect(cut(1)).toEqual(mirrored);
  });

  it('are coloured as often as the recipe says, within five standard errors', () => {
    const flat: Picture = { ...picture(4, 4, 3), pixels: new Uint8Array(48).fill(200) };
    const recipe = multiCropRecipe({ ...published, globalSize: 4, jitterProbability: 0 }).globals[1];
    const n = 4000;
    let solarized = 0;
    for (let i = 0; i < n; i++) {
      if (randomView(flat, recipe, Random.keyed(3, i)).pixels[0] === 55) solarized++;
    }
    expect(Math.abs(solarized / n - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / n));
  });
});

describe('boxes', () => {
  it.each([
    [32, 32],
    [40, 25],
  ])('stay inside %i x %i and cover the share of the area asked for', (w, h) => {
    const random = Random.keyed(2);
    for (let i = 0; i < 1000; i++) {
      const { x, y, width, height } = randomBox(w, h, [0.2, 0.5], random);
      expect(x >= 0 && y >= 0 && x + width <= w && y + height <= h).toBe(true);
      expect((width * height) / (w * h)).toBeGreaterThan(0.17);
      expect((width * height) / (w * h)).toBeLessThan(0.55);
    }
  });

  it('are the middle where none fits', () => {
    // All of a strip has no aspect ratio in [3/4, 4/3].
    expect(randomBox(100, 12, [1, 1], Random.keyed(0))).toEqual({ x: 42, y: 0, width: 16, height: 12 });
    expect(randomBox(12, 100, [1, 1], Random.keyed(0))).toEqual({ x: 0, y: 42, width: 12, height: 16 });
  });
});

describe('the plain view', () => {
  it('of an image of the size is the image, of a wider one its middle', () => {
    const square = picture(12, 12, 3);
    expect(plainView(square, 12).pixels).toEqual(square.pixels);
    const wide = picture(20, 12, 1);
    const middle = Uint8Array.from(
      { length: 144 },
      (_, i) => wide.pixels[20 * Math.floor(i / 12) + 4 + (i % 12)],
    );
    expect(plainView(wide, 12).pixels).toEqual(middle);
  });

  it('of 224 pixels leaves the margin of a resize to 256', () => {
    const square = picture(256, 256, 1);
    const inside = Uint8Array.from({ length: 224 * 224 }, (_, i) => {
      return square.pixels[256 * (16 + Math.floor(i / 224)) + 16 + (i % 224)];
    });
    expect(plainView(square, 224).pixels).toEqual(inside);
  });
});
